/** Whether scores are logits or probabilities. */
import { InputError } from '../../errors.ts'
import { parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import type { Task } from '../../losses/task.ts'
import { readingInName } from '../column-names.ts'
import { numberHint } from '../number-hints.ts'

export type Scale = 'logits' | 'probs'

/**
 * Logits of a standard normal all fall into [0, 1] with a chance of 0.34 each: 16 of them once in 10^7
 * files.
 */
const ENOUGH_VALUES = 16

/** Logits lie outside [0, 1] more often than not; a few values out there are faults among probabilities. */
const FEW_OUTSIDE = 0.25

/** How far a row of probabilities may be from 1 in sum and still be told as one. */
const ROW_SUM_TOLERANCE = 1e-3

export interface DetectedScale {
  readonly scale: Scale
  /** Whether the sampled rows of scores sum to 1. */
  readonly sumsToOne: boolean
}

/**
 * By flag, by the columns' or the file's names, by the values; an InputError that asks for --from
 * otherwise.
 */
export function detectScale(
  table: Table,
  columns: readonly number[],
  task: Task | null,
  flag: Scale | undefined,
  reasons: string[],
): DetectedScale {
  const sumsToOne = rowsSumToOne(table, columns)
  if (flag) {
    reasons.push(`scores are ${flag}, as --from says`)
    return { scale: flag, sumsToOne }
  }
  const name = table.named ? table.columns[columns[0]] : fileName(table.path)
  const named = readingInName(name)
  if (named) {
    reasons.push(`scores are ${named}, by the name "${name}"`)
    return { scale: named, sumsToOne }
  }
  return { scale: scaleOfValues(table, columns, task, sumsToOne, reasons), sumsToOne }
}

/** Whether the rows of the sample that hold numbers only all sum to 1. */
export function rowsSumToOne(table: Table, columns: readonly number[]): boolean {
  return rowsSumTo(1, table, columns)
}

function rowsSumTo(total: number, table: Table, columns: readonly number[]): boolean {
  const sums = table.sample
    .map((row) => columns.reduce((sum, column) => sum + parseNumber(row[column]), 0))
    .filter(Number.isFinite)
  const near = (sum: number) => Math.abs(sum / total - 1) <= ROW_SUM_TOLERANCE
  return columns.length > 1 && sums.length > 0 && sums.every(near)
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}

function scaleOfValues(
  table: Table,
  columns: readonly number[],
  task: Task | null,
  sumsToOne: boolean,
  reasons: string[],
): Scale {
  const values = table.sample.flatMap((row) => columns.map((column) => parseNumber(row[column])))
  const finite = values.filter(Number.isFinite)
  if (finite.length === 0) throw noNumbers(table, columns[0])
  const outside = finite.filter((value) => value < 0 || value > 1)
  if (outside.length > FEW_OUTSIDE * finite.length) {
    refusePercentages(table, columns, finite, task)
    reasons.push('scores are logits, since some lie outside 0 to 1')
    return 'logits'
  }
  if (outside.length === 0 && (task === 'softmax' ? sumsToOne : finite.length >= ENOUGH_VALUES)) {
    refuseDecisions(table, finite)
    reasons.push(`scores are probs, since ${sumsToOne ? 'rows of them sum to 1' : 'all lie within 0 to 1'}`)
    return 'probs'
  }
  throw unclearScale(table, finite, outside, task)
}

/** Logits lie on both sides of 0, where they are not compared with each other. */
function refusePercentages(
  table: Table,
  columns: readonly number[],
  finite: readonly number[],
  task: Task | null,
): void {
  const positive = finite.every((value) => value >= 0)
  if (!positive || (task === 'softmax' && !rowsSumTo(100, table, columns))) return
  throw new InputError(
    table.path,
    'no score is below 0 and many are above 1, as percentages are',
    'divide by 100 and say --from probs, or say --from logits',
  )
}

/** A classifier that is sure of everything is more likely a column of predicted classes. */
function refuseDecisions(table: Table, finite: readonly number[]): void {
  if (finite.some((value) => value !== 0 && value !== 1)) return
  throw new InputError(
    table.path,
    'every score is exactly 0 or 1, as predicted classes are',
    'name the column of scores with --score, or say --from probs',
  )
}

function unclearScale(
  table: Table,
  finite: readonly number[],
  outside: readonly number[],
  task: Task | null,
): InputError {
  const problem =
    outside.length > 0
      ? `${outside.length} of ${finite.length} scores lie outside 0 to 1 (${outside[0]}), few for logits and too many for probabilities`
      : task === 'softmax'
        ? 'the scores lie within 0 to 1 but rows of them do not sum to 1'
        : `${finite.length} score${finite.length === 1 ? ' is' : 's are'} too few to tell probabilities from logits`
  return new InputError(table.path, problem, 'say --from probs or --from logits')
}

function noNumbers(table: Table, column: number): InputError {
  const cell = table.sample[0][column]
  return new InputError(
    table.path,
    `"${table.columns[column]}" is to hold the scores and holds "${cell.slice(0, 40)}", which is not a number`,
    numberHint(cell) ?? 'name the column of scores with --score',
  )
}
