/** Whether scores are logits or probabilities. */
import { InputError } from '../errors.ts'
import type { Task } from '../losses/loss.ts'
import { readingInName } from './column-names.ts'
import { parseNumber } from './csv-dialect.ts'
import type { Table } from './table.ts'

export type Scale = 'logits' | 'probs'

/** Logits of a standard normal all fall into [0, 1] with a chance of 0.34 each: 16 of them once in 10^7 files. */
const ENOUGH_VALUES = 16

/** How far a row of probabilities may be from 1 in sum and still be told as one. */
const ROW_SUM_TOLERANCE = 1e-3

export interface DetectedScale {
  readonly scale: Scale
  /** Whether the sampled rows of scores sum to 1. */
  readonly sumsToOne: boolean
}

/** By flag, by the columns' or the file's names, by the values; an InputError that asks for --from otherwise. */
export function detectScale(
  table: Table,
  columns: readonly number[],
  task: Task | null,
  flag: Scale | undefined,
  reasons: string[],
): DetectedScale {
  const rows = table.sample.map((row) => columns.map((column) => parseNumber(row[column])))
  const sumsToOne =
    columns.length > 1 &&
    rows.every((row) => Math.abs(row.reduce((sum, value) => sum + value, 0) - 1) <= ROW_SUM_TOLERANCE)
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
  return { scale: scaleOfValues(table, rows.flat(), task, sumsToOne, reasons), sumsToOne }
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}

function scaleOfValues(
  table: Table,
  values: readonly number[],
  task: Task | null,
  sumsToOne: boolean,
  reasons: string[],
): Scale {
  const finite = values.filter(Number.isFinite)
  if (finite.some((value) => value < 0 || value > 1)) {
    reasons.push('scores are logits, since some lie outside 0 to 1')
    return 'logits'
  }
  if (task === 'softmax' ? sumsToOne : finite.length >= ENOUGH_VALUES) {
    reasons.push(`scores are probs, since ${sumsToOne ? 'rows of them sum to 1' : 'all lie within 0 to 1'}`)
    return 'probs'
  }
  throw new InputError(
    table.path,
    task === 'softmax'
      ? 'the scores lie within 0 to 1 but rows of them do not sum to 1'
      : `${finite.length} scores within 0 to 1 do not tell probabilities from logits`,
    'say --from probs or --from logits',
  )
}
