/** Parquet as a table: flat columns, structs taken apart, and the places of lists of one length. */
import { InputError } from '../../errors.ts'
import { widest } from '../../losses/task.ts'
import type { OpenFile, SeenFile } from '../../sources/file.ts'
import { whileUnchanged, withFile } from '../../sources/reading.ts'
import { type Cell, type RowBlock, SAMPLE_CELLS, SAMPLE_ROWS, type Selection, type Table } from '../table.ts'
import { type Column, readBlocks } from './blocks.ts'
import { loadCodecs } from './codecs.ts'
import { columnsOf } from './columns.ts'
import { type Footer, type RowGroup, readFooter } from './footer.ts'
import { readLastRows } from './last-rows.ts'
import { findLeaves } from './leaves.ts'
import { precisionOfElement } from './meaning.ts'
import type { PageReading } from './pages.ts'

/** Most columns, places of lists included. */
const MAX_COLUMNS = 1_000_000

/** Stored columns whose first cells are read at once: each has a page in memory. */
const SIDE_BY_SIDE = 64

/** Columns that cannot be read, of which the summary says why. */
const MAX_NAMED = 5

export async function openParquet(seen: SeenFile): Promise<Table> {
  const library = await import('./library.ts')
  const { path, state } = seen
  const { footer, codecs, columns, sample } = await withFile(seen, async (file) => {
    const footer = readFooter(file, library)
    const leaves = findLeaves(path, footer)
    if (leaves.length === 0) throw new InputError(path, 'is a Parquet file without a column')
    if (footer.rows === 0) throw new InputError(path, 'has columns and no rows')
    const names = new Set(footer.groups.flatMap(({ chunks }) => chunks.map(({ codec }) => codec)))
    const codecs = await loadCodecs(library, names, (name) => unknownCodec(path, name))
    const reading = { file, library, codecs }
    const columns = columnsOf(reading, footer.groups, leaves)
    if (columns.length > MAX_COLUMNS)
      throw new InputError(path, `has ${columns.length} columns`, `at most ${MAX_COLUMNS} can be read`)
    return { footer, codecs, columns, sample: await readSample(reading, footer, columns) }
  })
  const reading = (file: OpenFile): PageReading => ({ file, library, codecs })
  const precision = (column: number) => precisionOfElement(columns[column].leaf.element)
  return {
    ...seen,
    summary: summaryOf(columns),
    unread: new Map(columns.flatMap(({ name, leaf: { fault } }) => (fault === null ? [] : [[name, fault]]))),
    precision: widest(columns.map((_, column) => precision(column))),
    precisionOf: precision,
    columns: columns.map(({ name }) => name),
    named: true,
    expectedRows: footer.rows,
    bytes: Number(state.size),
    sample,
    last: async () =>
      sample.length === footer.rows
        ? sample
        : withFile(seen, async (file) => readLastRows(reading(file), footer.groups, columns)),
    raw: null,
    read: (selection) =>
      whileUnchanged(seen, (file) => readBlocks(reading(file), footer.groups, columns, selection)),
    locate: (row, column) =>
      withFile(seen, (file) => locate(reading(file), footer.groups, columns, row, column)),
  }
}

function summaryOf(columns: readonly Column[]): string {
  const faults = columns.flatMap(({ name, leaf: { fault } }) =>
    fault === null ? [] : [`"${name}" ${fault}`],
  )
  const unread = faults.length > 0 ? ` (${faults.slice(0, MAX_NAMED).join(', ')})` : ''
  return `Parquet, ${columns.length} column${columns.length === 1 ? '' : 's'}${unread}`
}

function unknownCodec(path: string, name: string): InputError {
  return new InputError(path, `is packed with ${name}`, 'write it with snappy, zstd, gzip or without packing')
}

async function readSample(
  reading: PageReading,
  { rows, groups }: Footer,
  columns: readonly Column[],
): Promise<string[][]> {
  const length = Math.max(1, Math.min(rows, SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / columns.length)))
  const found = Array.from({ length }, () => columns.map(() => ''))
  const leaves = [...new Set(columns.map(({ leaf }) => leaf))].filter(({ fault }) => fault === null)
  for (let first = 0; first < leaves.length; first += SIDE_BY_SIDE) {
    const some = new Set(leaves.slice(first, first + SIDE_BY_SIDE))
    const texts = columns.flatMap(({ leaf }, column) => (some.has(leaf) ? [column] : []))
    let row = 0
    for await (const block of readBlocks(reading, groups, columns, { numbers: [], texts }, length)) {
      for (let at = 0; at < block.length && row < length; at++, row++)
        for (const [place, column] of texts.entries()) found[row][column] = block.texts[place].at(at)!
      if (row === length) break
    }
  }
  return found
}

/** Of a list that is not as long as others, all of it. */
async function locate(
  reading: PageReading,
  groups: readonly RowGroup[],
  columns: readonly Column[],
  row: number,
  column: number,
): Promise<Cell> {
  const { name, leaf } = columns[column]
  const whole = { ...columns[column], place: null }
  const selection: Selection = { numbers: [], texts: [0, 1] }
  let before = 0
  const later = groups.findIndex(({ rows }) => {
    if (before + rows > row) return true
    before += rows
    return false
  })
  const place = `${reading.file.path}[${row}, ${name}]`
  const blocks: AsyncIterable<RowBlock> = readBlocks(
    reading,
    groups.slice(Math.max(0, later)),
    [columns[column], whole],
    selection,
  )
  for await (const { length, texts } of blocks) {
    const [cells, lists] = texts
    const at = row - before
    if (at < length)
      return { place, text: (leaf.isList && !cells.at(at) ? lists : cells).at(at)!, width: columns.length }
    before += length
  }
  return { place, text: '', width: columns.length }
}
