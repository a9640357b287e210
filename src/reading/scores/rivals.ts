/** A column called score may be a feature: what stands beside it and says a probability by its name. */
import type { Table } from '../../formats/table.ts'
import { columnNumbers } from '../first-numbers.ts'
import { relationOfNames } from '../labels/opposed.ts'
import { saysBarePercent, saysBareScore, saysProbable } from '../name-words.ts'
import { areAllShares } from './likely.ts'

/**
 * The columns that may be meant in place of one that is called score and no more: fractions within 0 to 1, or percentages, with a word of
 * probability among others. Beside one that is called a percentage of something, any fractions within 0 to 1. What alone is named for the
 * label has none.
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
  const isPercent = saysBarePercent(name)
  if (!isPercent && !saysBareScore(name)) return []
  const isOfLabel = (scored: string) => labels.some((label) => relationOfNames(scored, label) === 'same')
  return plausible.filter((column) => {
    const other = table.columns[column]
    const isProbable = saysProbable(other)
    if (column === score || !(isProbable || isPercent) || (isOfLabel(name) && !isOfLabel(other))) return false
    const values = columnNumbers(table, column).filter(Number.isFinite)
    const isVaried = new Set(values).size > 1 && values.some((value) => !Number.isInteger(value))
    const arePercent = isProbable && values.every((value) => value >= 0 && value <= 100)
    return isVaried && (arePercent || areAllShares(table, [column]))
  })
}
