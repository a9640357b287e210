/** NPY: numpy's own format for one array, read block by block. */
import { InputError } from '../../errors.ts'
import type { Precision } from '../../losses/task.ts'
import { changed, type OpenFile, type SeenFile } from '../../sources/file.ts'
import { whileUnchanged, withFile } from '../../sources/reading.ts'
import {
  type Cell,
  type RawArray,
  type RowBlock,
  SAMPLE_CELLS,
  SAMPLE_ROWS,
  type Selection,
  type Table,
} from '../table.ts'
import { type ElementType, elementType } from './bytes.ts'
import { NPY_PREFIX, type NpyHeader, npyHeaderSpan, parseNpyHeader } from './header.ts'

/**
 * Bytes decoded at once. In Fortran order each column of a block is a read of its own, so there are to be
 * few blocks.
 */
const BLOCK_BYTES = 1 << 18
const FORTRAN_BLOCK_BYTES = 1 << 24

/** Most columns of an (N, K) array. */
const MAX_COLUMNS = 1_000_000

interface Array2d extends SeenFile {
  readonly header: NpyHeader
  readonly type: ElementType
  readonly rows: number
  readonly columns: number
}

/**
 * Opens an array of shape (N), (N, 1) or (N, K). Throws an InputError for anything it cannot read to the
 * last bit.
 */
export function openNpy(seen: SeenFile): Promise<Table> {
  return withFile(seen, async (file) => {
    const array = await describe(file)
    return {
      ...seen,
      summary: `NPY ${array.type.name} ${pythonShape(array.header.shape)}`,
      precision: precisionOf(array.type),
      columns: Array.from({ length: array.columns }, (_, index) => `${index}`),
      named: false,
      expectedRows: array.rows,
      bytes: array.header.dataOffset + array.rows * array.columns * array.type.bytes,
      sample: await readSample(file, array),
      raw: rawArray(array),
      read: (selection) => whileUnchanged(array, (opened) => readBlocks(opened, array, selection)),
      locate: (row, column) => withFile(array, (opened) => locate(opened, array, row, column)),
    }
  })
}

/** Whole numbers, and numbers in another byte order, are converted to 64 bits by whoever computes with them. */
function precisionOf({ name }: ElementType): Precision {
  return name === 'float16' || name === 'float32' ? name : 'float64'
}

/** Fortran order puts columns one behind the other, which is the same for a single one. */
function rawArray({ header, type, rows, columns }: Array2d): RawArray | null {
  const swapped = header.descr.startsWith('>') && type.bytes > 1
  if (swapped || (header.fortranOrder && columns > 1)) return null
  return { kind: 'array', code: header.descr.slice(-2), offset: header.dataOffset, rows, columns }
}

async function describe(file: OpenFile): Promise<Array2d> {
  const { path, state } = file
  const size = Number(state.size)
  const prefix = await readExactly(file, 0, Math.min(NPY_PREFIX, size))
  const [start, length] = npyHeaderSpan(prefix, path)
  if (start + length > size) throw new InputError(path, 'is cut off within the NPY header', 'save it again')
  const text = (await readExactly(file, start, length)).toString('utf8')
  const header = parseNpyHeader(text, start + length, path)
  const type = checkType(header, path)
  const [rows, columns] = checkShape(header.shape, path)
  checkLength(size - header.dataOffset, rows * columns * type.bytes, path)
  return { path, state, header, type, rows, columns }
}

function checkType({ descr }: NpyHeader, path: string): ElementType {
  const type = elementType(descr)
  if (type) return type
  const what = /^[<>|=]?[US]\d/.test(descr) ? 'text' : `numpy type ${descr}`
  throw new InputError(
    path,
    `holds ${what}`,
    what === 'text' ? 'save class indices, or write labels to a CSV' : 'save it as float32 or float64',
  )
}

function checkShape(shape: readonly number[], path: string): readonly [number, number] {
  const text = pythonShape(shape)
  if (shape.length === 0 || shape.length > 2) {
    throw new InputError(path, `has shape ${text}`, 'scores have shape (N) or (N, K): save a.reshape(-1, K)')
  }
  const [rows, columns = 1] = shape
  if (rows === 0 || columns === 0) throw new InputError(path, `is empty: its shape is ${text}`)
  if (!Number.isSafeInteger(rows * columns))
    throw new InputError(path, `claims the shape ${text}`, 'the file is damaged')
  if (columns > MAX_COLUMNS) {
    throw new InputError(
      path,
      `has ${columns} columns`,
      `at most ${MAX_COLUMNS} can be read; is it transposed?`,
    )
  }
  return [rows, columns]
}

function checkLength(held: number, expected: number, path: string): void {
  if (held < expected) {
    throw new InputError(
      path,
      `is cut off: its header promises ${expected} bytes of data and ${held} are there`,
      'copy it again',
    )
  }
  if (held > expected) {
    throw new InputError(
      path,
      `has ${held - expected} bytes behind its data`,
      'the file is damaged, or holds two arrays',
    )
  }
}

function pythonShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
}

async function readExactly({ handle, path }: OpenFile, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  let done = 0
  while (done < length) {
    const { bytesRead } = await handle.read(buffer, done, length - done, position + done)
    if (bytesRead === 0) throw changed(path)
    done += bytesRead
  }
  return buffer
}

async function* readBlocks(file: OpenFile, array: Array2d, selection: Selection): AsyncGenerator<RowBlock> {
  const blockBytes = array.header.fortranOrder ? FORTRAN_BLOCK_BYTES : BLOCK_BYTES
  const rowsPerBlock = Math.max(1, Math.floor(blockBytes / (array.columns * array.type.bytes)))
  for (let row = 0; row < array.rows; row += rowsPerBlock) {
    const length = Math.min(rowsPerBlock, array.rows - row)
    const numbers = await readColumns(file, array, row, length, selection.numbers)
    const texts = await readColumns(file, array, row, length, selection.texts)
    yield { length, numbers, texts: columnsAsText(texts, length, selection.texts.length), ragged: [] }
  }
}

/** Shape (length, columns.length), row-major. */
async function readColumns(
  file: OpenFile,
  { header, type, rows, columns }: Array2d,
  row: number,
  length: number,
  wanted: readonly number[],
): Promise<Float64Array> {
  const out = new Float64Array(length * wanted.length)
  if (wanted.length === 0) return out
  if (header.fortranOrder) {
    for (let c = 0; c < wanted.length; c++) {
      const start = header.dataOffset + (wanted[c] * rows + row) * type.bytes
      const view = viewOf(await readExactly(file, start, length * type.bytes))
      for (let i = 0; i < length; i++) out[i * wanted.length + c] = type.read(view, i * type.bytes)
    }
    return out
  }
  const start = header.dataOffset + row * columns * type.bytes
  const view = viewOf(await readExactly(file, start, length * columns * type.bytes))
  for (let i = 0; i < length; i++) {
    for (let c = 0; c < wanted.length; c++) {
      out[i * wanted.length + c] = type.read(view, (i * columns + wanted[c]) * type.bytes)
    }
  }
  return out
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
}

function columnsAsText(numbers: Float64Array, length: number, columns: number): string[][] {
  return Array.from({ length: columns }, (_, column) =>
    Array.from({ length }, (_, row) => String(numbers[row * columns + column])),
  )
}

async function readSample(file: OpenFile, array: Array2d): Promise<string[][]> {
  const length = Math.max(1, Math.min(array.rows, SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / array.columns)))
  const wanted = Array.from({ length: array.columns }, (_, index) => index)
  const numbers = await readColumns(file, array, 0, length, wanted)
  return Array.from({ length }, (_, row) =>
    Array.from(numbers.subarray(row * array.columns, (row + 1) * array.columns), String),
  )
}

async function locate(file: OpenFile, array: Array2d, row: number, column: number): Promise<Cell> {
  const [value] = await readColumns(file, array, row, 1, [column])
  const index = array.header.shape.length === 1 ? `${row}` : `${row}, ${column}`
  return { place: `${array.path}[${index}]`, text: String(value), width: array.columns }
}
