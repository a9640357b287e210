import { expOfNegative, lnQuotient, lnRatio } from './elementary.ts'
import { CLAMP } from './margins.ts'

/**
 * Margin of class `label` in a row of K logits: z_t minus the logsumexp over the OTHER classes.
 * Over all of them it would cancel to 0 for easy samples, from a margin of 37 on.
 *
 * @param scores shape (rows, K), row-major
 * @param offset where the row begins
 */
export function softmaxMarginOfLogits(
  scores: Float64Array,
  offset: number,
  classes: number,
  label: number,
): number {
  let largest = Number.NEGATIVE_INFINITY
  for (let j = 0; j < classes; j++) {
    if (j !== label && scores[offset + j] > largest) largest = scores[offset + j]
  }
  // Even and odd columns apart, as two lanes sum them.
  let even = 0
  let odd = 0
  for (let j = 0; j < classes; j += 2) {
    if (j !== label) even += expOfNegative(scores[offset + j] - largest)
    if (j + 1 !== label && j + 1 < classes) odd += expOfNegative(scores[offset + j + 1] - largest)
  }
  return scores[offset + label] - largest - lnRatio(even + odd, 1, 0)
}

/** The class of the largest score: of equal ones the first, as argmax of NumPy and PyTorch. */
export function topClass(scores: Float64Array, offset: number, classes: number): number {
  let top = 0
  for (let j = 1; j < classes; j++) if (scores[offset + j] > scores[offset + top]) top = j
  return top
}

/** Margin in a row of probabilities that need not sum to 1: ln p_t minus ln of the sum of the others. */
export function softmaxMarginRenormalized(
  scores: Float64Array,
  offset: number,
  classes: number,
  label: number,
): number {
  let others = 0
  for (let j = 0; j < classes; j++) {
    if (j !== label) others += scores[offset + j]
  }
  const truth = scores[offset + label]
  if (truth <= 0) return -CLAMP
  if (others <= 0) return CLAMP
  return lnQuotient(truth, others)
}
