/** Labels that are nothing but what the scores say, as in a file of predictions without the truth. */
import { parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { columnNumbers } from '../first-numbers.ts'
import { sampleOf } from '../named-columns.ts'
import { type Following, type Reading, sharesRow } from '../reading.ts'

/** Probabilities that mean what they say are right in all rows with a chance of at most e^-Σ(1 - p): once in a thousand. */
const LOG_RARE = Math.log(1e3)

/** Null where a label is another class, where all are of one, or where the scores are so sure that none need be. */
export function labelsThatFollow(
  table: Table,
  reading: Pick<Reading, 'task' | 'from' | 'form' | 'codes' | 'predicted' | 'scores' | 'labels'>,
): Following | null {
  const { task, from, form, codes, predicted, scores, labels } = reading
  if (task === 'multilabel' || form !== null || predicted !== null || labels.length > 1) return null
  const classOf = (cell: string) => codes.classOf(codes.numeric ? parseNumber(cell) : cell)
  const truths = sampleOf(table, labels[0]).map((cell) => classOf(cell.trim()))
  const columns = scores.map((column) => columnNumbers(table, column))
  const rowAt = (i: number) => {
    const row = columns.map((values) => values[i])
    return sharesRow(reading) ? row : [from === 'logits' ? 0 : 1 - row[0], row[0]]
  }
  // One of the first rows is mostly of another class, which the scores tell without their probabilities.
  if (!truths.every((truth, i) => isHighest(rowAt(i), truth))) return null
  const sure = truths.map((truth, i) => (from === 'logits' ? softmaxAt(rowAt(i), truth) : rowAt(i)[truth]))
  const doubt = sure.reduce((sum, p) => sum + 1 - p, 0)
  if (!(doubt > LOG_RARE) || new Set(truths).size < 2) return null
  return { rows: sure.length, confidence: 1 - doubt / sure.length }
}

/** The probability of the class of the highest logit. */
function softmaxAt(row: readonly number[], highest: number): number {
  return 1 / row.reduce((sum, x) => sum + Math.exp(x - row[highest]), 0)
}

/** Whether no other class has a score as high. */
function isHighest(row: readonly number[], truth: number): boolean {
  return row.every((p, c) => c === truth || p < row[truth])
}
