/** Parquet: the cells and the numbers of files by four writers, and which columns there are. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { compare } from '../../src/api/compare.ts'
import { diff } from '../../src/api/diff.ts'
import { inspect } from '../../src/api/samples.ts'
import { parseNumber } from '../../src/formats/csv/dialect.ts'
import { openTable } from '../../src/formats/index.ts'
import { readNumbers, readTexts, scratchFolder } from '../made/scratch.ts'
import { fixture } from '../made/shared.ts'

interface Truth {
  readonly files: Readonly<Record<string, { readonly ce: number | null; readonly table: number | null }>>
  readonly tables: readonly { readonly columns: readonly string[]; readonly rows: readonly string[][] }[]
}

const { files, tables }: Truth = JSON.parse(readFileSync(fixture('parquet/truth.json'), 'utf8'))
const file = (name: string) => fixture(`parquet/${name}.parquet`)
const write = scratchFolder()

const withCells = Object.entries(files).flatMap(([name, { table }]) =>
  table === null ? [] : [{ name, table }],
)
const withLoss = Object.entries(files).flatMap(([name, { ce }]) => (ce === null ? [] : [{ name, ce }]))

async function ceOf(data: Parameters<typeof compare>[0]): Promise<number> {
  return (await compare(data, { losses: ['ce'] })).losses[0].value ?? Number.NaN
}

describe('files by pyarrow, pandas, Polars and DuckDB', () => {
  it.each(withCells)('$name has the cells that a CSV of it would have', async ({ name, table }) => {
    const truth = tables[table]
    const found = await openTable(file(name))
    expect(found.columns).toEqual(truth.columns)
    expect(await readTexts(found)).toEqual(truth.rows)
    expect(found.sample).toEqual(truth.rows)
    expect(found.expectedRows).toBe(truth.rows.length)
    expect(await readNumbers(found)).toEqual(truth.rows.flat().map(parseNumber))
  })

  it.each(withLoss)('$name gives the mean that NumPy computes in long double', async ({ name, ce }) => {
    expect(await ceOf(file(name))).toBeCloseTo(ce, 12)
  })

  it('are read when they are packed as a whole too', async () => {
    const path = write('packed.parquet.gz', gzipSync(readFileSync(file('list'))))
    expect(await ceOf(path)).toBeCloseTo(files.list.ce!, 12)
  })
})

describe('columns', () => {
  it('tell a cell by its row and the name of its column', async () => {
    const { locate } = await openTable(file('groups'))
    const { columns, rows } = tables[files.groups.table!]
    for (const row of [0, 6, 7, 39])
      expect(await locate(row, 2)).toEqual({
        place: `${file('groups')}[${row}, ${columns[2]}]`,
        text: rows[row][2],
        width: columns.length,
      })
  })

  it.each([
    ['short-list', '[30, logits[0]]: the score "[', 'another length'],
    ['null-list', '[30, logits[0]]: the score is empty', 'none'],
    ['null-element', '[30, logits[1]]: the score "[1.5, , 2.5]" is not a number', 'an element that is none'],
    ['missing', '[7, label]: the label is empty', 'no label'],
  ])('of %s name the row with %s', async (name, words) => {
    await expect(ceOf(file(name))).rejects.toThrow(words)
  })

  it('of maps and lists of lists are there by name, and refused where they are needed', async () => {
    const table = await openTable(file('maps'))
    expect(table.columns.slice(-2)).toEqual(['meta', 'deep'])
    expect(table.summary).toContain('"meta" holds maps, "deep" holds lists of lists')
    const asked = compare({ scores: file('maps'), by: 'meta' })
    await expect(asked).rejects.toThrow('column "meta" holds maps')
  })

  it('of vectors are those of dense ones, and sparse ones are refused', async () => {
    const { columns } = await openTable(file('spark'))
    expect(columns).toContain('probability.values[2]')
    expect(columns).not.toContain('probability.type')
    const sparse = compare({ scores: file('spark-sparse'), score: 'probability.values' })
    await expect(sparse).rejects.toThrow('holds sparse vectors')
  })

  it('of one name are asked about', async () => {
    await expect(ceOf(file('twice'))).rejects.toThrow(
      'several columns may hold the scores: logit, logit, logit',
    )
  })

  it('of half and single precision are as exact as those of arrays', async () => {
    const { precisionOf, columns, precision } = await openTable(file('types-v1'))
    const of = (name: string) => precisionOf?.(columns.indexOf(name))
    expect([of('f16'), of('f32'), of('f64'), of('i32')]).toEqual(['float16', 'float32', 'float64', 'float64'])
    expect(precision).toBe('float64')
  })

  it('of an index without a name are ids, as those that pandas calls unnamed', async () => {
    const { columns } = await inspect(file('pandas-index'))
    expect(columns.find(({ name }) => name === '__index_level_0__')?.role).toBe('id')
  })
})

describe('two files', () => {
  it.each([['binary'], ['long-ids']])('of %s are joined by their ids, in whatever order', async (name) => {
    const result = await diff(file(name), file(`${name}-reversed`), { losses: ['ce'] })
    expect(result.losses[0].difference).toBe(0)
    expect(result.pairing).toMatchObject({ by: 'id', samples: 40, onlyA: 0, onlyB: 0 })
  })
})
