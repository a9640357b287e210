/** Rows of one stored column after another, whichever pages they stand in. */
import type { Page } from './pages.ts'

/** A column of the table that is made of a stored one. */
export interface Wanted {
  /** Place in its lists; null for the whole cell. */
  readonly place: number | null
  /** Position among the numbers or the texts of a block. */
  readonly to: number
}

export interface Wants {
  readonly numbers: readonly Wanted[]
  readonly texts: readonly Wanted[]
}

/** The cells of a block: numbers row-major, `width` in a row. */
export interface Cells {
  readonly numbers: Float64Array
  readonly width: number
  readonly texts: readonly string[][]
}

export interface Cursor {
  /** Takes the next rows. Throws where there are fewer. */
  take(rows: number, cells: Cells): void
  /** Throws where there are more. */
  end(): void
}

/** The next page of several; null behind the last. */
export type NextPage = () => Page | null

export function pageOrThrow(next: NextPage): Page {
  const page = next()
  if (page === null) throw new RangeError('fewer values than rows')
  return page
}
