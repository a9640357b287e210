/** The addresses at which a block of samples stands in the memory of the kernels. */
import { BINS, type Grid, MAX_EDGES } from '../sketch/grid.ts'
import { PAGE_SEGMENTS, TAIL_LENGTH } from '../sketch/packed.ts'
import type { Exports } from './exports.ts'

/** Pages of one group in the table: those of the grid's bins and of the parts behind its edges. */
export const PAGES = (BINS + MAX_EDGES) / PAGE_SEGMENTS

/** From so many groups on their sums are too many to stay near to the processor, and samples are sorted by group. */
export const MANY_GROUPS = 16

/** What one block needs room for. */
export interface Room {
  readonly samples: number
  /** Samples of a row. */
  readonly cells: number
  readonly groups: number
  /** Whether samples have weights. */
  readonly weighted: boolean
  /** Rows that have one class for all their cells, and numbers that a label may be: 0 where that is of no matter. */
  readonly rowClasses: number
  readonly numbers: number
  readonly scoreBytes: number
  readonly labelBytes: number
  /** Columns of a softmax row. */
  readonly columns: number
  readonly viewBytes: number
  /** Bytes of planes at a time, before they are rows; absent where there are none. */
  readonly planeBytes?: number
  /** Bytes for what is added up of softmax rows; absent where nothing is. */
  readonly top?: { readonly sums: number; readonly rows: number }
  /** Present when the samples come as text. */
  readonly text?: TextRoom
}

/** What text needs room for. */
export interface TextRoom {
  readonly bytes: number
  /** Columns of the text, and how many of them are wanted. */
  readonly columns: number
  readonly width: number
  /** Columns among these that are wanted as words. */
  readonly texts: number
  /** Rows parsed at once. */
  readonly rows: number
}

/** Words of a column that have codes, bytes that they may take, and places to find them by: a power of two. */
export const MOST_WORDS = 1 << 14
export const WORD_BYTES = 1 << 20
export const WORD_TABLE = 1 << 15

/** Numbers of one go that may be left to be converted in JavaScript. */
export const PATCHES = 4096

/** Addresses, each a multiple of 128. */
export interface Layout {
  readonly splits: number
  readonly edges: number
  readonly ignored: number
  readonly tails: number
  readonly table: number
  readonly classes: number
  /** The group of each sample, and the indices of those whose truth has a probability of 0 behind their number. */
  readonly groups: number
  readonly held: number
  readonly margins: number
  /** Two softmax rows at work. */
  readonly row: number
  /** What is added up of softmax rows, and rows at work; without room where nothing is. */
  readonly top: { readonly sums: number; readonly rows: number }
  /** Groups, margins and weights in the order of groups, and where each group ends; without room where there are few groups. */
  readonly sorted: {
    readonly groups: number
    readonly margins: number
    readonly weights: number
    readonly ends: number
  }
  /**
   * Weights of rows, of samples, which stand in the same place where each row is one, and the largest one of each group; and
   * tails of their own for their squares.
   */
  readonly rowWeights: number
  readonly weights: number
  readonly largest: number
  readonly squareTails: number
  readonly scores: number
  readonly labels: number
  readonly view: number
  readonly planes: number
  readonly text: number
  readonly slots: number
  readonly table2d: number
  readonly patches: number
  readonly state: number
  /** The class of each row; the class of each code or number of a label; the words of the columns of text, one behind the other, the bytes of each, and those of its arena. */
  readonly rowClasses: number
  readonly classOf: number
  readonly words: number
  readonly wordBytes: number
  readonly wordArena: number
  readonly arena: number
}

const NO_TEXT: TextRoom = { bytes: 0, columns: 0, width: 0, texts: 0, rows: 0 }

/** Bytes for the words of a column, with the 8 that are cleared behind each: no more words than stand in the text. */
function arenaBytes(text: number): number {
  return 8 * Math.ceil(Math.min(WORD_BYTES, text + 8) / 8)
}

/** Bytes that the words of a column take, with their table and the codes of the rows. */
function wordBytes({ rows, bytes }: TextRoom): number {
  return 4 * WORD_TABLE + 8 * MOST_WORDS + arenaBytes(bytes) + 8 + 4 * rows
}

/** Lays out the memory, makes it large enough, and writes the grid into it. Pages grow behind `arena`. */
export function layOut(exports: Exports, room: Room, grid: Grid): Layout {
  let next = 1024
  const text = room.text ?? NO_TEXT
  const words = Math.ceil(wordBytes(text) / 128) * 128
  const take = (bytes: number) => {
    const at = next
    next += Math.ceil(bytes / 128) * 128
    return at
  }
  const weights = room.weighted ? room : { samples: 0, groups: 0 }
  const sorted = room.groups < MANY_GROUPS ? 0 : room.samples
  const rowWeights = take(8 * weights.samples)
  const layout: Layout = {
    splits: take(BINS),
    edges: take(8 * grid.edges.length),
    ignored: take(4),
    tails: take(8 * TAIL_LENGTH * room.groups),
    table: take(4 * PAGES * room.groups),
    classes: take(4 * room.samples),
    groups: take(4 * room.samples),
    held: take(4 * (room.samples + 1)),
    margins: take(8 * room.samples),
    row: take(2 * 8 * (room.columns + 2)),
    top: { sums: take(room.top?.sums ?? 0), rows: take(room.top?.rows ?? 0) },
    sorted: {
      groups: take(4 * sorted),
      margins: take(8 * sorted),
      weights: take(8 * Math.min(sorted, weights.samples)),
      ends: take(sorted > 0 ? 4 * room.groups : 0),
    },
    rowWeights,
    weights: room.cells === 1 ? rowWeights : take(8 * weights.samples),
    largest: take(8 * weights.groups),
    squareTails: take(8 * TAIL_LENGTH * weights.groups),
    // Kernels read two elements at a time, so the last row may be read past.
    scores: take(room.scoreBytes + 16),
    labels: take(room.labelBytes + 16),
    view: take(room.viewBytes),
    planes: take(room.planeBytes ?? 0),
    // The scanner reads 16 bytes past the end.
    text: take(text.bytes + 32),
    slots: take(4 * text.columns),
    table2d: take(8 * text.rows * text.width),
    patches: take(room.text ? 12 * (PATCHES + room.text.width) : 0),
    state: take(512),
    rowClasses: take(4 * room.rowClasses),
    classOf: take(4 * Math.max(room.numbers, text.texts > 0 ? MOST_WORDS : 0)),
    words: take(words * text.texts),
    wordBytes: words,
    wordArena: arenaBytes(text.bytes),
    arena: take(0),
  }
  const missing = Math.ceil(next / 65536) - exports.memory.buffer.byteLength / 65536
  if (missing > 0) exports.memory.grow(missing)
  new Uint8Array(exports.memory.buffer, layout.splits, BINS).set(grid.splits)
  new Float64Array(exports.memory.buffer, layout.edges, grid.edges.length).set(grid.edges)
  return layout
}
