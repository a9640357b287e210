/** The scores of the first rows, and what their numbers may be. */
import type { Table } from '../../formats/table.ts'
import type { Task } from '../../losses/task.ts'
import { columnNumbers } from '../first-numbers.ts'
import { formOf, type OtherScale } from './changed.ts'
import { beyond, type Rounding, roundingOf } from './rounding.ts'

export type Scale = 'logits' | 'probs'

/** What a file may hold instead: ln p, or 100 p. */
export type FileScale = Scale | OtherScale

/**
 * Logits of a standard normal all fall into [0, 1] with a chance of 0.34 each: 16 of them once in 10^7
 * files.
 */
export const ENOUGH_VALUES = 16

/** Logits lie outside [0, 1] more often than not; a few values out there are faults among probabilities. */
export const FEW_OUTSIDE = 0.25

/** A few rows at odds with all others are bad ones, and are told as such. */
export const FEW_ROWS = 0.05

/** The scores as they are told from their first rows. */
export interface Seen {
  readonly table: Table
  readonly columns: readonly number[]
  readonly task: Task | null
  readonly rounding: Rounding
  readonly sumsToOne: boolean
}

/** Whether the rows of the sample that hold numbers only all sum to 1, as what they hold. */
export function rowsSumToOne(
  table: Table,
  columns: readonly number[],
  scale: FileScale = 'probs',
  { rowSum }: Pick<Rounding, 'rowSum'> = roundingOf(table, columns, scale === 'percent'),
): boolean {
  const probabilityOf =
    scale === 'logits' || scale === 'probs' ? (cell: number) => cell : formOf(scale, 'softmax').probabilityOf
  const all = new Float64Array(table.sample.length)
  for (const column of columns) {
    const numbers = columnNumbers(table, column)
    for (let row = 0; row < all.length; row++) all[row] += probabilityOf(numbers[row])
  }
  const sums = all.filter(Number.isFinite)
  const far = sums.filter((sum) => !(Math.abs(sum - 1) <= rowSum))
  return columns.length > 1 && sums.length > 0 && far.length <= FEW_ROWS * sums.length
}

/** Row by row. A loop: wide files have a hundred thousand of them. */
export function finiteScores({ table, columns }: Seen): readonly number[] {
  const numbers = columns.map((column) => columnNumbers(table, column))
  const finite: number[] = []
  for (let row = 0; row < table.sample.length; row++)
    for (const column of numbers) if (Number.isFinite(column[row])) finite.push(column[row])
  return finite
}

/** Whether a score is too far outside [0, 1] for a rounded probability. */
export function isOutside(value: number, { task, rounding: { outside, rowSum } }: Seen): boolean {
  return beyond(value) > (task === 'softmax' && value > 1 ? Math.max(outside, rowSum) : outside)
}
