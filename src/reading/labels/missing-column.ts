/** Labels of a class that has no column of scores, beside the probabilities of the other classes. */
import { InputError } from '../../errors.ts'
import { isNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { joinNames } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { numberRows } from '../first-numbers.ts'
import { listNames } from '../named-columns.ts'
import { areAllShares } from '../scores/likely.ts'
import { among, MAX_CELL } from './evidence.ts'

/** How far the sum of a row is from 1 that lacks a class, and rows from which on that is no chance. */
const LACKING = { sum: 0.02, rows: 4 } as const

/**
 * Throws an InputError where all columns are named for labels, one label more occurs, and rows of probabilities lack something
 * of 1: what the others of that label are.
 */
export function refuseMissingColumn(
  path: string,
  scores: Table,
  columns: readonly number[],
  headers: readonly string[],
  cells: readonly string[],
): void {
  const labels = [...new Set(cells)]
  const strays = labels.filter((label) => !among(headers)(label))
  const [stray] = strays
  if (strays.length !== 1 || isNumber(stray) || stray.length > MAX_CELL) return
  if (!headers.every(among(labels)) || !areAllShares(scores, columns)) return
  const sums = numberRows(scores, columns).map((row) => row.reduce((sum, p) => sum + p, 0))
  const lacking = sums.filter((sum) => sum > 0 && sum < 1 - LACKING.sum).length
  if (lacking < Math.max(LACKING.rows, sums.length / 2) || sums.some((sum) => sum > 1 + LACKING.sum)) return
  throw new InputError(
    path,
    `the label "${stray}" has no column of scores: rows of ${listNames(columns.map((column) => scores.columns[column]))} do not sum to 1`,
    `add its column, or say ${writeFlag('--ignore-label', joinNames([stray]))} --renormalize to leave the class out`,
  )
}
