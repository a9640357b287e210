/** Which column of scores is of which label, where labels are numbers and columns bear words: fraud, legit beside 0 and 1. */
import { InputError } from '../../errors.ts'
import { parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { writeFlag } from '../../words/shell.ts'
import { negativeWord, positiveWord, scoreFamily } from '../column-names.ts'
import { numberRows } from '../first-numbers.ts'
import { MAX_ADVISED, writeColumns } from '../named-columns.ts'
import { areNumbers, classesOf } from '../scores/classes.ts'

/** Standard errors of the rank sum from which on it is no chance that positives score higher: one useless model in a thousand. */
const SURE = 3

/** The same of any of the pairs of a hundred classes: one useless model in 700. */
const SURE_OF_PAIRS = 5

/** Rows of a label, of which fewer are never that sure: the rank sum of n and any number of others lies within sqrt(3 n) errors. */
const FEWEST = Math.ceil(SURE_OF_PAIRS ** 2 / 3)

/**
 * Throws an InputError unless names, or scores that are higher where the label is 1, say that the second of two columns is of
 * that label. Of more columns, which people write in the order of the labels, where the scores of two speak for the contrary.
 */
export function refuseUnclearOrder(
  scores: Table,
  columns: readonly number[],
  labels: readonly string[],
  isJoined: boolean,
): void {
  const names = columns.map((column) => scores.columns[column])
  if (!scores.named || areNumbers(classesOf(names))) return
  if (columns.length > 2) {
    if (!isJoined) refuseExchanged(scores, columns, labels)
    return
  }
  if (names.some(hasSide) || (!isJoined && rankError(rowsByLabel(scores, columns, labels), [0, 1]) >= SURE))
    return
  const [first, second] = names
  const say = (order: readonly number[]) => writeFlag('--score', writeColumns(scores, order), 'LIST')
  throw new InputError(
    scores.path,
    `it is unclear which of ${first} and ${second} is the score of the label 1`,
    `say ${say(columns)} if it is ${second}, ${say(columns.toReversed())} if it is ${first}`,
  )
}

function refuseExchanged(scores: Table, columns: readonly number[], labels: readonly string[]): void {
  const rows = rowsByLabel(scores, columns, labels)
  const enough = [...rows.keys()].filter(
    (label) => columns[label] !== undefined && rows.get(label)!.length >= FEWEST,
  )
  const found = enough
    .flatMap((i) => enough.filter((j) => j < i).map((j) => [j, i] as const))
    .find((pair) => rankError(rows, pair) <= -SURE_OF_PAIRS)
  if (!found) return
  const [one, other] = found.map((place) => scores.columns[columns[place]])
  throw new InputError(
    scores.path,
    `it is unclear which column is of which label: they bear words, labels are numbers, and where the label is ${found[1]} ${other} tends to be lower against ${one} than where it is ${found[0]}`,
    columns.length > MAX_ADVISED
      ? 'say --score and the columns in the order of the labels'
      : `say --score and the columns in the order of the labels; as they stand, ${writeFlag('--score', writeColumns(scores, columns), 'LIST')}`,
  )
}

function hasSide(name: string): boolean {
  const word = scoreFamily(name)?.member ?? name
  return negativeWord(word) || positiveWord(word)
}

/** The scores of the rows of each label that is a whole number. */
function rowsByLabel(
  scores: Table,
  columns: readonly number[],
  labels: readonly string[],
): ReadonlyMap<number, readonly (readonly number[])[]> {
  const rows = numberRows(scores, columns)
  const found = new Map<number, (readonly number[])[]>()
  for (const [i, label] of labels.entries()) {
    const number = parseNumber(label)
    if (!Number.isInteger(number) || i >= rows.length) continue
    const same = found.get(number)
    if (same) same.push(rows[i])
    else found.set(number, [rows[i]])
  }
  return found
}

/** By how many standard errors the score of the second of two labels ranks higher above that of the first where it is the label. */
function rankError(
  rows: ReadonlyMap<number, readonly (readonly number[])[]>,
  [negative, positive]: readonly [number, number],
): number {
  const aboveOf = (label: number) =>
    (rows.get(label) ?? []).map((scores) => scores[positive] - scores[negative]).filter(Number.isFinite)
  const [zeros, ones] = [aboveOf(negative), aboveOf(positive)]
  const ranks = ranksOf([...zeros, ...ones])
  const expected = (ones.length * (ranks.length + 1)) / 2
  const error = Math.sqrt((ones.length * zeros.length * (ranks.length + 1)) / 12)
  return (ranks.slice(zeros.length).reduce((sum, rank) => sum + rank, 0) - expected) / error
}

/** From 1 on; equal values share the mean of their ranks. */
function ranksOf(values: readonly number[]): readonly number[] {
  const sorted = values.toSorted((a, b) => a - b)
  const last = new Map(sorted.map((value, i) => [value, i + 1]))
  const first = new Map(sorted.map((value, i) => [value, i + 1] as const).toReversed())
  return values.map((value) => (first.get(value)! + last.get(value)!) / 2)
}
