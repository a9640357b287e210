/**
 * What a softmax row tells beside the margin of its truth y, and losses of all its probabilities need: Σ p_j² and p_y Σ p_j² over
 * the others j ≠ y, and the mean of −ln p_j over all. Probabilities are taken as they stand, as margins take that of the truth, or divided
 * by their sum where both are asked to.
 */
import { CLAMP } from './margins.ts'

/** Of each row: others squared, the same times the truth's probability, mean of −ln. */
export const COMPANIONS = 3

/**
 * @param scores shape (rows, K), row-major
 * @param offset where the row begins
 * @param renormalize divide probabilities by their sum
 * @param into where its companions go
 */
export function companionsOf(
  scores: Float64Array,
  offset: number,
  classes: number,
  label: number,
  from: 'logits' | 'probs',
  renormalize: boolean,
  into: Float64Array,
): void {
  if (from === 'logits') ofLogits(scores, offset, classes, label, into)
  else {
    const sum = renormalize ? sumOf(scores, offset, classes) : 1
    ofProbabilities(scores, offset, classes, label, sum, into)
  }
}

function sumOf(scores: Float64Array, offset: number, classes: number): number {
  let sum = 0
  for (let j = 0; j < classes; j++) sum += scores[offset + j]
  return sum
}

function ofLogits(z: Float64Array, offset: number, classes: number, label: number, into: Float64Array): void {
  let largest = Number.NEGATIVE_INFINITY
  for (let j = 0; j < classes; j++) largest = Math.max(largest, z[offset + j])
  let [sum, below] = [0, 0]
  for (let j = 0; j < classes; j++) {
    sum += Math.exp(z[offset + j] - largest)
    below += largest - z[offset + j]
  }
  let others = 0
  for (let j = 0; j < classes; j++) if (j !== label) others += (Math.exp(z[offset + j] - largest) / sum) ** 2
  into[0] = others
  into[1] = (others * Math.exp(z[offset + label] - largest)) / sum
  into[2] = below / classes + Math.log(sum)
}

/** The logarithm of 0 is held at −100, as that of the truth is. */
function ofProbabilities(
  p: Float64Array,
  offset: number,
  classes: number,
  label: number,
  sum: number,
  into: Float64Array,
): void {
  let [others, logs] = [0, 0]
  for (let j = 0; j < classes; j++) {
    const share = p[offset + j] / sum
    if (j !== label) others += share * share
    logs += share > 0 ? -Math.log(share) : CLAMP
  }
  into[0] = others
  into[1] = (others * p[offset + label]) / sum
  into[2] = logs / classes
}
