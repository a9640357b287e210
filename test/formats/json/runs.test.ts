/** JSON whose records are a model, a fold or a run each, with lists that hold a value for each row. */
import { describe, expect, it, test } from 'vitest'
import { openTable } from '../../../src/formats/index.ts'
import { compareCe, lossctl } from '../../made/host.ts'
import { readTexts, scratchFolder } from '../../made/scratch.ts'

const write = scratchFolder()
const TRUTH = [0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 1]
const LR = TRUTH.map((label, i) => (label === 1 ? 0.9 - i / 50 : 0.1 + i / 60))
const RF = TRUTH.map((label, i) => (label === 1 ? 0.8 - i / 70 : 0.3 - i / 99))

/** −ln of the probability of the truth, in the mean. */
function ce(probs: readonly number[], labels: readonly number[] = TRUTH): number {
  return probs.reduce((sum, p, i) => sum - Math.log(labels[i] === 1 ? p : 1 - p), 0) / probs.length
}

async function json(path: string, ...args: readonly string[]) {
  const { code, stderr, results } = await compareCe(path, ...args)
  expect([code, stderr]).toEqual([0, ''])
  return results[0]
}

const MODELS = [
  { model: 'lr', y_true: TRUTH, y_prob: LR },
  { model: 'rf', y_true: TRUTH, y_prob: RF },
]

describe('a record for each model', () => {
  test.each([
    ['in a list', JSON.stringify(MODELS)],
    ['in a list with indents', JSON.stringify(MODELS, null, 2)],
    ['on lines', MODELS.map((one) => `${JSON.stringify(one)}\n`).join('')],
    ['with its name at the end', JSON.stringify(MODELS.map(({ model, ...lists }) => ({ ...lists, model })))],
    [
      'as what it is',
      JSON.stringify(MODELS.map(({ model, ...lists }) => ({ classifier_name: model, ...lists }))),
    ],
  ])('%s is asked about by a question of one data set, and each has its own mean', async (_, text) => {
    const path = write('models.json', text)
    const { code, stdout, stderr } = await lossctl(['samples', path])
    expect([code, stdout]).toEqual([3, ''])
    const [, key] = /once for each "(\w+)": "lr", "rf"; say --model \1 to take/.exec(stderr)!
    for (const [name, probs] of Object.entries({ lr: LR, rf: RF })) {
      const { count, losses } = await json(path, '--model', `${key}=${name}`)
      expect(count).toBe(TRUTH.length)
      expect(losses[0].value).toBeCloseTo(ce(probs), 12)
    }
  })

  it('is at the place in its lists where a cell is bad', async () => {
    const bad = MODELS.map((one) => ({
      ...one,
      y_prob: one.y_prob.map((p, i) => (one === MODELS[1] && i === 3 ? 'x' : p)),
    }))
    const path = write('bad.json', JSON.stringify(bad))
    const { code, stderr } = await lossctl(['compare', path, '--model', 'model'])
    expect(code).toBe(3)
    expect(stderr).toContain('bad.json[1].y_prob[3]')
  })
})

describe('a record for each fold', () => {
  it('has rows of all of them, of any number each, and of no curve beside them', async () => {
    const parts = [
      [0, 5],
      [5, 7],
      [7, 14],
    ]
    const folds = parts.map(([from, to], fold) => ({
      ...{ fold, auc: 0.9, labels: TRUTH.slice(from, to), probs: LR.slice(from, to) },
      ...{ fpr: [0, 0.5, 1], tpr: [0, 0.7, 1], classes: ['no', 'yes'] },
    }))
    const path = write('folds.json', JSON.stringify(folds))
    const { columns } = await openTable(path)
    expect(columns).toEqual(['fold', 'auc', 'labels', 'probs'])
    const { count, losses } = await json(path)
    expect(count).toBe(14)
    expect(losses[0].value).toBeCloseTo(ce(LR), 12)
    const { groups } = await json(path, '--by', 'fold')
    const means = parts.map(([from, to]) => ce(LR.slice(from, to), TRUTH.slice(from, to)))
    // The highest first.
    expect(groups.map(({ losses }: (typeof groups)[0]) => losses[0].value)).toEqual(
      means.toSorted((a, b) => b - a).map((mean) => expect.closeTo(mean, 12)),
    )
  })

  it('has a list of scores for each row of several classes', async () => {
    const labels = [0, 1, 2, 1, 0, 2]
    const rows = labels.map((label, i) =>
      [0, 1, 2].map((k) => (k === label ? 0.5 + i / 20 : (0.5 - i / 20) / 2)),
    )
    const path = write(
      'softmax.json',
      JSON.stringify([0, 1].map((fold) => ({ fold, y: labels, probs: rows }))),
    )
    const { count, source, losses } = await json(path)
    expect([count, source.task]).toEqual([12, 'softmax'])
    const mean = labels.reduce((sum, label, i) => sum - Math.log(rows[i][label]), 0) / labels.length
    expect(losses[0].value).toBeCloseTo(mean, 12)
  })

  it('is refused with two tables in it', async () => {
    const folds = [0, 1].map((fold) => ({
      ...{ fold, train_y: [0, 1, 1, 0, 1], train_p: [0.1, 0.8, 0.7, 0.2, 0.9] },
      ...{ val_y: [0, 1, 1], val_p: [0.2, 0.6, 0.7] },
    }))
    await expect(openTable(write('two.json', JSON.stringify(folds)))).rejects.toThrow(
      'has lists of different lengths: train_y 5, val_y 3',
    )
  })
})

describe('a record is a row', () => {
  const labels = (i: number) => [0, 1, 2].map((k) => (i >> k) & 1)
  const probs = (i: number) => [0, 1, 2].map((k) => ((i * 7 + k * 3) % 10) / 10 + 0.05)
  const rows = (more: (i: number) => object, count = 20) =>
    Array.from({ length: count }, (_, i) => ({ ...more(i), labels: labels(i), probs: probs(i) }))

  test.each<[string, readonly object[]]>([
    ['with an id', rows((id) => ({ id }))],
    ['of one model', rows(() => ({ model: 'a' }))],
    ['of a fold that others have', rows((i) => ({ id: i, fold: i % 5 }))],
    ['of a run of its own, among more than it has classes', rows((run) => ({ run }))],
    ['of the only columns', rows(() => ({}), 2)],
  ])('%s', async (_, records) => {
    const { columns } = await openTable(write('rows.json', JSON.stringify(records)))
    expect(columns).toEqual(expect.arrayContaining(['labels[0]', 'labels[2]', 'probs[0]', 'probs[2]']))
  })

  it('where its lists name classes and their scores', async () => {
    const records = ['a', 'b'].map((model, i) => ({
      model,
      top: [i + 3, 7, 9, 11],
      probs: [0.4, 0.3, 0.2, 0.1],
    }))
    expect((await openTable(write('top.json', JSON.stringify(records)))).columns).toContain('probs[3]')
  })
})

it('an object of lists beside one of labels has a column for each', async () => {
  const path = write('columns.json', JSON.stringify({ y_true: TRUTH, models: { lr: LR, rf: RF }, note: 'x' }))
  const table = await openTable(path)
  expect(table.columns).toEqual(['y_true', 'models.lr', 'models.rf'])
  expect((await readTexts(table))[3]).toEqual([TRUTH[3], LR[3], RF[3]].map(String))
  for (const [name, probs] of Object.entries({ lr: LR, rf: RF })) {
    const { losses } = await json(path, '--score', `models.${name}`, '--from', 'probs')
    expect(losses[0].value).toBeCloseTo(ce(probs), 12)
  }
})
