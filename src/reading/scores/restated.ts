/** Columns that say again what another says: the confidence beside the probability, the probability beside the logit. */

import { greatest } from '../../extremes.ts'
import type { Table } from '../../formats/table.ts'
import { isScoreName, listFamily, scoreFamily } from '../column-names.ts'
import { columnNumbers, numberRows } from '../first-numbers.ts'
import { mentionsScore, saysConfidence } from '../name-words.ts'
import { writtenDecimals } from './decimals.ts'
import { lowerWherePositive } from './likely.ts'

/** Numbers of two columns may be rounded each in its way, and percentages by as many hundredths. */
export const ROUNDING = 2e-3

/** Rows from which on it is no chance that all of them agree. */
const ENOUGH_ROWS = 4

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))
const surer = (p: number) => Math.max(p, 1 - p)

/** What is computed of a probability, of its logarithm, of a percentage, of a logit. */
const OF_PROBABILITY = [surer]
const OF_LOGARITHM = [Math.exp, (x: number) => surer(Math.exp(x))]
const OF_PERCENT = [(x: number) => surer(x / 100), (x: number) => 100 * surer(x / 100)]
const OF_LOGIT = [sigmoid, (x: number) => surer(sigmoid(x))]

/**
 * Those that are not computed of another one, row by row.
 *
 * @param labels of the first rows, where they are known
 */
export function withoutRestated(
  table: Table,
  columns: readonly number[],
  labels: readonly string[] = [],
): readonly number[] {
  if (columns.length < 2 || table.sample.length < 2) return columns
  const values = columns.map((column) => columnNumbers(table, column))
  const ways = values.map(waysOf)
  const shares = new Set(values.filter((column) => column.every((x) => x >= 0 && x <= 1)))
  const isLower = lowerWherePositive(table, labels)
  const isSaidAgain = (at: number) =>
    values.some(
      (of, i) => i !== at && (restates(values[at], of, ways[i]) || isOtherScale(values[at], of, shares)),
    ) ||
    isBest(values[at], [...shares], isScoreName(table.columns[columns[at]])) ||
    // What is low where the label is 1 is hardly its score, and the confidence may be that.
    columns.some((of, i) => i !== at && isConfidenceOf(table, columns[at], of) && !isLower(of))
  // What is computed of all logits of a row is soon no chance.
  const isRestated = (at: number) =>
    (table.sample.length >= ENOUGH_ROWS && isSaidAgain(at)) || isBestOfLogits(table, columns, at)
  const listOf = (column: number) => listFamily(table.columns[column])?.family
  // A class has its place in a list whatever stands in the others.
  const isPlace = (column: number) =>
    columns.some(
      (other) => other !== column && listOf(column) !== undefined && listOf(other) === listOf(column),
    )
  const left = columns.filter((column, at) => isPlace(column) || !isRestated(at))
  return left.length > 0 ? left : columns
}

/**
 * Whether it is the highest of the others in every row, which are probabilities, and more than one of them is at times. Where
 * one always is, either may be the copy: a name such as confidence, beside columns that sum to 1, says which.
 */
function isBest(
  values: readonly number[],
  shares: readonly (readonly number[])[],
  isNamed: boolean,
): boolean {
  const others = shares.filter((column) => column !== values)
  const isSame = (column: readonly number[]) =>
    values.every((x, row) => Math.abs(x - column[row]) <= ROUNDING)
  const isHighestOf = () =>
    values.every((x, row) => Math.abs(x - greatest(others.map((column) => column[row]))) <= ROUNDING)
  const areWhole = () =>
    values.every((_, row) => Math.abs(others.reduce((sum, column) => sum + column[row], 0) - 1) <= ROUNDING)
  return others.length > 1 && isHighestOf() && (!others.some(isSame) || (isNamed && areWhole()))
}

/** Of two columns of which the one is always what the other leaves, or the same, names tell the confidence from the probability of a class. */
function isConfidenceOf(table: Table, column: number, of: number): boolean {
  const [name, other] = [table.columns[column], table.columns[of]]
  if (!saysConfidence(name) || saysConfidence(other) || !(mentionsScore(other) || scoreFamily(other)))
    return false
  const shares = columnNumbers(table, of)
  const isOfSurer = (value: number, row: number) => Math.abs(value - surer(shares[row])) <= ROUNDING
  return shares.every((p) => p >= 0 && p <= 1) && columnNumbers(table, column).every(isOfSurer)
}

/** A confidence beside logits is a probability of theirs. */
function isBestOfLogits(table: Table, columns: readonly number[], at: number): boolean {
  if (!mentionsScore(table.columns[columns[at]])) return false
  const others = columns.filter((_, i) => i !== at)
  const areLogits = others.some((column) => columnNumbers(table, column).some((x) => x < 0 || x > 1))
  return others.length > 1 && areLogits && isHighest(table, columns[at], others)
}

function restates(
  values: readonly number[],
  of: readonly number[],
  ways: ReturnType<typeof waysOf>,
): boolean {
  const areAt = (way: (x: number) => number) =>
    values.every((value, i) => Math.abs(value - way(of[i])) <= ROUNDING)
  // Of two classes the one is what the other leaves, and of probabilities above a half the surer one is the same number.
  return ways.some(areAt) && !areAt((x) => x) && !areAt((x) => 1 - x)
}

/**
 * Of a probability and its percentage the one that is rounded further says the other again; the percentage where both have all digits.
 *
 * @param within columns of numbers within 0 to 1
 */
function isOtherScale(
  values: readonly number[],
  of: readonly number[],
  within: ReadonlySet<readonly number[]>,
): boolean {
  const isShare = within.has(values)
  if (isShare === within.has(of)) return false
  const [shares, percent] = isShare ? [values, of] : [of, values]
  const isAt = (way: (x: number) => number) =>
    percent.every((value, i) => Math.abs(value - 100 * way(shares[i])) <= 100 * ROUNDING)
  return (isAt((x) => x) || (!isShare && isAt(surer))) && isShare === hasMoreDigits(percent, shares)
}

/** All that a sum could tell apart. */
const MOST_DECIMALS = 12

function hasMoreDigits(percent: readonly number[], shares: readonly number[]): boolean {
  const decimals = (values: readonly number[], more: number) =>
    Math.min(MOST_DECIMALS, more + greatest(values.map((x) => writtenDecimals(String(x)))))
  return decimals(percent, 2) > decimals(shares, 0)
}

function waysOf(of: readonly number[]): readonly ((x: number) => number)[] {
  if (of.every((x) => x <= 0)) return [...OF_LOGARITHM, ...OF_LOGIT]
  if (of.every((x) => x >= 0 && x <= 1)) return OF_PROBABILITY
  return of.every((x) => x >= 0 && x <= 100) ? [...OF_PERCENT, ...OF_LOGIT] : OF_LOGIT
}

/** Whether a column is the highest probability of the others in every row, which are probabilities or logits. */
export function isHighest(table: Table, column: number, others: readonly number[]): boolean {
  const rows = numberRows(table, others)
  const areShares = rows.every((row) => row.every((x) => x >= 0 && x <= 1))
  return columnNumbers(table, column).every((value, i) => {
    const highest = greatest(rows[i])
    const best = areShares ? highest : 1 / rows[i].reduce((sum, x) => sum + Math.exp(x - highest), 0)
    return Math.abs(value - best) <= ROUNDING
  })
}
