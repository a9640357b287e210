/** What stands beside the scores of several models and may be that of one more, though its name does not say so. */
import type { Table } from '../../formats/table.ts'
import { namesRows } from '../column-names.ts'
import type { Dataset } from '../dataset.ts'
import { columnNumbers } from '../first-numbers.ts'
import { errorOfPositives, SURE } from '../labels/opposed.ts'
import { mentionsScore, saysProbable } from '../name-words.ts'
import { writeColumns } from '../named-columns.ts'
import { holdsFractions } from '../scores/fractions.ts'
import { areAllShares } from '../scores/likely.ts'
import { isComputed } from '../scores/model-words.ts'
import { withoutRestated } from '../scores/restated.ts'

/** A mean of ranks, as ensembles have it, lies within 0 to 1 as scores do. */
const OF_RANKS = /rank(?:ed)?(?=_?(?:avg|average|mean|ensemble|blend))/i

/**
 * Columns of fractions within 0 to 1, or of percentages that are called so, which are surely higher where the label is positive, or are
 * called like a probability; each as `--score` takes it.
 *
 * @param dataset that of one of the models
 * @param known columns of all models
 */
export function perhapsModels(
  { scores, labels, reading }: Dataset,
  known: readonly number[],
): readonly string[] {
  const [table] = scores
  const { id, weight, by, sides } = reading
  const own = [id, sides.weight === 'scores' ? weight : null, sides.by === 'scores' ? by : null]
  const taken = new Set([...known, ...own, ...(labels === scores ? reading.labels : [])])
  const isHigher = (score: number) =>
    labels !== scores ||
    errorOfPositives({ scores: table, score, labels: labels[0], label: reading.labels[0] }, reading.codes) >=
      SURE
  const found = [...table.columns.keys()].filter((column) => {
    const name = table.columns[column]
    if (taken.has(column) || isComputed(name.replace(OF_RANKS, '')) || namesRows(name)) return false
    return isShare(table, column) && (saysProbable(name) || isHigher(column))
  })
  const told = new Set(withoutRestated(table, [...known, ...found]))
  return found
    .filter((column) => told.has(column) && !known.some((other) => areSame(table, column, other)))
    .map((column) => writeColumns(table, [column]))
}

function isShare(table: Table, column: number): boolean {
  if (holdsFractions(table, [column]) && areAllShares(table, [column])) return true
  const values = columnNumbers(table, column).filter(Number.isFinite)
  const arePercent = new Set(values).size > 2 && values.every((value) => value >= 0 && value <= 100)
  return arePercent && /pct|percent/i.test(table.columns[column]) && mentionsScore(table.columns[column])
}

function areSame(table: Table, one: number, other: number): boolean {
  const numbers = columnNumbers(table, other)
  return columnNumbers(table, one).every((value, row) => value === numbers[row])
}
