/** Columns of text in the kernels' memory: as codes of few words, or cell by cell. */
import type { Exports } from './exports.ts'
import type { Layout } from './layout.ts'
import { MOST_WORDS, WORD_TABLE } from './layout.ts'

/** The highest bit of a length says that a quoted text has doubled quotes in it. */
const LENGTH = 0x7fffffff

/** A column of words: each has the code of its place among those that were met. */
export interface WordColumn {
  /** Codes of the rows that were scanned last; null once there are too many words. */
  codesOf(rows: number): Int32Array | null
  /** How many there are. */
  count(): number
  /** The words met, as they stand in the file, without their quotes. A string of each is made when they are asked for. */
  readonly words: readonly string[]
  /** Forgets them. */
  clear(): void
}

/**
 * @param text which of the columns of text
 * @param slot where it stands among the `width` cells of a row
 */
export function createWordColumn(
  exports: Exports,
  layout: Layout,
  text: number,
  slot: number,
  width: number,
): WordColumn {
  const { table, entries, arena, counts, codes } = wordLayout(layout, text)
  const words: string[] = []
  let isFull = false
  const count = () => new Uint32Array(exports.memory.buffer, counts, 1)[0]
  return {
    count,
    get words() {
      const known = count()
      if (words.length === known) return words
      const { buffer } = exports.memory
      const read = textReader(buffer, new Uint32Array(buffer, entries, 2 * known))
      while (words.length < known) words.push(read(2 * words.length))
      return words
    },
    codesOf(rows) {
      if (isFull) return null
      const done = exports.internWords(
        layout.table2d,
        rows,
        width,
        slot,
        table,
        WORD_TABLE - 1,
        entries,
        MOST_WORDS,
        arena,
        layout.wordArena,
        counts,
        codes,
      )
      if (done < rows) isFull = true
      return isFull ? null : new Int32Array(exports.memory.buffer, codes, rows)
    },
    clear() {
      const { buffer } = exports.memory
      new Int32Array(buffer, table, WORD_TABLE).fill(0)
      new Uint32Array(buffer, counts, 2).fill(0)
      words.length = 0
      isFull = false
    },
  }
}

/** The cells of a column of text, one by one. */
export function readCells(
  exports: Exports,
  layout: Layout,
  slot: number,
  width: number,
  rows: number,
): string[] {
  const { buffer } = exports.memory
  const read = textReader(buffer, new Uint32Array(buffer, layout.table2d, 2 * rows * width))
  return Array.from({ length: rows }, (_, row) => read(2 * (row * width + slot)))
}

/** Where cells stand in a copy of the lines they are of. */
export interface CellRanges {
  readonly bytes: Uint8Array
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

/**
 * The cells of a column of text as bytes, blanks around them left out. Null where one has doubled quotes, or may begin or end
 * in a blank that is not of ASCII.
 *
 * @param origin address from which on the lines stand
 */
export function rangesOf(
  exports: Exports,
  layout: Layout,
  slot: number,
  width: number,
  rows: number,
  origin: number,
): CellRanges | null {
  const { buffer } = exports.memory
  const list = new Uint32Array(buffer, layout.table2d, 2 * rows * width)
  const last = 2 * ((rows - 1) * width + slot)
  const bytes = new Uint8Array(buffer).slice(origin, list[last] + (list[last + 1] & LENGTH))
  const [starts, ends] = [new Uint32Array(rows), new Uint32Array(rows)]
  for (let row = 0, place = 2 * slot; row < rows; row++, place += 2 * width) {
    const length = list[place + 1]
    let start = list[place] - origin
    let end = start + length
    if (length > LENGTH) return null
    // As nearly all begin and end.
    if (length === 0 || !(isInk(bytes[start]) && isInk(bytes[end - 1]))) {
      while (start < end && isBlank(bytes[start])) start++
      while (end > start && isBlank(bytes[end - 1])) end--
      if (start < end && (bytes[start] >= NOT_ASCII || bytes[end - 1] >= NOT_ASCII)) return null
    }
    starts[row] = start
    ends[row] = end
  }
  return { bytes, starts, ends }
}

const NOT_ASCII = 0x80

/** A letter of ASCII that is no blank. */
function isInk(byte: number): boolean {
  return byte > 32 && byte < NOT_ASCII
}

/** As String.trim has it. */
function isBlank(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13)
}

/** Reads the text whose address and length stand at a place of a list. */
function textReader(buffer: ArrayBuffer, list: Uint32Array): (place: number) => string {
  const bytes = Buffer.from(buffer)
  return (place) => {
    const flagged = list[place + 1]
    const text = bytes.toString('utf8', list[place], list[place] + (flagged & LENGTH))
    return flagged > LENGTH ? text.replaceAll('""', '"') : text
  }
}

/** Where the words of one of the columns of text stand. */
function wordLayout({ words, wordBytes, wordArena }: Layout, text: number) {
  const table = words + text * wordBytes
  const entries = table + 4 * WORD_TABLE
  const arena = entries + 8 * MOST_WORDS
  const counts = arena + wordArena
  return { table, entries, arena, counts, codes: counts + 8 }
}
