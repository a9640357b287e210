/** Which of two columns of scores is of the label 1, where their names do not say so: fraud, legit. */
import { InputError } from '../../errors.ts'
import { parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { writeFlag } from '../../words/shell.ts'
import { negativeWord, positiveWord, scoreFamily } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { writeColumns } from '../named-columns.ts'
import { areNumbers, classesOf } from '../scores/classes.ts'

/** Standard errors of the rank sum from which on it is no chance that positives score higher: one useless model in a thousand. */
const SURE = 3

/** Throws an InputError unless names, or scores that are higher where the label is 1, say that the second is of that label. */
export function refuseUnclearSides(
  scores: Table,
  columns: readonly number[],
  labels: readonly string[],
  isJoined: boolean,
): void {
  const names = columns.map((column) => scores.columns[column])
  const areNamed = names.some((name) => hasSide(name)) || areNumbers(classesOf(names))
  if (!scores.named || areNamed || (!isJoined && rankError(scores, columns, labels) >= SURE)) return
  const [first, second] = names
  const say = (order: readonly number[]) => writeFlag('--score', writeColumns(scores, order), 'LIST')
  throw new InputError(
    scores.path,
    `it is unclear which of ${first} and ${second} is the score of the label 1`,
    `say ${say(columns)} if it is ${second}, ${say(columns.toReversed())} if it is ${first}`,
  )
}

function hasSide(name: string): boolean {
  const word = scoreFamily(name)?.member ?? name
  return negativeWord(word) || positiveWord(word)
}

/** By how many standard errors the second of two scores ranks higher above the first where the label is 1. */
function rankError(scores: Table, columns: readonly number[], labels: readonly string[]): number {
  const [first, second] = columns.map((column) => columnNumbers(scores, column))
  const rows = labels
    .map((label, i) => ({ label: parseNumber(label), above: second[i] - first[i] }))
    .filter(({ label, above }) => (label === 0 || label === 1) && Number.isFinite(above))
    .sort((a, b) => a.above - b.above)
  const ones = rows.filter(({ label }) => label === 1).length
  const zeros = rows.length - ones
  const ranks = rows.reduce((sum, { label }, i) => (label === 1 ? sum + i + 1 : sum), 0)
  const expected = (ones * (rows.length + 1)) / 2
  return (ranks - expected) / Math.sqrt((ones * zeros * (rows.length + 1)) / 12)
}
