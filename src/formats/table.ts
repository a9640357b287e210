/** What every format offers: rows of cells, some read as numbers and some as text, in blocks. */
import { type Precision, widest } from '../losses/task.ts'
import type { SeenFile } from '../sources/file.ts'
import type { Checksum } from './arrays/checksum.ts'
import type { Texts } from './texts.ts'

/** Which columns a reader wants, by index, and how. */
export interface Selection {
  readonly numbers: readonly number[]
  readonly texts: readonly number[]
}

/** Consecutive rows of a table. */
export interface RowBlock {
  readonly length: number
  /** Shape (length, selection.numbers.length), row-major; NaN where a cell is no number. */
  readonly numbers: Float64Array
  /** The `length` cells of each of selection.texts. */
  readonly texts: readonly Texts[]
  /** Rows of the block, ascending, that have too few or too many cells; their numbers are NaN. */
  readonly ragged: readonly number[]
}

/** One cell, found again for an error message. */
export interface Cell {
  /** `file:line:column`, both from 1, or `file[row, column]`, both from 0, for an array. */
  readonly place: string
  readonly text: string
  /** Cells in its row. */
  readonly width: number
  /** What is wrong with it or with its row, and what to do, where the format knows better than its text says. */
  readonly fault?: readonly [problem: string, hint: string]
}

/**
 * An array as it stands in its file: little-endian elements, in rows one behind the other, or in blocks of planes, of which
 * each has the elements of so many rows in one column.
 */
export interface RawArray {
  readonly kind: 'array'
  readonly file: SeenFile
  /** numpy's code without the byte order: f4, u1, ... */
  readonly code: string
  /** Byte at which the data begin. */
  readonly offset: number
  readonly rows: number
  readonly columns: number
  /** Rows of a plane: 1 where the elements of each row stand side by side. */
  readonly plane: number
  /** To be found true of the bytes before anything that was made of them is believed; null where there is none. */
  readonly check: Checksum | null
}

/** Arrays side by side, each of which has some of the columns of a table. */
export interface RawArrays {
  readonly kind: 'arrays'
  readonly arrays: readonly { readonly firstColumn: number; readonly raw: RawArray }[]
}

/** Text as it stands in its file: lines of cells, as long as no quote is met. */
export interface RawText {
  readonly kind: 'text'
  readonly separator: string
  /** Byte at which the first row begins, and the bytes of the file. */
  readonly offset: number
  readonly size: number
}

/** An array of numbers with any number of axes. */
export interface ShapedArray {
  readonly shape: readonly number[]
  /**
   * Rows of one column per class, with the classes along this axis; null for all elements one behind the other, the last axis
   * quickest.
   * @param isSpread whether its sample is of rows from all over it, the same of arrays with as many
   */
  along(axis: number | null, isSpread: boolean): Promise<Table>
}

/** An array among others in a file. */
export interface NamedArray {
  readonly name: string
  /** In a word: float32, text, ... */
  readonly type: string
  /** Null where it is not known. */
  readonly shape: readonly number[] | null
  /** Why it cannot be read; null where it can. */
  readonly fault: { readonly problem: string; readonly hint: string } | null
}

/** An array that names classes, in their order. */
export interface ClassList {
  readonly name: string
  readonly classes: readonly string[]
}

/** A file of named arrays, of which some make a table. */
export interface ArrayFile {
  readonly path: string
  readonly arrays: readonly NamedArray[]
  /** One that can be read, as if it were alone in a file. */
  only(name: string): Promise<Table>
  /** All that have so many rows of numbers, side by side: a column each, or `name[0]`, `name[1]`, ... of several. */
  beside(rows: number): Promise<Table>
}

export interface Table extends SeenFile {
  /** In a few words: "CSV, 3 columns", "NPY float32 (10000, 10)". */
  readonly summary: string
  /** Of its numbers, as whoever loads the file has them. */
  readonly precision: Precision
  /** Of those in a column, where columns are of several arrays. */
  readonly precisionOf?: (column: number) => Precision
  /** Header names, or "0", "1", ... where there are none. */
  readonly columns: readonly string[]
  /** What a column is of, for messages, where columns are of several arrays. */
  readonly holderOf?: (column: number) => string
  /** Whether the columns have names of their own. */
  readonly named: boolean
  /** Whether columns have an order that says something; absent where they have. */
  readonly ordered?: boolean
  /** What other arrays of its file name classes, if any does. */
  readonly classLists?: readonly ClassList[]
  /** Whether class indices count from 0 where nothing says otherwise, as in the arrays of a program. */
  readonly countsFromZero?: boolean
  /** Rows, or a guess from the length of the first ones, for a progress bar; and bytes of the file. */
  readonly expectedRows: number
  readonly bytes: number
  /** The first rows, as text: what columns hold is told from these. */
  readonly sample: readonly (readonly string[])[]
  /** The last rows, some of them, as text; absent where the format does not know them. */
  readonly last?: () => Promise<readonly (readonly string[])[]>
  /** Names of columns whose numbers carry a %, which the cells of the sample are without; absent where the format knows none. */
  readonly percent?: ReadonlySet<string>
  /** Why columns cannot be read, by their names; absent where all can. Their cells in the sample are empty. */
  readonly unread?: ReadonlyMap<string, string>
  /** For readers that take bytes as they are; null where these are not row after row. */
  readonly raw: RawArray | RawArrays | RawText | null
  /** What it is made of, where that is an array in a file. */
  readonly array?: ShapedArray
  /** The file that it is a part of, where that holds several arrays. */
  readonly archive?: ArrayFile
  /** The same where this array of it was asked for. */
  readonly partOf?: ArrayFile
  /** All rows in order. Memory does not grow with the file. */
  read(selection: Selection): AsyncIterable<RowBlock>
  /** Finds a cell again. Row counts data rows from 0, column is an index into `columns`. */
  locate(row: number, column: number): Promise<Cell>
}

/** Most cells in `sample`, and most rows. */
export const SAMPLE_CELLS = 200_000
export const SAMPLE_ROWS = 1000

/** Of the numbers in these columns. */
export function precisionIn({ precision, precisionOf }: Table, columns: readonly number[]): Precision {
  return precisionOf ? widest(columns.map(precisionOf)) : precision
}
