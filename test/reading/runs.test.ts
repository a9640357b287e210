import { describe, expect, it } from 'vitest'
import { lossctl, lossctlJson } from '../made/host.ts'
import { advisedFlag } from '../made/paste.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()

const ROWS = 60
const CLASSES = [0, 1, 2]

const logit = (row: number, model: number, place: number) =>
  Math.sin(row * 1.7 + place * 2.1 + model) * 2 + (row % 3 === place ? 1 : 0)
const probability = (row: number, model: number, place: number) =>
  Math.exp(logit(row, model, place)) /
  CLASSES.reduce((sum, other) => sum + Math.exp(logit(row, model, other)), 0)

/** The mean cross-entropy of a model, from its definition. */
const meanOf = (model: number) =>
  Array.from({ length: ROWS }, (_, row) => -Math.log(probability(row, model, row % 3))).reduce(
    (sum, one) => sum + one / ROWS,
    0,
  )

type Value = typeof logit

/** Two models on three classes, in columns that are named so. */
function columnsFile(names: (model: string, place: number) => string, models: string[], value: Value) {
  const header = models.flatMap((model) => CLASSES.map((place) => names(model, place)))
  const cells = (row: number) =>
    models.flatMap((_, model) => CLASSES.map((place) => value(row, model, place)))
  return write('models.csv', text(header, cells))
}

function listsFile(models: string[], value: Value) {
  const list = (row: number, model: number) =>
    `"[${CLASSES.map((place) => value(row, model, place)).join(', ')}]"`
  return write(
    'models.csv',
    text(models, (row) => models.map((_, model) => list(row, model))),
  )
}

function text(header: readonly string[], cells: (row: number) => readonly (string | number)[]): string {
  const rows = Array.from({ length: ROWS }, (_, row) => `${[...cells(row), row % 3].join(',')}\n`)
  return `${header.join(',')},label\n${rows.join('')}`
}

async function meansOf(file: string, ...words: readonly string[]): Promise<number> {
  const { results } = await lossctlJson<{ results: { losses: { value: number }[] }[] }>(
    'compare',
    file,
    ...words,
  )
  return results[0].losses[0].value
}

describe('scores of two models on the same classes', () => {
  it.each([
    ['a mark between model and class', (m: string, k: number) => `logits_${m}_${k}`, ['a', 'b']],
    ['names of models that are numbers', (m: string, k: number) => `logits_${m}_${k}`, ['0', '1']],
    ['brackets', (m: string, k: number) => `prob_${m}[${k}]`, ['old', 'new']],
    ['the class first', (m: string, k: number) => `prob_${k}_${m}`, ['old', 'new']],
    ['words for classes', (m: string, k: number) => `p_${m}_${['cat', 'dog', 'owl'][k]}`, ['vit', 'cnn']],
    ['no word for scores', (m: string, k: number) => `${m}_${k}`, ['a', 'b']],
    [
      'models that are numbered before words for classes',
      (m: string, k: number) => `${m}_${['cat', 'dog', 'owl'][k]}_logit`,
      ['m1', 'm2'],
    ],
    [
      'runs that are numbered before words for classes',
      (m: string, k: number) => `prob_${m}_${['cat', 'dog', 'owl'][k]}`,
      ['run0', 'run1'],
    ],
    ['models that are numbered', (m: string, k: number) => `logits${m}_${k}`, ['1', '2']],
  ])('are not taken for six classes: %s', async (_, names, models) => {
    const value = names('a', 0).startsWith('p') ? probability : logit
    await expectBoth(columnsFile(names, models, value))
  })

  it('are not taken for six classes of which one is two words', async () => {
    const names = ['oslo', 'new york', 'rome']
    const file = columnsFile((m, k) => `${m}_${names[k]}_logit`, ['raw', 'calibrated'], logit)
    const { code, stderr } = await lossctl(['compare', file])
    expect([code, stderr]).toEqual([3, expect.stringContaining('of 2 models on 3 classes, or of 6 classes')])
    const score = names.map((name) => `calibrated_${name}_logit`).join(',')
    expect(await meansOf(file, '--score', score, '--loss', 'ce')).toBeCloseTo(meanOf(1), 12)
  })

  it.each([
    [['logits_a', 'logits_b'], logit],
    [['probs_old', 'probs_new'], probability],
    [['preds_v1', 'preds_v2'], probability],
  ])('are not taken for six classes in lists: %s', async (models, value) => {
    await expectBoth(listsFile(models, value))
  })

  async function expectBoth(file: string) {
    const { code, stderr } = await lossctl(['compare', file])
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('may be the scores of 2 models on 3 classes, or of 6 classes'),
    ])
    const [, one] = advisedFlag(stderr, '--score')
    const [, other] = advisedFlag(stderr, '--score-b')
    expect(await meansOf(file, '--score', one)).toBeCloseTo(meanOf(0), 12)
    expect(await meansOf(file, '--score', other)).toBeCloseTo(meanOf(1), 12)
    const all = advisedFlag(stderr.slice(stderr.indexOf('if each')), '--score')
    expect((await lossctl(['inspect', file, ...all])).stdout).toContain(
      `scores are "${all[1]}", as --score says`,
    )
  }

  it('are not taken for six classes where labels are the names of three', async () => {
    const names = ['cat', 'dog', 'owl']
    const header = ['a', 'b'].flatMap((model) => names.map((name) => `prob_${model}_${name}`))
    const rows = Array.from({ length: ROWS }, (_, row) => {
      const cells = [0, 1].flatMap((model) => CLASSES.map((place) => probability(row, model, place)))
      return `${cells.join(',')},${names[row % 3]}\n`
    })
    const file = write('named.csv', `${header.join(',')},label\n${rows.join('')}`)
    const { stderr } = await lossctl(['compare', file])
    expect(stderr).toContain('may be the scores of 2 models on 3 classes, or of 6 classes; say --score')
  })

  it('are asked about beside as many labels per row, one of which holds whole numbers', async () => {
    const rows = Array.from({ length: ROWS }, (_, row) => {
      const p = probability(row, 1, 0).toFixed(3)
      return `${row % 2},${1 - (row % 2)},1.000,0.000,${p},${(1 - Number(p)).toFixed(3)}\n`
    })
    const header = 'y_Mass,y_Edema,old_prob_Mass,old_prob_Edema,new_prob_Mass,new_prob_Edema'
    const file = write('whole.csv', `${header}\n${rows.join('')}`)
    const { code, stderr } = await lossctl(['compare', file])
    expect(code).not.toBe(0)
    expect(stderr).toContain('scores of 2 models on 2 classes')
    const mean = rows
      .map((row) => row.split(',').map(Number))
      .reduce((sum, [mass, , , , p, other]) => sum - Math.log(mass === 1 ? p : other) / ROWS, 0)
    const [, score] = advisedFlag(stderr, '--score-b')
    expect(await meansOf(file, '--score', score)).toBeCloseTo(mean, 12)
  })

  it('are asked about where lists are called p1 and p2', async () => {
    const { stderr } = await lossctl(['compare', listsFile(['p1', 'p2'], probability)])
    expect(stderr).toContain('several lists may hold the scores: p1, p2; say --score p1')
  })
})

describe('classes of two words', () => {
  const names = ['up_left', 'up_right', 'up_far', 'down_left', 'down_right', 'down_far']
  const file = (value: (row: number, place: number) => number, label: (row: number) => number | string) =>
    write(
      'words.csv',
      `${names.map((name) => `prob_${name}`).join(',')},label\n${Array.from(
        { length: ROWS },
        (_, row) => `${names.map((_, place) => value(row, place)).join(',')},${label(row)}\n`,
      ).join('')}`,
    )
  const share = (row: number, place: number) => (1 + ((row + place) % 6)) / 21
  const odds = (row: number, place: number) => Math.sin(row + place) * 3

  it.each([
    ['rows sum to 1', share, (row: number) => row % 3, []],
    ['labels are of all of them', odds, (row: number) => row % 6, ['--from', 'logits']],
    ['labels are their names', odds, (row: number) => names[row % 6], ['--from', 'logits']],
  ])('are one model where %s', async (_, value, label, words) => {
    const { code, stdout } = await lossctl(['compare', file(value, label), ...words])
    expect([code, stdout]).toEqual([0, expect.stringContaining('softmax over 6 classes')])
  })
})
