/** Arrays in memory as a table: what is made of them is checked and read as cells of a file are. */
import type { Precision } from '../losses/task.ts'
import { parseNumber } from './csv/dialect.ts'
import { type RowBlock, SAMPLE_CELLS, SAMPLE_ROWS, type Selection, type Table } from './table.ts'

/** Null and undefined are missing, as NaN is in JSON. */
export type MemoryCell = number | string | boolean | null | undefined

/** A column of an array. */
export interface MemoryColumn {
  readonly name: string
  /** The array that it is of, for messages. */
  readonly holder: string
  readonly at: (row: number) => MemoryCell
  /** Where a row of it is, for messages: `scores[3]`. */
  readonly placeOf: (row: number) => string
}

interface Shape {
  readonly name: string
  readonly rows: number
  readonly precision: Precision
}

/** Rows of a block. */
const BLOCK_ROWS = 16_384

/** There is no file to change meanwhile. */
const NO_FILE = { device: 0n, inode: 0n, size: 0n, modified: 0n }

export function memoryTable({ name, rows, precision }: Shape, columns: readonly MemoryColumn[]): Table {
  const textOf = (row: number, column: number) => text(columns[column].at(row))
  const sampled = Math.max(1, Math.min(rows, SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / columns.length)))
  return {
    path: name,
    state: NO_FILE,
    summary: `arrays, ${rows} rows`,
    precision,
    columns: columns.map((column) => column.name),
    holderOf: (column) => columns[column].holder,
    named: true,
    countsFromZero: true,
    expectedRows: rows,
    bytes: 0,
    sample: Array.from({ length: sampled }, (_, row) => columns.map((_, column) => textOf(row, column))),
    raw: null,
    async *read(selection) {
      for (let row = 0; row < rows; row += BLOCK_ROWS)
        yield readBlock(columns, selection, row, Math.min(BLOCK_ROWS, rows - row))
    },
    locate: async (row, column) => ({
      place: columns[column].placeOf(row),
      text: textOf(row, column),
      width: columns.length,
    }),
  }
}

function readBlock(
  columns: readonly MemoryColumn[],
  selection: Selection,
  from: number,
  length: number,
): RowBlock {
  const width = selection.numbers.length
  const numbers = new Float64Array(length * width)
  for (const [place, index] of selection.numbers.entries()) {
    const { at } = columns[index]
    for (let i = 0; i < length; i++) numbers[i * width + place] = toNumber(at(from + i))
  }
  const texts = selection.texts.map((index) =>
    Array.from({ length }, (_, i) => text(columns[index].at(from + i))),
  )
  return { length, numbers, texts, ragged: [] }
}

function toNumber(cell: MemoryCell): number {
  if (cell === null || cell === undefined) return Number.NaN
  return typeof cell === 'string' ? parseNumber(cell) : Number(cell)
}

/** True and false are the labels 1 and 0; what is missing is an empty cell. */
function text(cell: MemoryCell): string {
  if (cell === null || cell === undefined) return ''
  return typeof cell === 'boolean' ? `${Number(cell)}` : `${cell}`
}
