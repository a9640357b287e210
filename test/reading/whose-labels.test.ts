/** Columns that look like labels and are what a model says, what another person said, or what fills the place of a label. */
import { describe, expect, it } from 'vitest'
import { lossctl, lossctlJson } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const { next } = createRandom(23)

/** Probabilities, the truth they are about, and what another model makes of it. */
const ROWS = Array.from({ length: 40 }, (_, i) => {
  const y = Number(i % 3 === 0)
  const [p, q] = [0, 0].map(() => Number((0.05 + 0.4 * y + 0.5 * next()).toFixed(6)))
  return { y, p, q, P: Number(p >= 0.5), Q: Number(q >= 0.5) }
})
type Row = (typeof ROWS)[number]

const meanOf = (rows: readonly Row[], p: (row: Row) => number) =>
  rows.reduce((sum, row) => sum - Math.log(row.y ? p(row) : 1 - p(row)), 0) / rows.length

const file = (header: string, cells: (row: Row, i: number) => readonly unknown[]) =>
  write('preds.csv', `${[header, ...ROWS.map((row, i) => cells(row, i).join(','))].join('\n')}\n`)

interface Answer {
  readonly results: readonly {
    losses: { value: number }[]
    slices?: readonly { slice: string; losses: { value: number }[] }[]
  }[]
}
const ask = async (...words: readonly string[]) =>
  (await lossctlJson<Answer>('compare', ...words, '--loss', 'ce')).results[0].losses[0].value

describe.each([
  'died',
  'is_fraud',
  'readmitted',
  'churn_flag',
])('"%s" beside what two models predict', (truth) => {
  it.each([
    ['pred_lr', 'prob_lr', 'pred_rf', 'prob_rf'],
    ['y_pred_lr', 'y_prob_lr', 'y_pred_rf', 'y_prob_rf'],
    ['y_pred_lr', 'y_proba_lr', 'y_pred_rf', 'y_proba_rf'],
  ])('is not passed over for %s and its like', async (P, p, Q, q) => {
    const path = file(`id,${truth},${P},${p},${Q},${q}`, (row, i) => [i, row.y, row.P, row.p, row.Q, row.q])
    const right = [meanOf(ROWS, ({ p }) => p), meanOf(ROWS, ({ q }) => q)]
    const { code, stderr } = await lossctl(['compare', path])
    // A flag may be what a model was given. That other names are of what it foretells is said by its probabilities.
    if (truth === 'churn_flag')
      expect([code, stderr]).toEqual([3, expect.stringContaining(`say --label ${truth} if that is it`)])
    else {
      const { results } = await lossctlJson<Answer>('compare', path, '--loss', 'ce')
      expect(results).toHaveLength(2)
      for (const [at, mean] of right.entries()) expect(results[at].losses[0].value).toBeCloseTo(mean, 12)
    }
    expect(await ask(path, '--label', truth, '--score', p)).toBeCloseTo(right[0], 12)
  })
})

it('yes and no, of which rows have both or none, are no label of two classes', async () => {
  const path = file('no,yes,old_no_logit,old_yes_logit', (row, i) => [i % 2, row.y, row.q, row.p])
  const { code, stderr } = await lossctl(['compare', path, '--score', 'old_no_logit,old_yes_logit'])
  expect([code, stderr]).toEqual([3, expect.stringContaining('unclear which column holds the labels')])
})

describe('labels that somebody has mended', () => {
  it.each([
    'clean_label',
    'corrected_label',
    'noisy_label',
  ])('are asked about beside label: %s', async (other) => {
    const path = file(`label,${other},prob`, (row, i) => [i % 7 === 0 ? 1 - row.y : row.y, row.y, row.p])
    const { code, stderr } = await lossctl(['compare', path])
    expect([code, stderr]).toEqual([3, expect.stringContaining(`may hold the labels: label, ${other}`)])
    const right = meanOf(ROWS, ({ p }) => p)
    expect(await ask(path, '--label', other)).toBeCloseTo(right, 12)
  })

  it('are one with label where both say the same', async () => {
    const path = file('label,clean_label,prob', (row) => [row.y, row.y, row.p])
    expect(await ask(path)).toBeCloseTo(
      meanOf(ROWS, ({ p }) => p),
      12,
    )
  })
})

describe('what two said of one class', () => {
  it.each([
    ['human_label,model_label,prob_lr,prob_rf', 'human_label'],
    ['real_label,bert_label,logit_0,logit_1', 'real_label'],
    ['llm_label,expert_label,prob_0,prob_1', 'expert_label'],
  ])('is asked about: %s', async (header, truth) => {
    const isFirst = header.startsWith(truth)
    const path = file(header, ({ y, P, p, q }) => [...(isFirst ? [y, P] : [P, y]), p, q])
    const { code, stderr } = await lossctl(['compare', path, '--from', 'logits'])
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining(`say --label ${truth} if that is the truth, or`),
    ])
  })

  it('is the truth of rows that sum to 1, where that is said', async () => {
    const path = file('real_label,model_label,probability_class_0,probability_class_1', ({ y, P, p }) => [
      y,
      P,
      1 - p,
      p,
    ])
    const { stderr } = await lossctl(['compare', path])
    const [, label] = /say --label (\w+) if/.exec(stderr)!
    expect(await ask(path, '--label', label)).toBeCloseTo(
      meanOf(ROWS, ({ p }) => p),
      12,
    )
  })

  it('is asked about beside one score', async () => {
    const path = file('real_label,model_label,prob', ({ y, P, p }) => [y, P, p])
    const { stderr } = await lossctl(['compare', path])
    expect(stderr).toMatch(/; say --label real_label if that is the truth\n$/)
    expect(await ask(path, '--label', 'real_label')).toBeCloseTo(
      meanOf(ROWS, ({ p }) => p),
      12,
    )
  })

  it('is a matrix where scores are named for it, or each row is of one', async () => {
    const both = meanOf(ROWS, ({ p }) => p)
    const named = file('human_label,ai_label,human_prob,ai_prob', ({ y, p }) => [1 - y, y, 1 - p, p])
    expect(await ask(named)).toBeCloseTo(both, 12)
    const several = file('human_label,ai_label,human_prob,ai_prob', ({ y, p }) => [y, y, p, p])
    expect(await ask(several)).toBeCloseTo(both, 12)
    const short = file('toxic_label,insult_label,tox_prob,ins_prob', ({ y, p }) => [y, y, p, p])
    expect(await ask(short)).toBeCloseTo(both, 12)
  })
})

it('a score that is as sure as a prediction is not the first to be offered as the labels', async () => {
  const path = file('discrepancy,oof_pred_A,oof_prob_A,oof_pred_B,oof_prob_B', ({ y, P, Q, q }) => [
    y,
    P,
    P,
    Q,
    q,
  ])
  const { stderr } = await lossctl(['compare', path])
  expect(stderr).toContain('say --label discrepancy if that is it')
})

describe('classes that seem to be people, or models', () => {
  /** Each class by itself, of which the truth is `y` or its opposite by turns. */
  const read = async (labels: readonly string[], scores: readonly string[], isOneHot = false) => {
    const random = createRandom(7)
    const rows = Array.from({ length: 60 }, (_, i) => {
      const y = labels.map((_, c) =>
        Number(isOneHot ? i % labels.length === c : random.chance(0.3 + 0.1 * c)),
      )
      const p = y.map((bit) => Number((0.1 + 0.4 * bit + 0.4 * random.next()).toFixed(5)))
      const sum = isOneHot ? p.reduce((a, b) => a + b) : 1
      return { y, p: p.map((x) => x / sum) }
    })
    const mean = rows
      .map(({ y, p }) =>
        isOneHot
          ? -Math.log(p[y.indexOf(1)])
          : -y.reduce((sum, bit, c) => sum + Math.log(bit ? p[c] : 1 - p[c]), 0) / y.length,
      )
      .reduce((a, b) => a + b)
    const text = [[...labels, ...scores], ...rows.map(({ y, p }) => [...y, ...p])]
      .map((row) => row.join(','))
      .join('\n')
    expect(await ask(write('classes.csv', text), ...(isOneHot ? [] : ['--from', 'probs']))).toBeCloseTo(
      mean / 60,
      9,
    )
  }

  it.each([
    ['label_is_toxic,label_is_spam', 'prob_toxic,prob_spam'],
    ['target_has_beard,target_has_hat', 'score_beard,score_hat'],
    ['label_machine,label_human', 'prob_mac,prob_hum'],
    ['target_human,target_animal,target_vehicle', 'prob_0,prob_1,prob_2'],
    ['label_real_estate,label_finance,label_sports', 'prob_0,prob_1,prob_2'],
    ['label_MEL,label_NV,label_BCC', 'prob_melanoma,prob_nevus,prob_basal'],
  ])('are read: %s beside %s', async (labels, scores) => {
    await read(labels.split(','), scores.split(','))
  })

  it.each([
    ['class_0,class_1,class_2', 'prob_0,prob_1,prob_2'],
    ['Class a,Class b,Class c', 'prob_a,prob_b,prob_c'],
    ['cls_x,cls_y', 'prob_x,prob_y'],
  ])('are read where each row has one: %s', async (labels, scores) => {
    await read(labels.split(','), scores.split(','), true)
  })

  it.each(['raw', 'final', 'test'])('are asked about where one, %s, is a word for scores', async (first) => {
    const rows = ROWS.map(({ y, P, Q, p, q }) => [y, P, Q, p, q, (p + q) / 2])
    const labels = [first, 'cooked', 'fried']
    const header = [...labels, ...labels.map((name) => `${name}_score`)]
    const path = write('words.csv', [header, ...rows].map((row) => row.join(',')).join('\n'))
    const { stderr } = await lossctl(['compare', path])
    const [, score, label] = /say --score (\S+) --label (\S+) if it is/.exec(stderr)!
    const mean = rows
      .map((row) => [0, 1, 2].reduce((sum, c) => sum - Math.log(row[c] ? row[c + 3] : 1 - row[c + 3]), 0))
      .reduce((a, b) => a + b)
    expect(await ask(path, '--score', score, '--label', label)).toBeCloseTo(mean / 3 / rows.length, 12)
  })

  it('are a matrix of one class each, of which one column is no class index, where a few rows have none', async () => {
    const rows = ROWS.map(({ y, p }, i) => [1 - p, p, ...(i % 13 === 5 ? [0, 0] : [1 - y, y])])
    const path = write(
      'nearly.csv',
      [['prob_0', 'prob_1', 'label_0', 'label_1'], ...rows].map((row) => row.join(',')).join('\n'),
    )
    const { code, stderr } = await lossctl(['compare', path, '--label', 'label_0'])
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('"label_0" is one column of a matrix of labels'),
    ])
    expect((await lossctl(['compare', path])).stderr).not.toContain('--label label_0')
  })
})

describe('rows without a label, in whose place another stands,', () => {
  const some = (i: number) => i % 4 !== 1
  const known = meanOf(
    ROWS.filter((_, i) => some(i)),
    ({ p }) => p,
  )
  const masked = (name: string, words: readonly unknown[]) =>
    file(`${name},binary_label,pred_prob`, ({ y, p }, i) => [words[Number(some(i))], some(i) ? y : 0, p])

  it.each([
    'has_binary_label',
    'binary_label_mask',
    'is_labeled',
  ])('are asked about, as %s tells', async (name) => {
    const path = masked(name, [0, 1])
    const { code, stderr } = await lossctl(['compare', path])
    expect([code, stderr]).toEqual([3, expect.stringContaining(`"${name}" is 0 in 10 of the first 40 rows`)])
    expect(stderr).toContain(`say --weight ${name} to leave them out`)
    expect(await ask(path, '--weight', name)).toBeCloseTo(known, 12)
  })

  it('are kept apart where a word tells', async () => {
    const path = masked('has_binary_label', ['False', 'True'])
    expect((await lossctl(['compare', path])).stderr).toContain(
      'say --by has_binary_label to keep them apart',
    )
    const { stdout } = await lossctl([
      'compare',
      path,
      '--by',
      'has_binary_label',
      '--loss',
      'ce',
      '--format',
      'csv',
    ])
    const line = stdout.split('\n').find((one) => /\bTrue\b/.test(one))!
    expect(line.split(',').some((cell) => Math.abs(Number(cell) - known) < 1e-12)).toBe(true)
  })

  it('are not asked about where their label is left out, or none', async () => {
    const marked = (label: number) =>
      file('has_label,label,prob', ({ y, p }, i) => [Number(some(i)), some(i) ? y : label, p])
    for (const label of [-1, -100]) {
      expect(await ask(marked(label), `--ignore-label=${label}`)).toBeCloseTo(known, 12)
      expect((await lossctl(['compare', marked(label)])).stderr).toContain('with --ignore-label')
    }
    const empty = file('has_label,label,prob', ({ y, p }, i) => [Number(some(i)), some(i) ? y : '', p])
    expect(await ask(empty, '--on-bad-row', 'skip')).toBeCloseTo(known, 12)
    const all = meanOf(ROWS, ({ p }) => p)
    for (const name of ['is_target', 'has_target'])
      expect(await ask(file(`target,${name},prob`, ({ y, p }) => [y, y, p]))).toBeCloseTo(all, 12)
  })

  it('are no others: a column of another name, or labels of their own', async () => {
    const isRead = async (path: string) => expect((await lossctl(['compare', path])).code).toBe(0)
    await isRead(masked('is_train', [0, 1]))
    await isRead(file('has_label,label,prob', ({ y, p }, i) => [Number(some(i)), y, p]))
  })
})
