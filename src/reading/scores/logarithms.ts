/** Scores that are logarithms of probabilities, and those that are to another base than e or of no row that sums to 1. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import { writeFlag } from '../../words/shell.ts'
import { listName, negativeWord, positiveWord, scoreFamily } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { writeColumns } from '../named-columns.ts'
import { FEW_ROWS, rowsSumToOne, type Seen } from './seen-scores.ts'

/** How far logarithms of one decimal leave a sum of 1. */
const OF_FEW_DIGITS = 0.05

/** How far those may be of which nobody says what they are, and rows from which on that is no chance. */
const OF_CHANCE = 1e-3
const ENOUGH_ROWS = 4

/** A row of logits whose powers of 10 or 2 sum to 1 would be a chance in each; read as logits, they are off by a factor. */
export function refuseOtherBase({ table, columns, task }: Seen, isNamed: boolean): void {
  if (task === 'binary' || task === 'multilabel' || columns.length < 2) return
  if (!isNamed && table.sample.length < ENOUGH_ROWS) return
  const rowSum = isNamed ? OF_FEW_DIGITS : OF_CHANCE
  if (rowsSumToOne(table, columns, 'log-probs', { rowSum: OF_FEW_DIGITS })) return
  const base = [10, 2].find((one) => powersSumToOne(table, columns, one, rowSum))
  if (base === undefined) return
  throw new InputError(
    table.path,
    `the scores are logarithms to base ${base}, whose powers of ${base} sum to 1 in each row`,
    `multiply them by ${Math.log(base)}, which makes them natural ones, and say --from log-probs`,
  )
}

function powersSumToOne(table: Table, columns: readonly number[], base: number, rowSum: number): boolean {
  const sums = new Float64Array(table.sample.length)
  for (const column of columns)
    for (const [row, x] of columnNumbers(table, column).entries())
      sums[row] += x <= 0 ? base ** x : Number.NaN
  const known = sums.filter(Number.isFinite)
  const far = known.filter((sum) => !(Math.abs(sum - 1) <= rowSum))
  return 2 * known.length > sums.length && far.length <= FEW_ROWS * known.length
}

/**
 * Logarithms of several models, each of its own probability, would be divided by their sum without a word.
 * @param labels of the first rows, of which each has one
 */
export function refusePartsOfSums(seen: Seen, name: string, labels: readonly string[]): void {
  const { table, columns, sumsToOne } = seen
  if (sumsToOne || rowsSumToOne(table, columns, 'log-probs', { rowSum: OF_FEW_DIGITS })) return
  const one = mayBeOfModels(table, columns, labels)
    ? `${writeFlag('--score', writeColumns(table, [columns[0]]))} if each is of a model, `
    : ''
  throw new InputError(
    table.path,
    `the scores are called "${listName(name)}" and rows of them are no logarithms of probabilities that sum to 1, as those of all classes are`,
    `say ${one}--task multilabel if each stands for itself, or --from logits to divide by their sum`,
  )
}

/** Models have a name each, which is that of no class, and one score for a row of two classes. */
function mayBeOfModels(table: Table, columns: readonly number[], labels: readonly string[]): boolean {
  const names = columns.map((column) => table.columns[column])
  if (!table.named || names.some((name) => listName(name) !== name) || new Set(labels).size > 2) return false
  // The digit of m1_logp is that of a model.
  const classes = names.map((name) => (scoreFamily(name)?.member ?? name).replace(/^class[_ ]?/i, ''))
  return !classes.some((one) => one === '0' || labels.includes(one) || negativeWord(one) || positiveWord(one))
}
