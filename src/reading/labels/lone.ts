/** The only column that may hold the labels, where its values or its name say that it does. */
import { parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { isIdName } from '../column-names.ts'
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

/**
 * The only column of two values, 0 and 1, of which a column of probabilities says how many are positive and which: within three
 * standard errors the first, beyond them the second. What a score parts without an error is a decision.
 */
export function loneOutcome(table: Table, free: readonly number[]): number | undefined {
  const twos = free.filter((column) => valuesOf(table, column).size === 2)
  const [column] = twos
  if (twos.length !== 1 || saysPredicted(table.columns[column]) || isWhatScoresSay(table, column))
    return undefined
  const bits = sampleOf(table, column).map((cell) => parseNumber(cell.trim()))
  const isChosen = wordsIn(table.columns[column]).some((word) => CHOSEN.has(word))
  if (isChosen || !bits.every((bit) => bit === 0 || bit === 1)) return undefined
  const scores = table.columns.flatMap((name, other) =>
    mentionsScore(name) && !saysConfidence(name) && !saysPredicted(name) ? [columnNumbers(table, other)] : [],
  )
  const errors = scores.map((values) => errorOf(values, bits))
  return errors.some((error) => error > SURE) && !errors.some((error) => error < -SURE) ? column : undefined
}

/** By how many standard errors probabilities are higher where the label is 1; 0 where they do not add up to as many. */
function errorOf(values: readonly number[], bits: readonly number[]): number {
  if (!values.every((p) => p >= 0 && p <= 1) || values.every(Number.isInteger)) return 0
  const [ones, zeros] = [1, 0].map((sign) => values.filter((_, row) => bits[row] === sign))
  if (Math.min(ones.length, zeros.length) < ENOUGH_OF_EACH) return 0
  const error = rankError(ones, zeros)
  const sum = values.reduce((total, p) => total + p, 0)
  const variance = values.reduce((total, p) => total + p * (1 - p), 0)
  return error < 0 || Math.abs(sum - ones.length) <= SURE * Math.sqrt(variance) ? error : 0
}

function valuesOf(table: Table, column: number): ReadonlySet<string> {
  const values = new Set(sampleOf(table, column).map((cell) => cell.trim()))
  values.delete('')
  return values
}
