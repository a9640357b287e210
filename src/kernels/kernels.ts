/**
 * The promise: what the loops over samples compute. `reference.ts` keeps it in plain TypeScript and stays the oracle
 * for any faster implementation.
 */
import type { Margins } from '../margin/margins.ts'
import type { Sketch } from '../sketch/sketch.ts'

export interface Kernels {
  /**
   * Margins of binary samples from logits.
   * @param logits shape (n)
   * @param positive shape (n), 1 for positives and 0 for negatives
   * @param margins shape (n), written
   */
  binaryLogits(logits: Float64Array, positive: Int32Array, margins: Float64Array): void

  /** The same from probabilities in [0, 1]. Returns how many were exactly 0 or 1 and clamped. */
  binaryProbabilities(probabilities: Float64Array, positive: Int32Array, margins: Float64Array): number

  /**
   * Margins of softmax rows from logits.
   * @param logits shape (n, classes), row-major
   * @param labels shape (n), class indices
   */
  softmaxLogits(logits: Float64Array, classes: number, labels: Int32Array, margins: Float64Array): void

  /** From probabilities as they stand: pt is the truth's own column. Returns how many were clamped. */
  softmaxProbabilities(
    probabilities: Float64Array,
    classes: number,
    labels: Int32Array,
    margins: Float64Array,
  ): number

  /** From rows that need not sum to 1: pt is the truth's share of its row. Returns how many were clamped. */
  softmaxRenormalized(
    probabilities: Float64Array,
    classes: number,
    labels: Int32Array,
    margins: Float64Array,
  ): number

  /** Adds a block of margins to a sketch. */
  accumulate(sketch: Sketch, block: Margins): void
}
