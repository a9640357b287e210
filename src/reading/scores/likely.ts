/** Which columns a question about scores names, the likeliest first, and what is said where none can be one. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import { writeFlag } from '../../words/shell.ts'
import { isScoreName, scoreFamily } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { higherFirst } from '../labels/decisions.ts'
import { saysBareScore, saysConfidence, saysPredicted } from '../name-words.ts'
import { listColumns, writeColumns } from '../named-columns.ts'
import { rankError, SURE_OF_PAIRS } from '../rank-sum.ts'
import { holdsFractions } from './fractions.ts'

/**
 * Those that can be scores by their names, or by their values: fractions that lie within 0 to 1, or are below 0 at times as
 * logits are. What is whole or above 1 in all rows is a count, a length, a class.
 */
export function possibleScores(table: Table, columns: readonly number[]): readonly number[] {
  const isCalledSo = (name: string) => isScoreName(name) || scoreFamily(name) !== undefined
  return columns.filter((column) => isCalledSo(table.columns[column]) || holdsScores(valuesOf(table, column)))
}

function valuesOf(table: Table, column: number): readonly number[] {
  return columnNumbers(table, column).filter(Number.isFinite)
}

function holdsScores(values: readonly number[]): boolean {
  return !values.every(Number.isInteger) && (areShares(values) || values.some((value) => value < 0))
}

function areShares(values: readonly number[]): boolean {
  return values.every((value) => value >= 0 && value <= 1)
}

/**
 * Those that may be meant by their names first; of these fractions within 0 to 1, then all others, and what is the same in all
 * rows last.
 */
export function likelyFirst(table: Table, columns: readonly number[], named: readonly number[]): number[] {
  const rank = (column: number) => {
    const values = valuesOf(table, column)
    const isConstant = new Set(values).size < 2
    return (named.includes(column) ? 0 : 4) + (isConstant ? 2 : 0) + (areShares(values) ? 0 : 1)
  }
  return columns.toSorted((one, other) => rank(one) - rank(other))
}

/** Of risk_score and predicted_proba more likely the latter, of score and prob_high, and of top1_prob and probability_pct. */
export function predictedFirst({ columns }: Table, single: readonly number[]): number[] {
  const rank = (index: number) => {
    if (saysConfidence(columns[index])) return 3
    return saysPredicted(columns[index]) ? 0 : 1 + Number(saysBareScore(columns[index]))
  }
  return single.toSorted((one, other) => rank(one) - rank(other))
}

/** What is surely lower where the label is 1 than where it is 0 behind all others: it is hardly the score of the label 1. */
export function lowerLast(table: Table, columns: readonly number[], labels: readonly string[]): number[] {
  const lower = new Set(columns.filter(lowerWherePositive(table, labels)))
  return columns.toSorted((one, other) => Number(lower.has(one)) - Number(lower.has(other)))
}

/** Tells which column is surely so; none is where there are other labels than 0 and 1. */
export function lowerWherePositive(
  table: Table,
  labels: readonly string[],
  sure = SURE_OF_PAIRS,
): (column: number) => boolean {
  const cells = labels.map((label) => label.trim())
  if (cells.length !== table.sample.length || cells.some((cell) => cell !== '0' && cell !== '1'))
    return () => false
  return (column) => {
    const numbers = columnNumbers(table, column)
    const of = (label: string) => numbers.filter((x, row) => cells[row] === label && Number.isFinite(x))
    return rankError(of('1'), of('0')) < -sure
  }
}

/** Of what is plausible, or else of all columns of numbers, those that can be scores, without predicted classes beside fractions. */
export function likelyScores(
  table: Table,
  plausible: readonly number[],
  numeric: readonly number[],
): readonly number[] {
  const possible = possibleScores(table, plausible.length > 1 ? plausible : numeric)
  const isDecision = (column: number) =>
    saysPredicted(table.columns[column]) &&
    valuesOf(table, column).every((value) => value === 0 || value === 1)
  const left = possible.filter((column) => !isDecision(column))
  const likely = likelyFirst(table, holdsFractions(table, left) ? left : possible, plausible)
  return higherFirst(table, likely)
}

/**
 * Columns of numbers beside labels, none of which is called as scores are or holds what they can be.
 *
 * @param flag names them where it takes several
 */
export function holdsNoScore(table: Table, flag?: string): InputError {
  const wayOut = flag
    ? `say ${flag} if each column holds them of a class all the same`
    : 'say --score NAME if a column holds them all the same'
  return new InputError(
    table.path,
    'holds no scores: none of its columns of numbers is called so, or holds fractions that lie within 0 to 1 or are below 0 at times',
    `write the probability or the logit of each class; ${wayOut}; the columns are ${listColumns(table)}`,
  )
}

/** Whether all of several columns lie within 0 to 1, in all rows. */
export function areAllShares(table: Table, columns: readonly number[]): boolean {
  return columns.every((column) => areShares(valuesOf(table, column)))
}

/** Throws that error where there are numbers of which none can be a score. */
export function refuseNoScore(table: Table, columns: readonly number[]): void {
  const areNumbers = columns.some((column) => valuesOf(table, column).length > 0)
  if (areNumbers && possibleScores(table, columns).length === 0) throw holdsNoScore(table)
}

/** The one that can be, and is not called so. */
export function unclearOne(table: Table, column: number): InputError {
  return new InputError(
    table.path,
    `it is unclear whether "${table.columns[column]}" holds the scores`,
    `say ${writeFlag('--score', writeColumns(table, [column]))} if it does; the columns are ${listColumns(table)}`,
  )
}
