/** Rows as text, many at a time: shortest decimals, as JavaScript writes them, and words and texts as they stand. */
import { greatest } from '../extremes.ts'
import { type EncodedTexts, encodeTexts } from './encoded.ts'
import { powersOfTen } from './powers.ts'
import { createRoom, type Room } from './room.ts'

/** As src/kernels/assembly/rows.ts numbers them. */
const KINDS = ['numbers', 'words', 'texts'] as const

/** A column, and what stands before each of its cells. */
export interface WrittenColumn {
  readonly kind: (typeof KINDS)[number]
  readonly before: string
  /** The words that there are; of numbers what is written of NaN, where that stands for none. */
  readonly words?: readonly string[]
}

/** Numbers, places among the words of their column, or texts. */
export type WrittenCells = Float64Array | Int32Array | EncodedTexts

export interface WrittenRows {
  /** Valid until the next rows are loaded or written. */
  readonly bytes: Buffer
  /** The row behind the last one written: that behind all, or one with a number that is not finite. */
  readonly end: number
}

export interface RowWriter {
  /** Takes so many rows of all columns, in place of the last ones. */
  load(cells: readonly WrittenCells[], rows: number): void
  /** Writes rows [from, to) of these. */
  write(from: number, to: number): WrittenRows
}

/** Bytes of the longest number, such as -1.2345678901234567e-308. */
const NUMBER_BYTES = 24

/** @param end what stands behind each row */
export function createRowWriter(columns: readonly WrittenColumn[], end: string): RowWriter {
  const room = createRoom()
  const state = room.take(4)
  const powers = room.put(powersOfTen())
  // The end of a row is a word as well, and the same in all.
  const placed = [...columns, { kind: 'words', before: '', words: [end] } as const].map((column) =>
    place(room, column),
  )
  const fixed = room.end()
  let [table, out] = [0, 0]
  return {
    load(cells, rows) {
      room.clear(fixed)
      const all = [...cells, new Int32Array(rows)]
      table = room.put(Uint32Array.from(placed.flatMap(({ describe }, index) => describe(all[index]))))
      out = room.take(placed.reduce((sum, { most }, index) => sum + most(all[index], rows), 0))
    },
    write(from, to) {
      const behind = room.exports.writeRows(table, placed.length, from, to, out, powers, state)
      const { buffer } = room.exports.memory
      const [end] = new Uint32Array(buffer, state, 1)
      return { bytes: Buffer.from(buffer, out, end - out), end: behind }
    },
  }
}

/** Puts what is the same for all rows of a column where the kernels find it. */
function place(room: Room, { kind, before, words = [] }: WrittenColumn) {
  const texts = encodeTexts(words)
  const prefix = Buffer.from(before)
  const putTexts = ({ bytes, begins }: EncodedTexts) => [room.put(bytes), room.put(begins), begins.length - 1]
  const first = [KINDS.indexOf(kind), room.put(prefix), prefix.length]
  const own = putTexts(texts)
  const longest = greatest(
    texts.begins.slice(1).map((end, i) => end - texts.begins[i]),
    kind === 'numbers' ? NUMBER_BYTES : 0,
  )
  return {
    /** What the kernels are told of it, when its cells are these. */
    describe: (cells: WrittenCells) =>
      'begins' in cells ? [...first, 0, ...putTexts(cells)] : [...first, room.put(cells), ...own],
    /** Bytes that so many of its cells take, at most. */
    most: (cells: WrittenCells, rows: number) =>
      rows * prefix.length + ('begins' in cells ? cells.bytes.length : rows * longest),
  }
}
