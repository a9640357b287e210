/** What scores of a row cannot be, and how far probabilities are from what they could be. */
import { parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { type Reading, sharesRow } from '../../reading/reading.ts'
import { beyond } from '../../reading/scores/rounding.ts'
import type { Fault } from './bad-cell.ts'
import type { RowLimits } from './layout.ts'

export interface ScoreFault {
  /** Which of the scores. */
  readonly at: number
  readonly fault: Fault
  readonly detail?: string
  /** How far probabilities are from what they could be; absent where no tolerance would help. */
  readonly off?: number
}

/** The first score that cannot be one, and why. */
export function scoreFault(
  scores: Float64Array,
  at: number,
  classes: number,
  limits: RowLimits,
): ScoreFault | undefined {
  let sum = 0
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  const floor = floorOf(limits)
  const ceiling = ceilingOf(limits)
  for (let c = 0; c < classes; c++) {
    const score = scores[at + c]
    // NaN and infinities: their difference with themselves is no 0.
    if (score - score !== 0) return { at: c, fault: 'number' }
    if (score < floor || score - 1 > ceiling) return { at: c, fault: 'probability', off: beyond(score) }
    sum += score
    if (score < least) least = score
    if (score > most) most = score
  }
  if (most - least > limits.spread) return { at: 0, fault: 'margin' }
  if (!limits.probabilities) return undefined
  if (limits.renormalize && sum > 0) return shareFault(scores, at, classes, sum, limits)
  if (Math.abs(sum - 1) <= limits.rowSum) return undefined
  return { at: 0, fault: 'row-sum', detail: String(Number(sum.toPrecision(6))), off: Math.abs(sum - 1) }
}

/** Whether none has a fault, of scores of which each stands for itself, as those of binary and multi-label data do. */
export function areSound(scores: Float64Array, limits: RowLimits): boolean {
  const floor = floorOf(limits)
  const ceiling = ceilingOf(limits)
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]
    if (score - score !== 0 || score < floor || score - 1 > ceiling) return false
  }
  return true
}

function floorOf({ probabilities, renormalize, outside }: RowLimits): number {
  return probabilities && !renormalize ? -outside : Number.NEGATIVE_INFINITY
}

/** Of what is above 1. */
function ceilingOf({ probabilities, renormalize, above }: RowLimits): number {
  return probabilities && !renormalize ? above : Number.POSITIVE_INFINITY
}

/** The first that is no probability once it is divided by the sum of its row; none is above 1 if none is below 0. */
function shareFault(
  scores: Float64Array,
  at: number,
  classes: number,
  sum: number,
  { outside }: RowLimits,
): ScoreFault | undefined {
  for (let c = 0; c < classes; c++)
    if (scores[at + c] / sum < -outside) return { at: c, fault: 'probability' }
  return undefined
}

/** The tolerance, of one digit, that takes what is so far off and all of the first rows. */
export function toleranceFor(off: number, table: Table, reading: Reading): number {
  const isRow = sharesRow(reading)
  const seen = reading.form === null ? table.sample.map((row) => offOf(row, reading.scores, isRow)) : []
  const most = seen.reduce((farthest, one) => Math.max(farthest, one), off)
  const digit = 10 ** Math.floor(Math.log10(most))
  return Number((Math.ceil((most / digit) * (1 + 1e-9)) * digit).toPrecision(1))
}

function offOf(row: readonly string[], columns: readonly number[], isRow: boolean): number {
  const values = columns.map((column) => parseNumber(row[column])).filter(Number.isFinite)
  const sum = values.reduce((all, value) => all + value, 0)
  const outside = values.reduce((farthest, value) => Math.max(farthest, beyond(value)), 0)
  return isRow ? Math.max(outside, Math.abs(sum - 1)) : outside
}
