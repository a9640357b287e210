/** How rows stand in a file of JSON and which columns they have; and a walk over all of them. */
import type { OpenFile, SeenFile } from '../../sources/file.ts'
import type { Cells } from './cells.ts'
import type { Columns, Shape } from './columns.ts'
import type { Layout } from './layout.ts'
import type { Window } from './window.ts'

export interface Plan extends Columns {
  readonly file: SeenFile
  readonly layout: Layout
  /** Of each part of a row. */
  readonly parts: readonly Shape[]
  /** Rows above the first one of the table: one of names. */
  readonly headerRows: number
  readonly isNamed: boolean
  /** Whether most rows have the columns in one order. */
  readonly isOrdered: boolean
}

/** The column of the keys of rows, where these have some. */
const KEYS = 0

/**
 * Is shown a row by its cells, counted from 0, with what is wrong with it as a whole, and where it begins in the file. Whether it
 * wants another.
 */
export type TakeRow = (row: number, fault: string | null, start: number) => boolean

/** Walks all rows, and stops now and then. */
export function walkRows(
  file: OpenFile,
  { layout, parts, headerRows }: Plan,
  cells: Cells,
  take: TakeRow,
): AsyncGenerator<void> {
  let row = -headerRows
  let looked: Window | null = null
  return layout.walk(file, {
    begin(window) {
      if (window !== looked) cells.look(window)
      looked = window
      cells.begin()
    },
    key: (start, end) => cells.put(KEYS, start, end),
    walk: (part, at) => cells.walk(parts[part], at),
    end(window, at, fault) {
      const index = row++
      return index < 0 || take(index, fault === null ? cells.fault : fault.message, window.offset + at)
    },
  })
}
