/** Arrays of as many rows side by side, as one table: a column of each, or several of an (N, K) one. */
import { InputError } from '../../errors.ts'
import { greatest } from '../../extremes.ts'
import { type Precision, widest } from '../../losses/task.ts'
import type { OpenFile, SeenFile } from '../../sources/file.ts'
import { whileUnchanged, withFile } from '../../sources/reading.ts'
import {
  type Cell,
  type RawArrays,
  type RowBlock,
  SAMPLE_CELLS,
  SAMPLE_ROWS,
  type Selection,
  type Table,
} from '../table.ts'
import { verify } from './checksum.ts'
import { elementsIn, readAlong, readTexts } from './dense.ts'
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

/** Numbers of a block, and most rows and bytes of a column. */
const BLOCK_CELLS = 1 << 18
const BLOCK_BYTES = 1 << 22
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
    raw: rawArrays(parts),
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

function rawArrays(parts: readonly Part[]): RawArrays {
  return {
    kind: 'arrays',
    arrays: parts.flatMap(({ array, firstColumn, rows }) => {
      const raw = rawOf(array, rows)
      return raw ? [{ firstColumn, raw }] : []
    }),
  }
}

async function readSample(parts: readonly Part[], columns: number, rows: number): Promise<string[][]> {
  const length = Math.max(1, Math.min(rows, SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / columns)))
  const all: string[][][] = []
  for (const { array, rows: along, width } of parts) {
    const places = Array.from({ length: width }, (_, place) => place)
    all.push(await withFile(array, (file) => readTexts(file, array, along, 0, length, places)))
  }
  const cells = all.flat()
  return Array.from({ length }, (_, row) => cells.map((column) => column[row]))
}

async function* readBlocks(
  parts: readonly Part[],
  rows: number,
  { numbers, texts }: Selection,
): AsyncGenerator<RowBlock> {
  const wanted = numbers.length + texts.length
  const widest = greatest(parts.map(({ array }) => array.type.bytes))
  const most = Math.max(
    1,
    Math.min(BLOCK_ROWS, Math.floor(BLOCK_CELLS / Math.max(1, wanted)), Math.floor(BLOCK_BYTES / widest)),
  )
  const asNumbers = openParts(parts, numbers, (part, places) =>
    readPart(part, places, rows, most, readNumbers),
  )
  const asTexts = openParts(parts, texts, (part, places) => readPart(part, places, rows, most, readTexts))
  const streams = [...asNumbers, ...asTexts]
  try {
    for (let row = 0; row < rows; row += most) {
      const length = Math.min(most, rows - row)
      const found = new Float64Array(length * numbers.length)
      for (const { targets, blocks } of asNumbers) {
        const { value } = await blocks.next()
        for (const [place, target] of targets.entries())
          for (let i = 0; i < length; i++)
            found[i * numbers.length + target] = value[i * targets.length + place]
      }
      const words: string[][] = []
      for (const { targets, blocks } of asTexts) {
        const { value } = await blocks.next()
        for (const [place, target] of targets.entries()) words[target] = value[place]
      }
      yield { length, numbers: found, texts: words, ragged: [] }
    }
  } finally {
    for (const { blocks } of streams) await blocks.return(undefined)
  }
}

/** Blocks of an array's columns, and where they stand among those that are wanted. */
interface Stream<T> {
  readonly targets: readonly number[]
  readonly blocks: AsyncGenerator<T>
}

function openParts<T>(
  parts: readonly Part[],
  columns: readonly number[],
  open: (part: Part, places: readonly number[]) => AsyncGenerator<T>,
): readonly Stream<T>[] {
  return parts.flatMap((part) => {
    const targets = columns.flatMap((column, target) => (isOf(part, column) ? [target] : []))
    const places = targets.map((target) => columns[target] - part.firstColumn)
    return targets.length > 0 ? [{ targets, blocks: open(part, places) }] : []
  })
}

/** Shape (length, columns.length), row-major. */
const readNumbers: ReadPart<Float64Array> = (file, array, rows, row, length, places) =>
  readAlong(elementsIn(file, array), rows, row, length, places)

type ReadPart<T> = (
  file: OpenFile,
  array: StoredArray,
  rows: RowAxes,
  row: number,
  length: number,
  places: readonly number[],
) => Promise<T>

function isOf({ firstColumn, width }: Part, column: number): boolean {
  return column >= firstColumn && column < firstColumn + width
}

function readPart<T>(
  { array, rows: along }: Part,
  places: readonly number[],
  rows: number,
  most: number,
  readBlock: ReadPart<T>,
): AsyncGenerator<T> {
  return whileUnchanged(array, async function* (file) {
    await verify(file, array.check)
    for (let row = 0; row < rows; row += most)
      yield await readBlock(file, array, along, row, Math.min(most, rows - row), places)
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
  const [[text]] = await withFile(array, (file) => readTexts(file, array, rows, row, 1, [place]))
  const axis = classAxisOf(array.shape)
  const indices = array.shape.map((_, at) => (at === 0 ? row : at === axis ? place : 0))
  return { place: `${array.path}[${indices.join(', ')}]`, text, width }
}
