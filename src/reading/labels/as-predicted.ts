/** Two scores per row whose order predictions and labels beside them say: p_approve, p_reject beside y_true and pred_label. */
import type { Table } from '../../formats/table.ts'
import { columnNumbers } from '../first-numbers.ts'
import { saysDecision, saysWhatWasDone } from '../name-words.ts'
import { listNames, sampleOf } from '../named-columns.ts'
import { rankError } from '../rank-sum.ts'
import { canonical } from './codes.ts'
import { PARTED } from './decisions.ts'
import { areUnsided, SURE } from './sides.ts'

/** Columns of scores beside labels whose rows stand in the same order. */
interface Pair {
  readonly scores: Table
  readonly columns: readonly number[]
  readonly labels: Table
  readonly label: number
}

/**
 * The columns turned where the first one is that of the label 1: all predictions are 1 where it is the higher one and 0 where it
 * is the lower one, and it is surely higher where labels are 1. Either alone may be of a class that is counted otherwise.
 */
export function asPredicted(pair: Pair, reasons: string[]): readonly number[] {
  const { scores, columns, labels, label } = pair
  if (columns.length !== 2 || !areUnsided(scores, columns)) return columns
  const [one, other] = columns.map((column) => columnNumbers(scores, column))
  const above = one.map((value, row) => value - other[row])
  const truths = bitsOf(labels, label)
  const predictions = scores.columns.flatMap((name, column) => {
    const isPrediction = saysDecision(name) && !saysWhatWasDone(name)
    const isOther = !columns.includes(column) && !(labels === scores && column === label)
    const bits = isPrediction && isOther ? bitsOf(scores, column) : null
    return bits ? [{ name, bits }] : []
  })
  if (truths === null || predictions.length === 0 || above.length < PARTED.rows) return columns
  const follow = (bits: readonly boolean[]) =>
    above.every((x, row) => (bits[row] ? x > 0 : x < 0)) &&
    [true, false].every((side) => bits.filter((bit) => bit === side).length >= PARTED.ofEach)
  const [ones, zeros] = [true, false].map((side) => above.filter((_, row) => truths[row] === side))
  const isTrue = ones.length > 0 && zeros.length > 0 && rankError(ones, zeros) >= SURE
  if (!isTrue || !predictions.every(({ bits }) => follow(bits))) return columns
  const names = listNames(predictions.map(({ name }) => name))
  reasons.push(
    `the score of the label 1 is "${scores.columns[columns[0]]}", which is the higher one where ${names} says 1 and tends to be where labels are 1`,
  )
  return columns.toReversed()
}

/** Null where some cells are neither 0 nor 1. */
function bitsOf(table: Table, column: number): readonly boolean[] | null {
  const cells = sampleOf(table, column).map((cell) => canonical(cell.trim()))
  return cells.every((cell) => cell === '0' || cell === '1') ? cells.map((cell) => cell === '1') : null
}
