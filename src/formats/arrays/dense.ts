/** An array of many axes as a table: one of them has the classes, and the rows go along the others. */
import { InputError } from '../../errors.ts'
import type { OpenFile } from '../../sources/file.ts'
import { whileUnchanged, withFile } from '../../sources/reading.ts'
import { type Cell, type RowBlock, SAMPLE_CELLS, SAMPLE_ROWS, type Selection, type Table } from '../table.ts'
import { type CopyRun, type ReadElements, readBox, runs, type Target } from './box.ts'
import { readExactly, viewOf } from './bytes.ts'
import { verify } from './checksum.ts'
import { endOf, precisionOf, rawOf, type StoredArray, summaryOf } from './stored.ts'
import { boxAt, countRows, indicesOf, type RowAxes, rowsAlong } from './strides.ts'

/** Numbers of a block. */
const BLOCK_CELLS = 1 << 21

/** Most classes. */
const MAX_CLASSES = 1_000_000

/** Places in an array that are looked at: neighbours are alike, and an image may begin with its border. */
const PLACES = 16

/** @param axis that of the classes; null where each element is a row */
export async function openDense(array: StoredArray, axis: number | null, isSpread: boolean): Promise<Table> {
  const { path, at, state, shape, type } = array
  const rows = rowsAlong(array, axis)
  const count = countRows(rows)
  const classes = rows.classes.length
  if (classes > MAX_CLASSES)
    throw new InputError(
      path,
      `has ${classes} classes along axis ${axis}`,
      `at most ${MAX_CLASSES} can be read`,
    )
  return {
    path,
    at,
    state,
    summary: summaryOf(array),
    precision: precisionOf(type),
    columns: Array.from({ length: classes }, (_, index) => `${index}`),
    named: false,
    expectedRows: count,
    bytes: endOf(array),
    sample: await withFile(array, (file) => readSample(file, array, rows, isSpread)),
    raw: rawOf(array, rows),
    array: { shape, along: (other, spread) => openDense(array, other, spread) },
    read: (selection) => whileUnchanged(array, (file) => readBlocks(file, array, rows, selection)),
    locate: (row, column) => withFile(array, (file) => locate(file, array, rows, axis, row, column)),
  }
}

/** Reads from the place in the file at which the array begins. */
export function elementsIn(file: OpenFile, array: StoredArray): ReadElements {
  const { bytes, read, code } = array.type
  return async (first, count) => {
    const view = await viewElements(file, array, first, count)
    const numbers = asNumbers(view, code)
    return numbers ? runsOf(numbers) : runs((index) => read(view, index * bytes))
  }
}

/** The same bytes as an array of doubles or single ones, where they are one as they stand. */
function asNumbers(view: DataView, code: string | null): Float32Array | Float64Array | null {
  const Kind = code === 'f4' ? Float32Array : code === 'f8' ? Float64Array : null
  if (Kind === null || view.byteOffset % Kind.BYTES_PER_ELEMENT !== 0) return null
  return new Kind(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength / Kind.BYTES_PER_ELEMENT)
}

function runsOf(numbers: Float32Array | Float64Array): CopyRun<number> {
  return (from, stride, length, target, to, step) => {
    for (let i = 0; i < length; i++) target[to + i * step] = numbers[from + i * stride]
  }
}

/** The same, of their decimals. */
function decimalsIn(file: OpenFile, array: StoredArray): ReadElements<string> {
  const { bytes, text } = array.type
  return async (first, count) => {
    const view = await viewElements(file, array, first, count)
    return runs((index) => text(view, index * bytes))
  }
}

async function viewElements(file: OpenFile, { offset, type }: StoredArray, first: number, count: number) {
  return viewOf(await readExactly(file, offset + first * type.bytes, count * type.bytes))
}

async function* readBlocks(
  file: OpenFile,
  array: StoredArray,
  rows: RowAxes,
  { numbers, texts }: Selection,
): AsyncGenerator<RowBlock> {
  await verify(file, array.check)
  const read = elementsIn(file, array)
  const wanted = [...numbers, ...texts]
  const most = Math.max(1, Math.floor(BLOCK_CELLS / Math.max(1, wanted.length)))
  const count = countRows(rows)
  for (let row = 0; row < count; ) {
    const length = boxAt(rows, row, most, 1).rows
    yield {
      length,
      numbers: await readAlong(read, rows, row, length, numbers),
      texts: await readTexts(file, array, rows, row, length, texts),
      ragged: [],
    }
    row += length
  }
}

/** Shape (length, columns.length), row-major. */
export async function readAlong(
  read: ReadElements,
  rows: RowAxes,
  row: number,
  length: number,
  columns: readonly number[],
): Promise<Float64Array> {
  const out = new Float64Array(length * columns.length)
  await fillAlong(read, rows, row, length, columns, out)
  return out
}

/** The decimals of each column. */
export async function readTexts(
  file: OpenFile,
  array: StoredArray,
  rows: RowAxes,
  row: number,
  length: number,
  columns: readonly number[],
): Promise<string[][]> {
  const out: string[] = []
  await fillAlong(decimalsIn(file, array), rows, row, length, columns, out)
  return columns.map((_, c) => Array.from({ length }, (_, i) => out[i * columns.length + c]))
}

async function fillAlong<T>(
  read: ReadElements<T>,
  rows: RowAxes,
  row: number,
  length: number,
  columns: readonly number[],
  out: Target<T>,
): Promise<void> {
  const { stride } = rows.classes
  const isConsecutive = columns.every((column, index) => column === columns[0] + index)
  for (let done = 0; done < length && columns.length > 0; ) {
    const box = boxAt(rows, row + done, length - done, columns.length)
    const to = done * columns.length
    if (isConsecutive) {
      const classes = { length: columns.length, stride, step: 1 }
      await readBox(read, [...box.axes, classes], box.first + columns[0] * stride, out, to)
    } else {
      for (const [c, column] of columns.entries())
        await readBox(read, box.axes, box.first + column * stride, out, to + c)
    }
    done += box.rows
  }
}

async function readSample(
  file: OpenFile,
  array: StoredArray,
  rows: RowAxes,
  isSpread: boolean,
): Promise<string[][]> {
  const { length: classes } = rows.classes
  const columns = Array.from({ length: classes }, (_, index) => index)
  const found: string[][] = []
  for (const [first, length] of placesOf(countRows(rows), isSpread)) {
    if (found.length > 0 && (found.length + length) * classes > SAMPLE_CELLS) break
    const texts = await readTexts(file, array, rows, first, length, columns)
    for (let i = 0; i < length; i++) found.push(texts.map((column) => column[i]))
  }
  return found
}

/** The same of all arrays with as many rows. */
function placesOf(count: number, isSpread: boolean): readonly (readonly [first: number, length: number])[] {
  const places = count <= SAMPLE_ROWS || !isSpread ? 1 : PLACES
  const length = Math.min(count, Math.floor(SAMPLE_ROWS / places))
  const apart = (count - length) / Math.max(1, places - 1)
  return Array.from({ length: places }, (_, i) => [Math.floor(i * apart), length])
}

async function locate(
  file: OpenFile,
  array: StoredArray,
  rows: RowAxes,
  axis: number | null,
  row: number,
  column: number,
): Promise<Cell> {
  const [[text]] = await readTexts(file, array, rows, row, 1, [column])
  const indices = array.shape.length > 1 || axis === null ? [...indicesOf(rows, row)] : []
  if (axis !== null) indices.splice(axis, 0, column)
  return { place: `${array.path}[${indices.join(', ')}]`, text, width: rows.classes.length }
}
