/** An array of one or two axes as a table, read block by block. */
import { InputError } from '../../errors.ts'
import type { OpenFile } from '../../sources/file.ts'
import { whileUnchanged, withFile } from '../../sources/reading.ts'
import { type Cell, type RowBlock, SAMPLE_CELLS, SAMPLE_ROWS, type Selection, type Table } from '../table.ts'
import type { Target } from './box.ts'
import { readExactly, viewOf } from './bytes.ts'
import { verify } from './checksum.ts'
import { openDense } from './dense.ts'
import { endOf, precisionOf, rawOf, type StoredArray, summaryOf } from './stored.ts'
import { isColumnMajor, isRowMajor, rowsAlong } from './strides.ts'

/**
 * Bytes decoded at once. In Fortran order each column of a block is a read of its own, so there are to be
 * few blocks.
 */
const BLOCK_BYTES = 1 << 18
const FORTRAN_BLOCK_BYTES = 1 << 24

/** Most columns of an (N, K) array. */
const MAX_COLUMNS = 1_000_000

interface Array2d extends StoredArray {
  readonly rows: number
  readonly columns: number
  readonly isFortran: boolean
}

/** Opens an array. One of more than two axes is a column of all its elements, until somebody says where its classes lie. */
export async function openStored(array: StoredArray): Promise<Table> {
  const axes = array.shape.length
  if (axes > 2) return openDense(array, null, false)
  return isRowMajor(array) || isColumnMajor(array)
    ? openRows(array)
    : openDense(array, axes === 2 ? 1 : null, false)
}

/** Shape (N), (N, 1) or (N, K). */
function openRows(whole: StoredArray): Promise<Table> {
  return withFile(whole, async (file) => {
    const array = twoAxes(whole)
    const { path, at, state } = whole
    return {
      path,
      at,
      state,
      summary: summaryOf(array),
      precision: precisionOf(array.type),
      columns: Array.from({ length: array.columns }, (_, index) => `${index}`),
      named: false,
      expectedRows: array.rows,
      bytes: endOf(array),
      sample: await readSample(file, array),
      raw: rawOf(whole, rowsAlong(whole, whole.shape.length > 1 ? 1 : null)),
      array: { shape: array.shape, along: (axis, isSpread) => openDense(whole, axis, isSpread) },
      read: (selection) => whileUnchanged(array, (opened) => readBlocks(opened, array, selection)),
      locate: (row, column) => withFile(array, (opened) => locate(opened, array, row, column)),
    }
  })
}

function twoAxes(array: StoredArray): Array2d {
  const [rows, columns = 1] = array.shape
  if (columns <= MAX_COLUMNS) return { ...array, rows, columns, isFortran: !isRowMajor(array) }
  throw new InputError(
    array.path,
    `has ${columns} columns`,
    `at most ${MAX_COLUMNS} can be read; if it is transposed, say --class-axis 0`,
  )
}

async function* readBlocks(file: OpenFile, array: Array2d, selection: Selection): AsyncGenerator<RowBlock> {
  await verify(file, array.check)
  const blockBytes = array.isFortran ? FORTRAN_BLOCK_BYTES : BLOCK_BYTES
  const rowsPerBlock = Math.max(1, Math.floor(blockBytes / (array.columns * array.type.bytes)))
  for (let row = 0; row < array.rows; row += rowsPerBlock) {
    const length = Math.min(rowsPerBlock, array.rows - row)
    const numbers = await readNumbers(file, array, row, length, selection.numbers)
    const texts = await readTexts(file, array, row, length, selection.texts)
    yield { length, numbers, texts, ragged: [] }
  }
}

/** Shape (length, columns.length), row-major. */
async function readNumbers(
  file: OpenFile,
  array: Array2d,
  row: number,
  length: number,
  wanted: readonly number[],
): Promise<Float64Array> {
  const out = new Float64Array(length * wanted.length)
  await fillColumns(file, array, row, length, wanted, array.type.read, out)
  return out
}

/** The decimals of each column. */
async function readTexts(
  file: OpenFile,
  array: Array2d,
  row: number,
  length: number,
  wanted: readonly number[],
): Promise<string[][]> {
  const out: string[] = []
  await fillColumns(file, array, row, length, wanted, array.type.text, out)
  return wanted.map((_, c) => Array.from({ length }, (_, i) => out[i * wanted.length + c]))
}

async function fillColumns<T>(
  file: OpenFile,
  { offset, type, rows, columns, isFortran }: Array2d,
  row: number,
  length: number,
  wanted: readonly number[],
  read: (view: DataView, offset: number) => T,
  out: Target<T>,
): Promise<void> {
  if (wanted.length === 0) return
  if (isFortran) {
    for (let c = 0; c < wanted.length; c++) {
      const start = offset + (wanted[c] * rows + row) * type.bytes
      const view = viewOf(await readExactly(file, start, length * type.bytes))
      for (let i = 0; i < length; i++) out[i * wanted.length + c] = read(view, i * type.bytes)
    }
    return
  }
  const start = offset + row * columns * type.bytes
  const view = viewOf(await readExactly(file, start, length * columns * type.bytes))
  for (let i = 0; i < length; i++) {
    for (let c = 0; c < wanted.length; c++) {
      out[i * wanted.length + c] = read(view, (i * columns + wanted[c]) * type.bytes)
    }
  }
}

async function readSample(file: OpenFile, array: Array2d): Promise<string[][]> {
  const length = Math.max(1, Math.min(array.rows, SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / array.columns)))
  const wanted = Array.from({ length: array.columns }, (_, index) => index)
  const texts = await readTexts(file, array, 0, length, wanted)
  return Array.from({ length }, (_, row) => texts.map((column) => column[row]))
}

async function locate(file: OpenFile, array: Array2d, row: number, column: number): Promise<Cell> {
  const [[text]] = await readTexts(file, array, row, 1, [column])
  const index = array.shape.length === 1 ? `${row}` : `${row}, ${column}`
  return { place: `${array.path}[${index}]`, text, width: array.columns }
}
