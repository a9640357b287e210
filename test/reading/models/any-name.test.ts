/** Models below one another in a column of any name, without ids: told by labels that come again in an order that is no chance. */
import { describe, expect, it, test } from 'vitest'
import type { CompareReport } from '../../../src/questions/compare/compare.ts'
import { compareCe, lossctl } from '../../made/host.ts'
import { advisedFlag } from '../../made/paste.ts'
import { scratchFolder } from '../../made/scratch.ts'
import { uniforms } from '../../made/uniforms.ts'

const write = scratchFolder()

/** Labels in no order, one in three positive. */
const mixed = (rows: number) => {
  const draw = uniforms(3)
  return Array.from({ length: rows }, () => Number(draw() < 0.35))
}
const probOf = (model: number, label: number, i: number) => {
  const p = 0.1 + ((i * 37 + model * 11) % 83) / 210
  return label === 1 ? 1 - p : p
}

function fileOf(column: string, words: readonly string[], labels: readonly number[]): string {
  const rows = words.flatMap((word, model) =>
    labels.map((label, i) => `${word},${label},${probOf(model, label, i)}\n`),
  )
  return write('long.csv', `${column},label,prob\n${rows.join('')}`)
}

const meanOf = (model: number, labels: readonly number[]) =>
  labels.reduce((sum, label, i) => {
    const p = probOf(model, label, i)
    return sum - Math.log(label === 1 ? p : 1 - p)
  }, 0) / labels.length

const valuesOf = (results: readonly CompareReport[]) => results.map(({ losses }) => losses[0].value)

describe('words of any column that have the same labels each', () => {
  test.each([
    ['name', 40],
    ['id', 40],
    ['exp', 40],
    ['experiment', 40],
    ['version', 1500],
    ['name', 1500],
  ])('%s, %i rows of each, is asked about, and each has its own mean', async (column, rows) => {
    const labels = mixed(rows)
    const file = fileOf(column, ['resnet', 'vit'], labels)
    const { code, stderr } = await lossctl(['compare', file])
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining(`each sample comes once for each "${column}": "resnet", "vit"; say --model`),
    ])
    const { results } = await compareCe(file, ...advisedFlag(stderr, '--model'))
    expect(valuesOf(results)).toEqual([
      expect.closeTo(meanOf(0, labels), 12),
      expect.closeTo(meanOf(1, labels), 12),
    ])
    const all = await compareCe(file, ...advisedFlag(stderr.slice(stderr.indexOf('--by')), '--by'))
    expect(all.results[0].losses[0].value).toBeCloseTo((meanOf(0, labels) + meanOf(1, labels)) / 2, 12)
  })

  test.each<[string, string, readonly string[], readonly number[]]>([
    ['are sorted', 'group', ['f', 'm'], mixed(40).toSorted()],
    ['alternate', 'group', ['f', 'm'], mixed(40).map((_, i) => i % 2)],
    ['count up again and again', 'group', ['f', 'm'], mixed(42).map((_, i) => i % 3 && 1)],
    ['are few', 'group', ['f', 'm'], mixed(12)],
    ['are of parts of a file', 'hospital', ['f', 'm'], mixed(40)],
    ['are counted by a number', 'round', ['1', '2'], mixed(40)],
  ])('are one file where labels %s', async (_, column, words, labels) => {
    const { code, results } = await compareCe(fileOf(column, words, labels))
    expect([code, results[0].count]).toEqual([0, 2 * labels.length])
  })
})

describe('records of JSON that are called as anything', () => {
  const labels = mixed(40)
  const listsOf = (model: number, truth = labels) => ({
    y_true: truth,
    y_prob: truth.map((label, i) => probOf(model, label, i)),
  })
  const recordsOf = (key: string) => [0, 1].map((model) => ({ [key]: `m${model}`, ...listsOf(model) }))
  const byKey = { m0: { auc: 0.9, ...listsOf(0) }, m1: { auc: 0.8, ...listsOf(1) } }

  test.each<[string, string, unknown]>([
    ['called by name', 'name', recordsOf('name')],
    ['called by an id', 'id', recordsOf('id')],
    ['called by any word', 'clf', recordsOf('clf')],
    ['at the keys of an object', 'key', byKey],
    ['at the keys of one in another', 'key', { seed: 1, results: byKey }],
    ['in a list of an object', 'name', { seed: 1, results: recordsOf('name') }],
    [
      'with their lists in an object',
      'model',
      { results: [0, 1].map((model) => ({ model: `m${model}`, predictions: listsOf(model) })) },
    ],
  ])('are models where all have one list of labels: %s', async (_, key, records) => {
    const file = write('models.json', JSON.stringify(records, null, 1))
    const { code, stderr } = await lossctl(['samples', file])
    expect([code, stderr]).toEqual([3, expect.stringContaining(`once for each "${key}": "m0", "m1"`)])
    // What is called a model can be nothing else.
    expect((await lossctl(['compare', file])).code).toBe(key === 'model' ? 0 : 3)
    const { results } = await compareCe(file, ...advisedFlag(stderr, '--model'))
    expect(valuesOf(results)).toEqual([
      expect.closeTo(meanOf(0, labels), 12),
      expect.closeTo(meanOf(1, labels), 12),
    ])
  })

  it('are named where a cell is bad', async () => {
    const bad = { results: { ...byKey, m1: { y_true: labels, y_prob: byKey.m1.y_prob.with(3, 1.5) } } }
    const { code, stderr } = await lossctl([
      'compare',
      write('bad.json', JSON.stringify(bad)),
      '--model',
      'key',
    ])
    expect([code, stderr]).toEqual([3, expect.stringContaining('bad.json.results.m1.y_prob[3]')])
  })

  it('are rows of a multi-label file where labels differ', async () => {
    const rows = [0, 1].map((i) => ({ name: `m${i}`, ...listsOf(i, i === 1 ? labels : labels.toReversed()) }))
    const file = write('rows.json', JSON.stringify(rows))
    const { results } = await compareCe(file)
    expect([results[0].source.task, results[0].count]).toEqual(['multilabel', 80])
  })
})

it('columns of the truth that are the same for each model are one', async () => {
  const labels = mixed(40)
  const header = [0, 1].map((model) => `y_true_m${model + 1},y_prob_m${model + 1}`).join()
  const rows = labels.map((label, i) => [0, 1].map((model) => `${label},${probOf(model, label, i)}`).join())
  const file = write('truths.csv', `${header}\n${rows.join('\n')}\n`)
  const { stdout } = await lossctl(['inspect', file])
  expect(stdout).toContain('labels are "y_true_m1", and the others called so say the same')
  for (const model of [0, 1]) {
    const { results } = await compareCe(file, '--score', `y_prob_m${model + 1}`)
    expect(valuesOf(results)).toEqual([expect.closeTo(meanOf(model, labels), 12)])
  }
})
