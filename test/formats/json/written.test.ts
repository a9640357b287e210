/** JSON as Python, pandas and Polars write it: the cells of the table, and the means that NumPy computes of it. */
import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { compare } from '../../../src/api/compare.ts'
import { diff } from '../../../src/api/diff.ts'
import { openTable } from '../../../src/formats/index.ts'
import { readTexts } from '../../made/scratch.ts'
import { fixture } from '../../made/shared.ts'

const truth = JSON.parse(readFileSync(fixture('json/truth.json'), 'utf8'))
const file = (name: string) => fixture(`json/${name}`)

async function ceOf(data: Parameters<typeof compare>[0]): Promise<number | null> {
  return (await compare(data, { losses: ['ce'] })).losses[0].value
}

const BINARY = [
  ...['records', 'columns', 'index', 'split', 'table'].flatMap((orient) => [
    `pandas-${orient}.json`,
    `pandas-${orient}-indented.json`,
  ]),
  ...['columns', 'index', 'split', 'table'].map((orient) => `pandas-${orient}-by-id.json`),
  'pandas-lines.jsonl',
  'polars-lines.jsonl',
  'polars-records.json',
  'python-lines.jsonl',
  'python-utf8.jsonl',
  'python-shuffled.jsonl',
  'python-records.json',
  'python-indented.json',
  'python-wrapped.json',
  'python-columns.json',
]

describe('two classes', () => {
  test.each(BINARY)('%s has the cells of the table', async (name) => {
    const table = await openTable(file(name))
    const rows = await readTexts(table)
    const column = (wanted: string) => rows.map((row) => row[table.columns.indexOf(wanted)])
    // pandas writes an index without its name.
    expect(column(table.columns.includes('id') ? 'id' : '')).toEqual(truth.ids)
    expect(column('label').map(Number)).toEqual(truth.label)
    expect(column('prob').map(Number)).toEqual(truth.prob)
    expect(column('note')).toEqual(rows.map((_, row) => (row % 5 === 0 ? '' : 'fine')))
  })

  test.each([
    ...BINARY,
    'pandas-values.json',
    'python-values.jsonl',
    'python-header.jsonl',
    'python-columns-indented.json',
  ])('%s gives the mean', async (name) => {
    expect(await ceOf(file(name))).toBeCloseTo(truth.binary, 14)
  })

  it('gives the weighted mean', async () => {
    expect(await ceOf(file('python-weighted.jsonl'))).toBeCloseTo(truth.weighted, 14)
  })

  it('joins files of any layout by their ids', async () => {
    const found = await diff(file('pandas-index-by-id.json'), file('python-shuffled.jsonl'), {})
    expect(found.pairing).toMatchObject({ by: 'id', rows: truth.ids.length, onlyA: 0, onlyB: 0 })
    expect(found.losses.map(({ difference }) => difference)).toEqual([0, 0, 0, 0])
  })
})

describe('three classes', () => {
  test.each([
    'python-objects.jsonl',
    'polars-objects.jsonl',
    'python-lists.jsonl',
    'python-lists.json',
    'pandas-lists.json',
    'polars-lists.jsonl',
  ])('%s gives the mean', async (name) => {
    expect(await ceOf(file(name))).toBeCloseTo(truth.softmax, 14)
  })

  it('gives the mean of arrays in files of their own, with keys and without', async () => {
    expect(await ceOf({ scores: file('logits.json'), labels: file('labels.json') })).toBeCloseTo(
      truth.softmax,
      14,
    )
    const byId = { scores: file('logits-by-id.json'), labels: file('labels-by-id.json') }
    const rows = truth.label.length
    expect(await ceOf(byId)).toBeCloseTo((rows * truth.softmax + 8 * Math.log(3)) / (rows + 8), 14)
  })

  it('names columns of objects by their keys, and of lists by their places', async () => {
    const objects = await openTable(file('python-objects.jsonl'))
    expect(objects.columns).toEqual([
      ...['id', 'truth.name', 'truth.sure', 'logits.cat', 'logits.dog', 'logits.cow'],
    ])
    const lists = await openTable(file('pandas-lists.json'))
    expect(lists.columns).toEqual(['', 'label', 'logits[0]', 'logits[1]', 'logits[2]'])
  })
})
