/** Lines of separated text as columns, by the scanner of the WebAssembly kernels: numbers, and cells as they stand. */
import type { Exports } from './exports.ts'
import { type Layout, PATCHES, type TextRoom } from './layout.ts'

/** How lines are parted, and which of their cells are wanted. */
export interface LineShape {
  readonly separator: string
  readonly columns: number
  /** Columns wanted as numbers, then those wanted as text; no column twice. */
  readonly numbers: readonly number[]
  readonly texts: readonly number[]
  /** Most bytes of a block, and rows parsed at once. */
  readonly bytes: number
  readonly rows: number
  /** The number in a cell that the kernels cannot convert, NaN where it is none. */
  readonly toNumber: (text: string) => number
}

/** Added to the slot of a column that is wanted as text, as src/kernels/assembly/scanner.ts has it. */
const TEXT = 1 << 30

export interface ScannedLines {
  /** Whether all lines were read, the room was full before, or the next line is for a reader of the whole dialect. */
  readonly end: 'all' | 'full' | 'odd'
  readonly rows: number
  /** Bytes of the lines read. */
  readonly bytes: number
  /** Whether all their numbers are finite. */
  readonly finite: boolean
}

export interface LineScanner {
  /** Cells wanted of a row. */
  readonly width: number
  /** Reads lines in [at, to) of the kernels' memory; `last` says that they end the file. */
  scan(at: number, to: number, last: boolean): ScannedLines
}

/** The most lines that there can be in so many bytes: each of its cells ends with a byte, but for the last one of all. */
export function mostLines(bytes: number, columns: number): number {
  return 1 + Math.floor(bytes / columns)
}

/** The room that it needs. */
export function lineRoom({ numbers, texts, bytes, columns, rows }: Omit<LineShape, 'toNumber'>): TextRoom {
  return { bytes, columns, width: numbers.length + texts.length, texts: texts.length, rows }
}

const ENDS = ['all', 'full', 'odd'] as const

export function createLineScanner(exports: Exports, layout: Layout, shape: LineShape): LineScanner {
  const { separator, columns, numbers, texts, rows: capacity, toNumber } = shape
  const width = numbers.length + texts.length
  const slots = new Int32Array(exports.memory.buffer, layout.slots, columns).fill(-1)
  for (const [slot, column] of numbers.entries()) slots[column] = slot
  for (const [slot, column] of texts.entries()) slots[column] = (numbers.length + slot) | TEXT

  /** Converts what the scanner could not: 25 digits, or an exponent of -300, or what is no number at all. */
  const patch = (count: number) => {
    const { buffer } = exports.memory
    const list = new Uint32Array(buffer, layout.patches, 3 * count)
    const table = new Float64Array(buffer, layout.table2d, capacity * width)
    let finite = true
    for (let i = 0; i < count; i++) {
      const value = toNumber(Buffer.from(buffer, list[3 * i + 1], list[3 * i + 2]).toString())
      table[list[3 * i]] = value
      finite &&= Number.isFinite(value)
    }
    return finite
  }
  return {
    width,
    scan(at, to, last) {
      const status = exports.scanRows(
        at,
        to,
        Number(last),
        separator.charCodeAt(0),
        columns,
        layout.slots,
        width,
        layout.table2d,
        capacity,
        layout.patches,
        PATCHES + width,
        layout.state,
      )
      const [rows, bytes, patched] = new Uint32Array(exports.memory.buffer, layout.state, 3)
      return { end: ENDS[status], rows, bytes, finite: patch(patched) }
    },
  }
}
