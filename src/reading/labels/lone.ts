/** The only column that may hold the labels, where its values or its name say that it does. */
import type { Table } from '../../formats/table.ts'
import { isIdName, readingInName } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { mentionsScore, saysConfidence, saysPredicted, wordsIn } from '../name-words.ts'
import { sampleOf } from '../named-columns.ts'
import { rankError } from '../rank-sum.ts'
import { isWhatScoresSay } from './decisions.ts'
import { SURE } from './opposed.ts'
import { mayBeAmount } from './unclear.ts'

const TRUTH = new Set(['true', 'truth', 'gold', 'actual', 'groundtruth'])

/** true_phenotype, actual_churn: a word for what is so. Where rows are sorted, the first of them are of one class. */
export function loneTruth(table: Table, free: readonly number[]): number | undefined {
  const truths = free.filter((column) => {
    const name = table.columns[column]
    const isCalledSo = wordsIn(name).some((word) => TRUTH.has(word)) && !saysPredicted(name)
    return isCalledSo && !isIdName(name) && !mentionsScore(name) && valuesOf(table, column).size <= 2
  })
  return truths.length === 1 && !mayBeAmount(table, truths[0]) ? truths[0] : undefined
}

/** Words for what rows are chosen or treated by, which a score may go with as well as with what is predicted. */
const CHOSEN = new Set(
  'has had in with use used flag sex gender male female split train test valid validation holdout treat treated treatment group selected included reviewed known'.split(
    ' ',
  ),
)

/** Rows of each class from which on it is no chance that probabilities add up to as many as are positive and are higher there. */
const ENOUGH_OF_EACH = 4

/** Standard errors by which a score is as often higher beside one of two values by chance as not. */
const BY_CHANCE = 2

/**
 * The only column of 0 and 1 of which a column of probabilities says how many are positive and which: within three standard errors
 * the first, beyond them the second. Others of two values are not it where no score goes with them. What a score parts without an
 * error is a decision.
 */
export function loneOutcome(table: Table, free: readonly number[]): number | undefined {
  const isPredicted = (column: number) => saysPredicted(table.columns[column])
  const scores = table.columns.flatMap((name, other) =>
    isOfProbabilities(name) && holdsProbabilities(columnNumbers(table, other))
      ? [columnNumbers(table, other)]
      : [],
  )
  const twos = free.filter((column) => !isPredicted(column) && valuesOf(table, column).size === 2)
  const going = twos.filter((column) => {
    const cells = sampleOf(table, column).map((cell) => cell.trim())
    return scores.some((values) => Math.abs(errorOf(values, cells, cells[0])) > BY_CHANCE)
  })
  const [column] = going
  if (going.length !== 1 || isWhatScoresSay(table, column)) return undefined
  const cells = sampleOf(table, column).map((cell) => cell.trim())
  const isChosen = wordsIn(table.columns[column]).some((word) => CHOSEN.has(word))
  if (isChosen || isIdName(table.columns[column]) || !cells.every((cell) => /^[01](?:\.0+)?$/.test(cell)))
    return undefined
  const one = cells.find((cell) => cell.startsWith('1'))!
  const errors = scores.map((values) => (areAsMany(values, cells, one) ? errorOf(values, cells, one) : 0))
  const isLower = scores.some((values) => errorOf(values, cells, one) < -BY_CHANCE)
  return errors.some((error) => error > SURE) && !isLower ? column : undefined
}

function isOfProbabilities(name: string): boolean {
  return mentionsScore(name) && !saysConfidence(name) && readingInName(name) !== 'logits'
}

function holdsProbabilities(values: readonly number[]): boolean {
  return values.every((p) => p >= 0 && p <= 1) && !values.every(Number.isInteger)
}

/** By how many standard errors probabilities are higher in the rows of a value; 0 where these or others are few. */
function errorOf(values: readonly number[], cells: readonly string[], one: string): number {
  const [ones, others] = [true, false].map((is) => values.filter((_, row) => (cells[row] === one) === is))
  return Math.min(ones.length, others.length) < ENOUGH_OF_EACH ? 0 : rankError(ones, others)
}

/** Whether probabilities add up to the rows of a value, as far as chance lets them. */
function areAsMany(values: readonly number[], cells: readonly string[], one: string): boolean {
  const sum = values.reduce((total, p) => total + p, 0)
  const variance = values.reduce((total, p) => total + p * (1 - p), 0)
  return Math.abs(sum - cells.filter((cell) => cell === one).length) <= SURE * Math.sqrt(variance)
}

function valuesOf(table: Table, column: number): ReadonlySet<string> {
  const values = new Set(sampleOf(table, column).map((cell) => cell.trim()))
  values.delete('')
  return values
}
