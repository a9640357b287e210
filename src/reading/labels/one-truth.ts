/** Columns of labels that say one truth, each in its words: label and label_name. */
import { isNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { sampleOf } from '../named-columns.ts'

/** Rows from which on it is no chance that two columns go together. */
const ENOUGH_ROWS = 16

/**
 * Of columns that say the same, each in its words, the one whose words other columns are named for, or else the first of
 * numbers; undefined where they do not.
 * @param isNamedFor whether other columns are named for what a column holds
 */
export function ofOneTruth(
  table: Table,
  columns: readonly number[],
  isNamedFor: (column: number) => boolean,
): number | undefined {
  if (
    table.sample.length < ENOUGH_ROWS ||
    new Set(columns.map((c) => table.columns[c])).size < columns.length
  )
    return undefined
  const [first, ...others] = columns.map((column) => sampleOf(table, column))
  const pairs = (other: readonly string[]) =>
    new Set(first.map((cell, row) => JSON.stringify([cell, other[row]]))).size
  const isSame = (other: readonly string[]) =>
    [new Set(first).size, new Set(other).size].every((size) => size > 1 && size === pairs(other))
  if (!others.every(isSame)) return undefined
  return columns.find(isNamedFor) ?? columns.find((column) => sampleOf(table, column).every(isNumber))
}
