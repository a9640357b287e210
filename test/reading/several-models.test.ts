/**
 * Scores of several models side by side: compared where they can be nothing else; a question of one model names all of them,
 * and each command that it names answers.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import type { DiffReport } from '../../src/questions/diff/diff.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { wordsOf } from '../made/paste.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const N = 160
const random = createRandom(29)
const Y = Array.from({ length: N }, (_, i) => (i < 2 ? i : Number(random.chance(0.3))))

interface Kind {
  readonly models: readonly string[]
  readonly label: readonly [name: string, no: string, yes: string]
  readonly logits?: boolean
  /** A model that says the same of all rows. */
  readonly constant?: boolean
  /** What is to be said of the labels too. */
  readonly flags?: readonly string[]
  /** Whether names say that they are models, or versions of one. */
  readonly isClear?: boolean
}

const KINDS: Readonly<Record<string, Kind>> = {
  'prob_ and a name': {
    models: ['prob_lr', 'prob_rf', 'prob_xgb'],
    label: ['label', '0', '1'],
    isClear: true,
  },
  'a name and _proba': {
    models: ['lr_proba', 'dt_proba', 'knn_proba'],
    label: ['y_true', '0', '1'],
    isClear: true,
  },
  'a name and _prob beside words': {
    models: ['ResNet50_prob', 'EfficientNet-B0_prob', 'ViT-B/16_prob'],
    label: ['y_true', 'no', 'yes'],
    isClear: true,
  },
  'two of them': { models: ['p_before', 'p_after'], label: ['label', '-1', '1'], isClear: true },
  'one of them a constant': {
    models: ['baseline_score', 'forest_score', 'boosted_score'],
    label: ['actual', '0', '1'],
    constant: true,
  },
  'names of models alone': {
    models: ['logistic_regression', 'random_forest', 'svm'],
    label: ['y_true', '0', '1'],
    isClear: true,
  },
  'out of fold, with a constant': {
    models: ['oof_logreg', 'oof_extratrees', 'oof_stacking'],
    label: ['target', '0', '1'],
    constant: true,
    isClear: true,
  },
  'one beside the family': {
    models: ['lr_prob', 'rf_prob', 'final_prob'],
    label: ['label', '0', '1'],
    isClear: true,
  },
  'names for a score': { models: ['y_prob', 'y_score'], label: ['label', '0', '1'] },
  'numbers from 1 on': { models: ['score1', 'score2'], label: ['label', 'neg', 'pos'] },
  'numbers of runs': { models: ['prob_1', 'prob_2', 'prob_3'], label: ['label', '0', '1'] },
  'numbers of folds from 0 on': {
    models: ['pred_0', 'pred_1', 'pred_2', 'pred_3'],
    label: ['label', '0', '1'],
  },
  logits: { models: ['logit_old', 'logit_new'], label: ['label', '0', '1'], logits: true },
  'logits beside 1 and 2': {
    models: ['old_logit', 'new_logit'],
    label: ['true_label', '1', '2'],
    logits: true,
    flags: ['--class-names', '1,2'],
  },
}

const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))

function fileOf({ models, label: [label, no, yes], logits, constant }: Kind) {
  const scores = models.map((_, m) =>
    Y.map((y) => (constant && m === 0 ? -0.8 : (1 + 0.3 * m) * (2 * y - 1) - 0.5 + random.normal())),
  )
  const cell = (z: number) => (logits ? z : 1 / (1 + Math.exp(-z)))
  const rows = Y.map((y, i) => [`f_${i}.png`, y ? yes : no, ...scores.map((all) => cell(all[i]))].join())
  const means = scores.map((all) => all.reduce((sum, z, i) => sum + softplus(Y[i] ? -z : z), 0) / N)
  return { path: write('models.csv', `${['file', label, ...models].join()}\n${rows.join('\n')}\n`), means }
}

/** The flags of one model, and of two, as a shell takes them. */
function advised(stderr: string) {
  const one = /say (--score (?:'[^']*'|\S+))/.exec(stderr)![1]
  const two = /(--score (?:'[^']*'|\S+) --score-b (?:'[^']*'|\S+))/.exec(stderr)![1]
  return { one: wordsOf(one), two: wordsOf(two) }
}

describe('several models in one file', () => {
  it.each(Object.entries(KINDS))('are all named, and one or two of them answer: %s', async (_, kind) => {
    const { path, means } = fileOf(kind)
    const { code, stderr } = await lossctl(['samples', path])
    expect([code, stderr.trimEnd().split('\n').length]).toEqual([3, 1])
    for (const name of kind.models) expect(stderr).toContain(name)
    const { one, two } = advised(stderr)
    const meanOf = (name: string) => means[kind.models.indexOf(name)]
    const alone = await lossctlJson<{ results: readonly { losses: readonly { value: number }[] }[] }>(
      ...['compare', path, '--loss', 'ce', ...one, ...(kind.flags ?? [])],
    )
    expect(alone.results[0].losses[0].value / meanOf(one[1])).toBeCloseTo(1, 12)
    const both = await lossctlJson<DiffReport>(
      ...['diff', path, '--loss', 'ce', ...two, ...(kind.flags ?? [])],
    )
    expect(both.losses[0].difference / (meanOf(two[3]) - meanOf(two[1]))).toBeCloseTo(1, 9)
  })

  it.each(Object.entries(KINDS))('are compared where they can be nothing else: %s', async (_, kind) => {
    const { path, means } = fileOf(kind)
    const { code, stdout, stderr } = await lossctl(['compare', path, '--loss', 'ce', '--format', 'json'])
    if (!kind.isClear) return expect([code, stderr]).toEqual([3, expect.stringContaining('say --score')])
    const { results, changes } = JSON.parse(stdout)
    expect(results.map(({ source }: CompareReport) => source.scores)).toEqual(
      kind.models.map((name) => [name]),
    )
    for (const [m, { losses }] of results.entries()) expect(losses[0].value / means[m]).toBeCloseTo(1, 12)
    for (const [m, change] of changes.entries())
      if (m > 0) expect(change.losses[0].difference / (means[m] - means[0])).toBeCloseTo(1, 9)
  })

  it('are called by their columns, as samples of one file, with the command that pairs two', async () => {
    const { path, means } = fileOf(KINDS['prob_ and a name'])
    const { stdout } = await lossctl(['compare', path, '--loss', 'ce'])
    expect(stdout).toMatch(/^ {4}prob_rf +\d/m)
    expect(stdout).toMatch(/ \[prob_rf\]:\s+likewise\n\S+ \[prob_xgb\]:\s+likewise\n\n/)
    expect(stdout).toContain('the change in the same samples, which are its rows')
    const [, command] = /^ {2}lossctl (diff .*)$/m.exec(stdout)!
    const lowest = [...means.keys()].sort((a, b) => means[a] - means[b])
    const { losses } = await lossctlJson<DiffReport>(...wordsOf(command))
    expect(losses[0].difference / (means[lowest[0]] - means[lowest[1]])).toBeCloseTo(1, 9)
  })

  it('are shown by report, and inspect says so', async () => {
    const { path } = fileOf(KINDS['prob_ and a name'])
    const page = write('models.html', '')
    expect((await lossctl(['report', path, '--output', page])).code).toBe(0)
    for (const name of ['prob_lr', 'prob_rf', 'prob_xgb'])
      expect(readFileSync(page, 'utf8')).toContain(`models.csv [${name}]`)
    const { stdout } = await lossctl(['inspect', path])
    expect(stdout.replaceAll('\n', ' ')).toContain(
      '"prob_lr", "prob_rf", "prob_xgb" are the scores of 3 models, which compare and report show side by side; say --score prob_lr for one of them',
    )
  })

  it.each([
    ['one of them is lower where the label is positive', 'label', ['prob_before', 'prob_after'], 1],
    ['all of them are', 'label', ['lr_prob', 'rf_prob'], 2],
    ['one of them is named for the label', 'toxic', ['rnn_prob_obscene', 'cnn_prob_toxic'], 0],
    ['their names differ in what they are of', 'label', ['bert_prob_obscene', 'bert_prob_toxic'], 0],
    ['one of them is called otherwise', 'label', ['lr_prob', 'rf_prob', 'risk_prob'], 0],
    ['one of them is computed of the other', 'label', ['prob_rf', 'prob_rf_std'], 0],
    ['a bare score stands beside them', 'label', ['prob_rf', 'prob_lr', 'prob'], 0],
  ])('are asked about where %s', async (_, label, names, turned) => {
    const lines = Y.map((y) => {
      const chance = (at: number) =>
        1 / (1 + Math.exp((at < turned ? -1 : 1) * (1 - 2 * y - random.normal())))
      return [y, ...names.map((_, at) => chance(at))].join()
    })
    const path = write('asked.csv', `${[label, ...names].join()}\n${lines.join('\n')}\n`)
    const { code, stderr } = await lossctl(['compare', path])
    expect([code, stderr]).toEqual([3, expect.stringMatching(/may (be|hold) the scores/)])
    expect(stderr).not.toMatch(/--score(-b)? \S*std/)
  })

  it.each([
    ['lr', 'rf', 'svm'],
    ['prob_lr', 'prob_rf', 'svm_margins'],
  ])('are asked about where %s, %s are probabilities and %s is not, which would be left out', async (...names) => {
    const lines = Y.map((y) => {
      const z = names.map(() => 2 * y - 1 + random.normal())
      return [y, ...z.slice(0, 2).map((one) => 1 / (1 + Math.exp(-one))), z[2]].join()
    })
    const path = write('lost.csv', `label,${names.join()}\n${lines.join('\n')}\n`)
    const { code, stderr } = await lossctl(['compare', path])
    expect([code, stderr]).toEqual([3, expect.stringContaining('--score')])
  })

  it('name a bare score first, and no bounds of it', async () => {
    const lines = Y.map((y) => {
      const p = 1 / (1 + Math.exp(1 - 2 * y - random.normal()))
      return [y, p / 2, p, (1 + p) / 2].join()
    })
    const path = write('bounds.csv', `label,prob_lower,prob,prob_upper\n${lines.join('\n')}\n`)
    const { stderr } = await lossctl(['compare', path])
    expect(stderr.trimEnd()).toMatch(/; say --score prob$/)
  })

  it('are read as their names say where one is never below a half, as no other is', async () => {
    const odds = Y.map((y) => [1, 2].map(() => 1 / (1 + Math.exp(1 - 2 * y - random.normal()))))
    const lines = odds.map(([a, b], i) => [Y[i], a, (1 + b) / 2].join())
    const path = write('half.csv', `label,lr_proba,xgb_proba\n${lines.join('\n')}\n`)
    const { results } = await lossctlJson<{ results: readonly CompareReport[] }>(
      'compare',
      path,
      '--loss',
      'ce',
    )
    const mean = odds.reduce((sum, [, b], i) => sum - Math.log(Y[i] ? (1 + b) / 2 : (1 - b) / 2), 0) / N
    expect(results[1].losses[0].value! / mean).toBeCloseTo(1, 12)
  })

  it('names no model first that says the same of all rows', async () => {
    const { path } = fileOf(KINDS['one of them a constant'])
    expect((await lossctl(['compare', path])).stderr).toContain('say --score forest_score for one model')
  })

  it.each([1, 100])('are none where rows sum to %i, which are those of two classes', async (whole) => {
    const probs = Y.map((y) => 1 / (1 + Math.exp(-2 * (2 * y - 1) - random.normal())))
    const rows = probs.map((p, i) => `${Y[i]},"[${whole * (1 - p)},${whole * p}]"\n`)
    const path = write(
      'lists.csv',
      `truth,prob_percent\n${rows.join('')}`.replace(whole === 1 ? '_percent' : '', ''),
    )
    const { results } = await lossctlJson<{ results: readonly { losses: readonly { value: number }[] }[] }>(
      ...['compare', path, '--loss', 'ce'],
    )
    const mean = probs.reduce((sum, p, i) => sum - Math.log(Y[i] ? p : 1 - p), 0) / N
    expect(results[0].losses[0].value / mean).toBeCloseTo(1, 12)
  })

  it('are not mixed where one of them is sure of all rows, so that its columns look like labels', async () => {
    const odds = Y.map(() => [0, 1, 2].map(() => Math.exp(random.normal())))
    const rows = odds.map((row, i) => {
      const sum = row[0] + row[1] + row[2]
      return [...row.map((x) => x / sum), 0, Number(i % 2 === 0), Number(i % 2 === 1), i % 3].join()
    })
    const path = write('sure.csv', `m1_P.1,m1_P.0,m1_P.2,m2_P.1,m2_P.0,m2_P.2,label\n${rows.join('\n')}\n`)
    const { code, stderr } = await lossctl(['compare', path])
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('it is unclear whether m2_P.1 beside m1_P.1, m1_P.0, m1_P.2 is a class'),
    ])
    const [, advice] = /say (--score \S+)/.exec(stderr)!
    const { results } = await lossctlJson<{ results: readonly { losses: readonly { value: number }[] }[] }>(
      ...['compare', path, '--loss', 'ce', ...wordsOf(advice)],
    )
    // The columns stand in the order 1, 0, 2.
    const mean = odds.reduce((sum, row, i) => {
      return sum - Math.log(row[[1, 0, 2][i % 3]] / (row[0] + row[1] + row[2])) / N
    }, 0)
    expect(results[0].losses[0].value / mean).toBeCloseTo(1, 12)
  })

  it('are not advised as one of them where rows sum to 1 and labels are words, of which one never occurs', async () => {
    const odds = Y.map(() => [0, 1, 2].map(() => Math.exp(random.normal())))
    const rows = odds.map(([a, b, c], i) => {
      const sum = a + b + c
      return [a / sum, b / sum, c / sum, i % 2, 1 - (i % 2), 0, i % 3 ? 'cat' : 'dog'].join()
    })
    const path = write('words.csv', `m1_cat,m1_dog,m1_owl,m2_cat,m2_dog,m2_owl,label\n${rows.join('\n')}\n`)
    const { code, stderr } = await lossctl(['compare', path])
    expect([code, stderr]).toEqual([3, expect.stringContaining("say --score 'm1_*' if each is of a class")])
    const { results } = await lossctlJson<{ results: readonly { losses: readonly { value: number }[] }[] }>(
      ...['compare', path, '--loss', 'ce', '--score', 'm1_*'],
    )
    const mean = odds.reduce((sum, row, i) => {
      return sum - Math.log(row[i % 3 ? 0 : 1] / (row[0] + row[1] + row[2])) / N
    }, 0)
    expect(results[0].losses[0].value / mean).toBeCloseTo(1, 12)
  })

  it('are none where a class that is never found has a name of two words', async () => {
    const odds = Y.map(() => [0, 1].map(() => Math.exp(random.normal())))
    const rows = odds.map(([a, b], i) => [a / (a + b), b / (a + b), 0, i % 2].join())
    const path = write('bear.csv', `cat,dog,polar_bear,label\n${rows.join('\n')}\n`)
    const { results } = await lossctlJson<{ results: readonly { losses: readonly { value: number }[] }[] }>(
      ...['compare', path, '--loss', 'ce'],
    )
    const mean = odds.reduce((sum, row, i) => sum - Math.log(row[i % 2] / (row[0] + row[1])) / N, 0)
    expect(results[0].losses[0].value / mean).toBeCloseTo(1, 12)
  })

  it('may be classes only where rows may be of several', async () => {
    const { path } = fileOf(KINDS['two of them'])
    const ofProbabilities = (await lossctl(['samples', path])).stderr
    expect(ofProbabilities).not.toContain('each is of a class')
    expect((await lossctl(['compare', fileOf(KINDS.logits).path])).stderr).toContain('each is of a class')
  })
})
