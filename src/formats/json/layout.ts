/** How rows stand in a file of JSON. */
import type { OpenFile } from '../../sources/file.ts'
import type { JsonFault } from './grammar.ts'
import type { Window } from './window.ts'

/** Is shown every row. */
export interface Visitor {
  begin(window: Window): void
  /** The key of a row that has one: where its string stands. */
  key(start: number, end: number): void
  /** Walks one of the parts that a row is made of, and returns where it ends. Throws a JsonFault. */
  walk(part: number, at: number): number
  /** The row is over, which began at `at`, or cannot be walked. Whether it wants another. */
  end(window: Window, at: number, fault: JsonFault | null): boolean
}

/** One of the values that a row is made of. */
export interface PartOfRow {
  /** Null for a whole row, whose columns have names of their own, or none. */
  readonly name: string | null
  /** Those of a whole row that is a list. */
  readonly names?: readonly string[]
}

export interface Layout {
  /** In a few words. */
  readonly name: string
  /** Whether each row is a line. */
  readonly isLines: boolean
  readonly parts: readonly PartOfRow[]
  /** Whether rows have keys, which are a column without a name then. */
  readonly hasKeys: boolean
  /** What a column is called that is an index without a name; absent where none is. */
  readonly unnamed?: string
  /** Rows there are, where that is known. */
  readonly rows: number | null
  /** Where records have lists that hold a value for each row: where the record of a row stands, and its place in the lists, from 0. */
  placeOf?(row: number): { readonly record: string; readonly index: number }
  /** Shows all rows, and stops now and then. */
  walk(file: OpenFile, visitor: Visitor): AsyncGenerator<void>
  /** Shows some of the last rows of a file that is longer than TAIL_BYTES. */
  walkLast(file: OpenFile, visitor: Visitor): AsyncGenerator<void>
}

/** Bytes in which the last rows are looked for, and how many rows. */
export const TAIL_BYTES = 1 << 16
export const TAIL_ROWS = 16
