/** Arrays of as many rows side by side, as one table: a column of each, or several of an (N, K) one. */
import { InputError } from '../../errors.ts'
import { type Precision, widest } from '../../losses/task.ts'
import type { SeenFile } from '../../sources/file.ts'
import { whileUnchanged, withFile } from '../../sources/reading.ts'
import {
  type Cell,
  columnsAsText,
  type RawArrays,
  type RowBlock,
  SAMPLE_CELLS,
  SAMPLE_ROWS,
  type Selection,
  type Table,
} from '../table.ts'
import { verify } from './checksum.ts'
import { elementsIn, readAlong } from './dense.ts'
import { endOf, precisionOf, rawOf, type StoredArray } from './stored.ts'
import { classAxisOf, type RowAxes, rowsAlong } from './strides.ts'

/** An array and the columns that it has in the table. */
interface Part {
  readonly name: string
  readonly array: StoredArray
  readonly rows: RowAxes
  readonly firstColumn: number
  readonly width: number
}

/** Numbers of a block, and most rows. */
const BLOCK_CELLS = 1 << 18
const BLOCK_ROWS = 1 << 16

/** Most columns of all arrays together. */
const MAX_COLUMNS = 1_000_000

export async function besideTable(
  { path, at, state }: SeenFile,
  format: string,
  arrays: readonly Pick<Part, 'name' | 'array'>[],
  rows: number,
): Promise<Table> {
  const parts = partsOf(arrays, rows)
  const columns = parts.flatMap(columnNames)
  if (columns.length === 0)
    throw new InputError(path, `has no array of ${rows} rows`, 'name one array: FILE::NAME')
  if (columns.length > MAX_COLUMNS)
    throw new InputError(
      path,
      `has arrays of ${columns.length} columns in all`,
      `at most ${MAX_COLUMNS} can be read side by side; name one array: FILE::NAME`,
    )
  const partOf = (column: number) => parts.findLast(({ firstColumn }) => firstColumn <= column)!
  const precisions = (column: number): Precision => precisionOf(partOf(column).array.type)
  return {
    path,
    at,
    state,
    summary: `${format}, ${parts.length} array${parts.length > 1 ? 's' : ''} of ${rows} rows`,
    precision: widest(parts.map(({ array }) => precisionOf(array.type))),
    precisionOf: precisions,
    columns,
    named: true,
    expectedRows: rows,
    bytes: parts.reduce((sum, { array }) => sum + endOf(array) - array.offset, 0),
    sample: await readSample(parts, columns.length, rows),
    raw: rawArrays(parts, rows),
    read: (selection) => readBlocks(parts, rows, selection),
    locate: (row, column) => locate(partOf(column), row, column, columns.length),
  }
}

/** Those that have one axis beside that of the rows, or none: axes of length 1 are none. */
function partsOf(arrays: readonly Pick<Part, 'name' | 'array'>[], rows: number): readonly Part[] {
  const parts: Part[] = []
  for (const { name, array } of arrays) {
    const axis = classAxisOf(array.shape)
    if (array.shape[0] !== rows || axis === undefined) continue
    const firstColumn = parts.reduce((sum, { width }) => sum + width, 0)
    const along = rowsAlong(array, axis)
    parts.push({ name, array, rows: along, firstColumn, width: along.classes.length })
  }
  return parts
}

function columnNames({ name, array, width }: Part): readonly string[] {
  return classAxisOf(array.shape) === null || width === 1
    ? [name]
    : Array.from({ length: width }, (_, place) => `${name}[${place}]`)
}

function rawArrays(parts: readonly Part[], rows: number): RawArrays {
  return {
    kind: 'arrays',
    arrays: parts.flatMap(({ array, firstColumn, width }) => {
      const raw = rawOf(array, rows, width)
      return raw ? [{ firstColumn, raw }] : []
    }),
  }
}

async function readSample(parts: readonly Part[], columns: number, rows: number): Promise<string[][]> {
  const length = Math.max(1, Math.min(rows, SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / columns)))
  const all: string[][][] = []
  for (const { array, rows: along, width } of parts) {
    const places = Array.from({ length: width }, (_, place) => place)
    const numbers = await withFile(array, (file) =>
      readAlong(elementsIn(file, array), along, 0, length, places),
    )
    all.push(columnsAsText(numbers, length, width))
  }
  const cells = all.flat()
  return Array.from({ length }, (_, row) => cells.map((column) => column[row]))
}

async function* readBlocks(
  parts: readonly Part[],
  rows: number,
  { numbers, texts }: Selection,
): AsyncGenerator<RowBlock> {
  const wanted = [...new Set([...numbers, ...texts])]
  const most = Math.max(1, Math.min(BLOCK_ROWS, Math.floor(BLOCK_CELLS / Math.max(1, wanted.length))))
  const streams = parts.flatMap((part) => {
    const columns = wanted.filter((column) => isOf(part, column))
    return columns.length > 0 ? [{ columns, blocks: readPart(part, columns, rows, most) }] : []
  })
  try {
    for (let row = 0; row < rows; row += most) {
      const length = Math.min(most, rows - row)
      const cells = new Map<number, ReadCell>()
      for (const { columns, blocks } of streams) {
        const { value } = await blocks.next()
        for (const [place, column] of columns.entries())
          cells.set(column, (i) => value[i * columns.length + place])
      }
      yield blockOf(cells, length, numbers, texts)
    }
  } finally {
    for (const { blocks } of streams) await blocks.return(undefined)
  }
}

/** A number of a column, by its row of the block. */
type ReadCell = (row: number) => number

function blockOf(
  cells: ReadonlyMap<number, ReadCell>,
  length: number,
  numbers: readonly number[],
  texts: readonly number[],
): RowBlock {
  const out = new Float64Array(length * numbers.length)
  for (const [c, column] of numbers.entries()) {
    const cell = cells.get(column)!
    for (let i = 0; i < length; i++) out[i * numbers.length + c] = cell(i)
  }
  const textOf = (column: number) => {
    const cell = cells.get(column)!
    return Array.from({ length }, (_, i) => String(cell(i)))
  }
  return { length, numbers: out, texts: texts.map(textOf), ragged: [] }
}

function isOf({ firstColumn, width }: Part, column: number): boolean {
  return column >= firstColumn && column < firstColumn + width
}

/** Blocks of shape (length, columns.length), row-major. */
function readPart(
  { array, rows: along, firstColumn }: Part,
  columns: readonly number[],
  rows: number,
  most: number,
): AsyncGenerator<Float64Array> {
  const places = columns.map((column) => column - firstColumn)
  return whileUnchanged(array, async function* (file) {
    await verify(file, array.check)
    const read = elementsIn(file, array)
    for (let row = 0; row < rows; row += most)
      yield await readAlong(read, along, row, Math.min(most, rows - row), places)
  })
}

/** `preds.npz::y[3]`, with the indices of the array as numpy has them. */
async function locate(
  { array, rows, firstColumn }: Part,
  row: number,
  column: number,
  width: number,
): Promise<Cell> {
  const place = column - firstColumn
  const [value] = await withFile(array, (file) => readAlong(elementsIn(file, array), rows, row, 1, [place]))
  const axis = classAxisOf(array.shape)
  const indices = array.shape.map((_, at) => (at === 0 ? row : at === axis ? place : 0))
  return { place: `${array.path}[${indices.join(', ')}]`, text: String(value), width }
}
