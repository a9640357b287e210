/**
 * What the loops over samples compute, in plain TypeScript, one sample at a time. The quick kernels, which take blocks as
 * they stand in files, come to the same bits.
 */
import { CLAMP, type Margins, marginOfProbability } from '../margin/margins.ts'
import { softmaxMarginOfLogits, softmaxMarginRenormalized } from '../margin/softmax.ts'
import { addSample } from '../sketch/accumulate.ts'
import { HIGHEST, LOWEST } from '../sketch/grid.ts'
import { addHeld, addTail, groupAt, type Sketch } from '../sketch/sketch.ts'
import { squareWeights } from '../sketch/squares.ts'

export const reference = {
  /**
   * Margins of binary samples from logits.
   * @param logits shape (n)
   * @param positive shape (n), 1 for positives and 0 for negatives
   * @param margins shape (n), written
   */
  binaryLogits(logits: Float64Array, positive: Int32Array, margins: Float64Array): void {
    for (let i = 0; i < margins.length; i++) margins[i] = positive[i] ? logits[i] : -logits[i]
  },

  /** The same from probabilities in [0, 1]. Returns how many were exactly 0 or 1 and clamped. */
  binaryProbabilities(probabilities: Float64Array, positive: Int32Array, margins: Float64Array): number {
    let clamped = 0
    for (let i = 0; i < margins.length; i++) {
      const margin = marginOfProbability(probabilities[i])
      margins[i] = positive[i] ? margin : -margin
      if (isExtreme(probabilities[i])) clamped++
    }
    return clamped
  },

  /**
   * Margins of softmax rows from logits.
   * @param logits shape (n, classes), row-major
   * @param labels shape (n), class indices
   */
  softmaxLogits(logits: Float64Array, classes: number, labels: Int32Array, margins: Float64Array): void {
    for (let i = 0; i < margins.length; i++) {
      margins[i] = softmaxMarginOfLogits(logits, i * classes, classes, labels[i])
    }
  },

  /** From probabilities as they stand: pt is the truth's own column. Returns how many were clamped. */
  softmaxProbabilities(
    probabilities: Float64Array,
    classes: number,
    labels: Int32Array,
    margins: Float64Array,
  ): number {
    let clamped = 0
    for (let i = 0; i < margins.length; i++) {
      const pt = probabilities[i * classes + labels[i]]
      margins[i] = marginOfProbability(pt)
      if (isExtreme(pt)) clamped++
    }
    return clamped
  },

  /** From rows that need not sum to 1: pt is the truth's share of its row. Returns how many were clamped. */
  softmaxRenormalized(
    probabilities: Float64Array,
    classes: number,
    labels: Int32Array,
    margins: Float64Array,
  ): number {
    let clamped = 0
    for (let i = 0; i < margins.length; i++) {
      margins[i] = softmaxMarginRenormalized(probabilities, i * classes, classes, labels[i])
      if (Math.abs(margins[i]) === CLAMP) clamped++
    }
    return clamped
  },

  /** Adds a block of margins to a sketch. */
  accumulate(sketch: Sketch, block: Margins): void {
    addBlock(sketch, sketch.groups, block, block.weight)
    if (!sketch.squares) return
    const squared = squareWeights(sketch.squares, block)
    addBlock(sketch, sketch.squares, block, squared)
  },
}

function isExtreme(probability: number): boolean {
  return probability <= 0 || probability >= 1
}

function addBlock(
  { grid, store }: Sketch,
  groups: Sketch['groups'],
  { length, margin, group, held = [] }: Margins,
  weight: Float64Array | null,
): void {
  for (let i = 0; i < length; i++) {
    const target = groupAt(groups, group[i])
    const w = weight ? weight[i] : 1
    if (margin[i] >= LOWEST && margin[i] < HIGHEST) addSample(grid, store, target, margin[i], w)
    else addTail(target, margin[i], w)
  }
  for (const i of held) addHeld(groupAt(groups, group[i]), weight ? weight[i] : 1)
}
