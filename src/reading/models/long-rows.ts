/** Rows that may be those of several models below one another. */
import type { Table } from '../../formats/table.ts'

/** Where samples stand, and what columns hold something else. */
export interface LongRows {
  readonly table: Table
  readonly id: number | null
  /** Labels in this table, if there are any. */
  readonly labels: readonly number[]
  readonly taken: ReadonlySet<number>
  /** What `--model` and `--by` name; null for nothing. */
  readonly models: readonly number[] | null
  readonly by: number | null
}
