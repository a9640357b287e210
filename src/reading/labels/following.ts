/** Labels that are nothing but what the scores say, as in a file of predictions without the truth. */
import { parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { numberRows } from '../first-numbers.ts'
import { sampleOf } from '../named-columns.ts'
import { type Following, type Reading, sharesRow } from '../reading.ts'

/** Probabilities that mean what they say are right in all rows with a chance of at most e^-Σ(1 - p): once in a million. */
const LOG_RARE = Math.log(1e6)

/** Null where a label is another class, where all are of one, or where the scores are so sure that none need be. */
export function labelsThatFollow(
  table: Table,
  reading: Pick<Reading, 'task' | 'from' | 'form' | 'codes' | 'predicted' | 'scores' | 'labels'>,
): Following | null {
  const { task, from, form, codes, predicted, scores, labels } = reading
  if (task === 'multilabel' || form !== null || predicted !== null || labels.length > 1) return null
  const classOf = (cell: string) => codes.classOf(codes.numeric ? parseNumber(cell) : cell)
  const truths = sampleOf(table, labels[0]).map((cell) => classOf(cell.trim()))
  const rows = numberRows(table, scores)
  const probabilities = sharesRow(reading)
    ? rows.map(from === 'logits' ? softmax : same)
    : rows.map(([x]) => {
        const p = from === 'logits' ? 1 / (1 + Math.exp(-x)) : x
        return [1 - p, p]
      })
  const sure = probabilities.map((row, i) => (isHighest(row, truths[i]) ? row[truths[i]] : Number.NaN))
  const doubt = sure.reduce((sum, p) => sum + 1 - p, 0)
  if (!(doubt > LOG_RARE) || new Set(truths).size < 2) return null
  return { rows: sure.length, confidence: 1 - doubt / sure.length }
}

const same = (row: readonly number[]) => row

function softmax(row: readonly number[]): readonly number[] {
  const most = row.reduce((a, b) => (a < b ? b : a))
  const terms = row.map((x) => Math.exp(x - most))
  const sum = terms.reduce((a, b) => a + b, 0)
  return terms.map((term) => term / sum)
}

/** Whether no other class has a score as high. */
function isHighest(row: readonly number[], truth: number): boolean {
  return row.every((p, c) => c === truth || p < row[truth])
}
