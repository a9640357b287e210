/** How far probabilities may be from what they should be, by what they were rounded to on their way into a file. */

import { greatest, least } from '../../extremes.ts'
import { parseNumber } from '../../formats/csv/dialect.ts'
import { precisionIn, type Table } from '../../formats/table.ts'
import type { Precision, Task } from '../../losses/task.ts'
import { columnNumbers, numberRows } from '../first-numbers.ts'
import { sampleOf } from '../named-columns.ts'
import { digitsOf, shortest, writtenDecimals } from './decimals.ts'

export interface Rounding {
  /** How far a probability may lie below 0, and one that stands for itself above 1. */
  readonly outside: number
  /** How far the sum of a softmax row may be from 1, and so a probability of it above 1. */
  readonly rowSum: number
  /** What the first rows have beyond the rounding of their numbers; absent where they have nothing. */
  readonly seen?: RoundedRows
}

/** Probabilities that are taken for rounded ones, though their numbers were not rounded so much. */
export interface RoundedRows {
  /** The one that is farthest outside [0, 1], and the sum of a row that is farthest from 1; null where all are fine. */
  readonly probability: number | null
  readonly sum: number | null
}

/**
 * u, half the distance of 1 from the next number, and R = -ln of the smallest number above 0. A probability is e^x / Σ e^x,
 * where x has a size of at most R, or e^x would be 0: u R is what rounding x does to it, and u √K about what adding up K
 * terms does.
 */
const TYPES: Readonly<Record<Precision, { readonly unit: number; readonly range: number }>> = {
  float16: { unit: 2 ** -11, range: 24 * Math.LN2 },
  float32: { unit: 2 ** -24, range: 149 * Math.LN2 },
  float64: { unit: 2 ** -53, range: 1074 * Math.LN2 },
}

/** Rows smoothed by a small number, or averaged in half precision, are off by as much; one over other columns by far more. */
export const ROW_SUM = 1e-3

/** A row that is off by more tells nothing by its sum, however few decimals it has. */
const MOST_ROW_SUM = 0.05

/** Cells whose digits are looked at. */
const LOOKED_AT = 500

/** Digits that tell any 32-bit number from all others. */
const SINGLE_DIGITS = 9

/**
 * @param hundredfold whether the cells are percentages
 * @param said how far they may be off by what the user says, which widens limits and narrows none
 */
export function roundingOf(
  table: Table,
  columns: readonly number[],
  hundredfold: boolean,
  said = 0,
): Rounding {
  const own = ownRounding(table, columns, hundredfold)
  return { outside: Math.max(own.outside, said), rowSum: Math.max(ROW_SUM, own.outside, own.rowSum, said) }
}

/**
 * What their type, or the decimals or digits that they are written with, do to probabilities. Below 1 as many digits are at
 * least as many decimals.
 */
function ownRounding(table: Table, columns: readonly number[], hundredfold: boolean) {
  const precision = precisionIn(table, columns)
  const rows = Math.ceil(LOOKED_AT / columns.length)
  const cells = columns.flatMap((column) => {
    const numbers = columnNumbers(table, column)
    return sampleOf(table, column).filter((_, row) => row < rows && Number.isFinite(numbers[row]))
  })
  const texts = precision === 'float32' ? cells.map(shortest) : cells
  const decimals =
    texts.reduce((most, cell) => Math.max(most, writtenDecimals(cell)), 0) + (hundredfold ? 2 : 0)
  const digits = texts.reduce((most, cell) => Math.max(most, digitsOf(cell)), 0)
  const { unit, range } = TYPES[precision === 'float64' && areSingle(cells) ? 'float32' : precision]
  return {
    outside: unit * (range + Math.sqrt(columns.length)),
    rowSum: Math.min(MOST_ROW_SUM, (columns.length / 2) * 10 ** -Math.min(decimals, digits)),
  }
}

/** How far rounding can have taken the sum of a row from 1. */
export function ownRowSum(table: Table, columns: readonly number[], hundredfold: boolean): number {
  const { outside, rowSum } = ownRounding(table, columns, hundredfold)
  return Math.max(outside, rowSum)
}

/** Whether 64-bit numbers were 32-bit ones before, or are written with no more digits than these have. */
function areSingle(cells: readonly string[]): boolean {
  const isSingle = (value: number) => Math.fround(value) === value
  return cells.every((cell) => isSingle(parseNumber(cell)) || digitsOf(cell) <= SINGLE_DIGITS)
}

/** What the first rows have beyond that; rows that are too far off are bad ones. */
export function seenRounding(
  table: Table,
  columns: readonly number[],
  task: Task,
  { outside, rowSum }: Rounding,
  hundredfold: boolean,
): RoundedRows | undefined {
  const own = ownRounding(table, columns, hundredfold)
  const whole = hundredfold ? 100 : 1
  let probability: number | null = null
  let sum: number | null = null
  const above = task === 'softmax' ? Math.max(outside, rowSum) : outside
  for (const row of numberRows(table, columns)) {
    const values = row.map((value) => value / whole)
    const total = values.reduce((all, value) => all + value, 0)
    if (!(least(values) >= -outside && greatest(values) - 1 <= above)) continue
    if (task === 'softmax' && !(Math.abs(total - 1) <= rowSum)) continue
    for (const value of values) if (beyond(value) > beyond(probability ?? 0)) probability = value
    const isOff = Math.abs(total - 1) > Math.max(own.outside, own.rowSum)
    if (task === 'softmax' && isOff && Math.abs(total - 1) > Math.abs((sum ?? 1) - 1)) sum = total
  }
  return probability === null && sum === null ? undefined : { probability, sum }
}

/** How far a probability lies outside [0, 1]. */
export function beyond(probability: number): number {
  return Math.max(0, -probability, probability - 1)
}
