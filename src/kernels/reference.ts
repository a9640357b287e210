/** The kernels in plain TypeScript: what the samples mean, one by one. */
import { CLAMP, type Margins, marginOfProbability } from '../margin/margins.ts'
import { softmaxMarginOfLogits, softmaxMarginRenormalized } from '../margin/softmax.ts'
import { addSample } from '../sketch/accumulate.ts'
import { HIGHEST, LOWEST } from '../sketch/grid.ts'
import { addHeld, addTail, groupAt, type Sketch } from '../sketch/sketch.ts'
import type { Kernels } from './kernels.ts'

export const reference: Kernels = {
  binaryLogits(logits, positive, margins) {
    for (let i = 0; i < margins.length; i++) margins[i] = positive[i] ? logits[i] : -logits[i]
  },

  binaryProbabilities(probabilities, positive, margins) {
    let clamped = 0
    for (let i = 0; i < margins.length; i++) {
      const margin = marginOfProbability(probabilities[i])
      margins[i] = positive[i] ? margin : -margin
      if (isExtreme(probabilities[i])) clamped++
    }
    return clamped
  },

  softmaxLogits(logits, classes, labels, margins) {
    for (let i = 0; i < margins.length; i++) {
      margins[i] = softmaxMarginOfLogits(logits, i * classes, classes, labels[i])
    }
  },

  softmaxProbabilities(probabilities, classes, labels, margins) {
    let clamped = 0
    for (let i = 0; i < margins.length; i++) {
      const pt = probabilities[i * classes + labels[i]]
      margins[i] = marginOfProbability(pt)
      if (isExtreme(pt)) clamped++
    }
    return clamped
  },

  softmaxRenormalized(probabilities, classes, labels, margins) {
    let clamped = 0
    for (let i = 0; i < margins.length; i++) {
      margins[i] = softmaxMarginRenormalized(probabilities, i * classes, classes, labels[i])
      if (Math.abs(margins[i]) === CLAMP) clamped++
    }
    return clamped
  },

  accumulate(sketch, block) {
    addBlock(sketch, sketch.groups, block, block.weight)
    if (!sketch.squares) return
    const squared = block.weight?.map((weight) => weight * weight) ?? null
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
