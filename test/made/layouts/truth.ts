/** What is true of a dump: sums over the samples that count. */
import type { Known } from './classifier.ts'
import type { Truth } from './layout.ts'
import { lossesOf, type Scores } from './scores.ts'

/**
 * @param weights of the rows, null where all count once
 * @param counts whether a row counts, and is no ignored one
 */
export function truthOf(
  known: Known,
  scores: Scores,
  weights: readonly number[] | null,
  counts: (row: number) => boolean,
): Truth {
  let [sum, total, count, positives] = [0, 0, 0, 0]
  for (let row = 0; row < known.rows; row++) {
    if (!counts(row)) continue
    const weight = weights?.[row] ?? 1
    for (const loss of lossesOf(known, scores, row)) {
      sum += weight * loss
      total += weight
      count++
    }
    positives += known.truth[row][0]
  }
  return { mean: sum / total, slack: 0, count, positives: known.task === 'binary' ? positives : null }
}
