/**
 * Rows of text in blocks, by the scanner of the kernels, which knows all but a line's end in quotes and rows of another
 * length. A batch that holds these is parsed by csv-parse from there on, and no other.
 */
import { isUtf8 } from 'node:buffer'
import { layOut } from '../../kernels/layout.ts'
import { createLineScanner, type LineShape, lineRoom, mostLines } from '../../kernels/lines.ts'
import { instantiate } from '../../kernels/wasm.ts'
import { createWordColumn, rangesOf, readCells } from '../../kernels/words.ts'
import { createGrid } from '../../sketch/grid.ts'
import type { OpenFile } from '../../sources/file.ts'
import { whileUnchanged } from '../../sources/reading.ts'
import type { RawText, RowBlock, Selection } from '../table.ts'
import { byteTexts, codedTexts, type Texts } from '../texts.ts'
import { parseNumber } from './dialect.ts'
import { recordsOfBatch, type Syntax } from './records.ts'

/** Bytes of a batch. */
const BATCH = 1 << 20

/** Cells of a block, of which wide files have many in few rows, and its rows. */
const BLOCK_CELLS = 1 << 18
const BLOCK_ROWS = 1 << 14

/** From so many rows on, cells of which three quarters are new are no words that stand again and again. */
const MANY_ROWS = 1 << 10

const NEWLINE = 10

/** What becomes of rows that csv-parse has parsed. */
export type ToBlock = (rows: readonly string[][]) => RowBlock

/** @param width columns of the table */
export function readLines(
  syntax: Syntax,
  raw: RawText,
  width: number,
  selection: Selection,
  toBlock: ToBlock,
  batch = BATCH,
): AsyncGenerator<RowBlock> {
  return whileUnchanged(syntax, async function* (file) {
    for await (const { block } of readBatches(file, syntax, raw, width, selection, toBlock, batch))
      yield block
  })
}

/** A byte at which a row begins, and how many rows begin before it: one that is near to a row, and not behind it. */
export interface Landmark {
  readonly row: number
  readonly offset: number
}

export async function findLandmark(
  syntax: Syntax,
  raw: RawText,
  width: number,
  row: number,
): Promise<Landmark> {
  const selection = { numbers: [], texts: [] }
  const toBlock = (rows: readonly string[][]): RowBlock => ({ ...EMPTY, length: rows.length })
  const blocks = whileUnchanged(syntax, (file) =>
    readBatches(file, syntax, raw, width, selection, toBlock, BATCH),
  )
  let [before, offset] = [0, raw.offset]
  for await (const { block, end } of blocks) {
    if (before + block.length > row) break
    before += block.length
    offset = end
  }
  return { row: before, offset }
}

/** Rows, and the byte behind them. */
interface Lines {
  readonly block: RowBlock
  readonly end: number
}

async function* readBatches(
  file: OpenFile,
  syntax: Syntax,
  { offset, size }: RawText,
  width: number,
  selection: Selection,
  toBlock: ToBlock,
  batch: number,
): AsyncGenerator<Lines> {
  const lines = createBatch(syntax, width, selection, Math.min(size - offset, batch))
  for (let at = offset; at < size; ) {
    const read = await lines.load(file, at, size)
    if (read === 0) return
    const isLast = at + read >= size
    let isOdd = false
    for (let isFull = true; isFull; ) {
      const { end, bytes, block } = lines.next(isLast)
      at += bytes
      if (block.length > 0) yield { block, end: at }
      isFull = end === 'full'
      // Neither is a line that is longer than the batch for the scanner.
      isOdd = end === 'odd' || (end === 'all' && !isLast && lines.done() === 0)
    }
    if (!isOdd) continue
    const until = at + read - lines.done()
    const careful = await recordsOfBatch(file, syntax, at, until)
    at = careful.end
    if (careful.rows.length > 0) yield { block: toBlock(careful.rows), end: at }
  }
}

/** A batch of lines in the kernels' memory. */
function createBatch({ separator }: Syntax, columns: number, selection: Selection, bytes: number) {
  const texts = [...new Set(selection.texts)]
  const numbers = [...new Set(selection.numbers)].filter((column) => !texts.includes(column))
  const most = Math.max(1, Math.min(BLOCK_ROWS, Math.floor(BLOCK_CELLS / (numbers.length + texts.length))))
  const rows = Math.min(most, mostLines(bytes, columns))
  const shape: LineShape = { separator, columns, numbers, texts, bytes, rows, toNumber: parseNumber }
  const exports = instantiate()
  const room = {
    samples: 0,
    cells: 1,
    groups: 0,
    weighted: false,
    rowClasses: 0,
    numbers: 0,
    scoreBytes: 8 * rows * numbers.length,
    labelBytes: 0,
    columns: 0,
  }
  const layout = layOut(exports, { ...room, viewBytes: 0, text: lineRoom(shape) }, createGrid([]))
  const scanner = createLineScanner(exports, layout, shape)
  const columnsOfText = texts.map((_, index) => {
    const slot = numbers.length + index
    const column = createWordColumn(exports, layout, index, slot, scanner.width)
    return { slot, column, trimmed: [] as string[] }
  })
  let [read, from, isText] = [0, 0, true]

  /** Cells of the lines that were read last, which begin at `start` of the batch. */
  const cellsOf = (index: number, count: number, start: number): Texts => {
    const { slot, column, trimmed } = columnsOfText[index]
    const known = column.count()
    const codes = column.codesOf(count)
    const areIds = count >= MANY_ROWS && column.count() - known > (3 * count) / 4
    if (codes && !areIds) {
      const { words } = column
      for (let code = trimmed.length; code < words.length; code++) trimmed.push(words[code].trim())
      return codedTexts(codes.slice(), trimmed)
    }
    const ranges = rangesOf(exports, layout, slot, scanner.width, count, layout.text + start)
    if (ranges) return byteTexts(ranges.bytes, ranges.starts, ranges.ends)
    return readCells(exports, layout, slot, scanner.width, count).map((cell) => cell.trim())
  }
  const toBlock = (count: number, start: number): RowBlock => {
    const cells = texts.map((_, index) => cellsOf(index, count, start))
    exports.gather(layout.table2d, count, scanner.width, 0, numbers.length, layout.scores)
    const values = new Float64Array(exports.memory.buffer, layout.scores, count * numbers.length).slice()
    return {
      length: count,
      numbers: arrange(values, cells, numbers, texts, selection.numbers, count),
      texts: selection.texts.map((column) => cells[texts.indexOf(column)]),
      ragged: [],
    }
  }
  return {
    /** Reads the bytes from a place of the file on, which has `size` of them; returns how many there were. */
    async load({ handle }: OpenFile, position: number, size: number): Promise<number> {
      const room = Buffer.from(exports.memory.buffer, layout.text, bytes)
      ;[read, from] = [0, 0]
      while (read < bytes) {
        const { bytesRead } = await handle.read(room, read, bytes - read, position + read)
        if (bytesRead === 0) break
        read += bytesRead
      }
      // A letter may be cut off behind the last line of a batch, but not at the end of the file.
      const isLast = position + read >= size
      isText = isUtf8(room.subarray(0, isLast ? read : room.lastIndexOf(NEWLINE) + 1))
      return read
    },
    /** Bytes of the lines that were read. */
    done: () => from,
    /** The next lines. Those that are no text are left to csv-parse, which says so. */
    next(isLast: boolean) {
      if (!isText) return { end: 'odd' as const, bytes: 0, block: EMPTY }
      const found = scanner.scan(layout.text + from, layout.text + read, isLast)
      const start = from
      from += found.bytes
      return { ...found, block: found.rows > 0 ? toBlock(found.rows, start) : EMPTY }
    },
  }
}

const EMPTY: RowBlock = { length: 0, numbers: new Float64Array(0), texts: [], ragged: [] }

/** Numbers in the order in which they are wanted, those of columns that are wanted as text as well among them. */
function arrange(
  values: Float64Array,
  cells: readonly Texts[],
  numbers: readonly number[],
  texts: readonly number[],
  wanted: readonly number[],
  rows: number,
): Float64Array {
  if (wanted.length === numbers.length && wanted.every((column, i) => column === numbers[i])) return values
  const arranged = new Float64Array(rows * wanted.length)
  for (const [place, column] of wanted.entries()) {
    const [number, text] = [numbers.indexOf(column), texts.indexOf(column)]
    for (let row = 0; row < rows; row++)
      arranged[row * wanted.length + place] =
        number >= 0 ? values[row * numbers.length + number] : parseNumber(cells[text].at(row)!)
  }
  return arranged
}
