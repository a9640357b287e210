/**
 * The waist of the program: every format narrows down to margins, every command widens out of them.
 *
 * The margin of a sample is the log-odds the model gives to the truth, s = logit(pt). Both pt = sigmoid(s) and
 * 1 - pt = sigmoid(-s) follow from it at full precision.
 */
import { CLAMP } from '../losses/held.ts'
import { logit } from './elementary.ts'

export { CLAMP }

export interface Margins {
  /** Samples in this block: rows, or rows x classes with multi-label data. */
  readonly length: number
  /** s of each sample. */
  readonly margin: Float64Array
  /** Index of each sample's group: negatives and positives, or classes, times slices (grouping.ts). */
  readonly group: Int32Array
  /** Weight of each sample, or null when all weigh 1. */
  readonly weight: Float64Array | null
  /** Which of them have a truth of probability 0, so that its logarithm is held; none when absent. */
  readonly held?: readonly number[]
}

/** ln pt - ln(1 - pt) for a probability in [0, 1] given to the truth; exactly 0 and 1 are clamped. */
export function marginOfProbability(pt: number): number {
  if (pt <= 0) return -CLAMP
  if (pt >= 1) return CLAMP
  return logit(pt)
}

/** logit(pt) of a threshold, moved down by a few units in the last place: a pt equal to it counts as easy. */
export function thresholdMargin(pt: number): number {
  const margin = marginOfProbability(pt)
  return margin - 8 * Number.EPSILON * Math.abs(margin)
}
