/** A column called score may be a feature: what stands beside it and says a probability by its name. */
import type { Table } from '../../formats/table.ts'
import { columnNumbers } from '../first-numbers.ts'
import { relationOfNames } from '../labels/opposed.ts'
import { saysBareScore, saysProbable } from '../name-words.ts'
import { areAllShares } from './likely.ts'

/**
 * The columns that may be meant in place of one that is called score and no more: fractions within 0 to 1 with a word of probability among
 * others. A score that alone is named for the label has none.
 *
 * @param labels the names of their columns
 */
export function rivalsOf(
  table: Table,
  score: number,
  plausible: readonly number[],
  labels: readonly string[],
): readonly number[] {
  const name = table.columns[score]
  if (!saysBareScore(name)) return []
  const isOfLabel = (scored: string) => labels.some((label) => relationOfNames(scored, label) === 'same')
  return plausible.filter((column) => {
    const other = table.columns[column]
    if (column === score || !saysProbable(other) || (isOfLabel(name) && !isOfLabel(other))) return false
    const values = columnNumbers(table, column).filter(Number.isFinite)
    const isVaried = new Set(values).size > 1 && values.some((value) => !Number.isInteger(value))
    return isVaried && areAllShares(table, [column])
  })
}
