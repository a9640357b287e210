/** The part of a dump that counts: scores and labels. */
import type { Column } from './cells.ts'

/** Columns of scores and labels, and what is unclear about them. */
export interface Part {
  readonly scores: readonly Column[]
  readonly labels: readonly Column[]
  /** The class of each column of scores; none where lists of them are one column. */
  readonly order: readonly number[]
  readonly words: readonly string[]
  /** What a person says of it. */
  readonly flags: readonly string[]
  /** Whether names alone tell which class a column is of. */
  readonly isMoved: boolean
  readonly doubts: readonly string[]
  readonly traits: readonly string[]
}
