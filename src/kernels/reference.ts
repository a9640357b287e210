/** The kernels in plain TypeScript: what the samples mean, one by one. */
import { CLAMP, type Margins, marginOfProbability } from '../margin/margins.ts'
import { softmaxMarginOfLogits, softmaxMarginRenormalized } from '../margin/softmax.ts'
import { addSample } from '../sketch/accumulate.ts'
import { type Grid, HIGHEST, LOWEST } from '../sketch/grid.ts'
import { addTail, type GroupSketch, groupAt } from '../sketch/sketch.ts'
import type { Kernels } from './kernels.ts'

export const reference: Kernels = {
  binaryLogits(logits, positive, margins) {
    for (let i = 0; i < margins.length; i++) margins[i] = positive[i] ? logits[i] : -logits[i]
  },

  binaryProbabilities(probabilities, positive, margins) {
    for (let i = 0; i < margins.length; i++) {
      const margin = marginOfProbability(probabilities[i])
      margins[i] = positive[i] ? margin : -margin
    }
    return countClamped(margins)
  },

  softmaxLogits(logits, classes, labels, margins) {
    for (let i = 0; i < margins.length; i++) {
      margins[i] = softmaxMarginOfLogits(logits, i * classes, classes, labels[i])
    }
  },

  softmaxProbabilities(probabilities, classes, labels, margins) {
    for (let i = 0; i < margins.length; i++)
      margins[i] = marginOfProbability(probabilities[i * classes + labels[i]])
    return countClamped(margins)
  },

  softmaxRenormalized(probabilities, classes, labels, margins) {
    for (let i = 0; i < margins.length; i++) {
      margins[i] = softmaxMarginRenormalized(probabilities, i * classes, classes, labels[i])
    }
    return countClamped(margins)
  },

  accumulate(sketch, block) {
    addBlock(sketch.grid, sketch.groups, block, block.weight)
    if (!sketch.squares) return
    const squared = block.weight?.map((weight) => weight * weight) ?? null
    addBlock(sketch.grid, sketch.squares, block, squared)
  },
}

/** No probability but exactly 0 and 1 has a margin of 100: the nearest ones to 1 have one of 36.7. */
function countClamped(margins: Float64Array): number {
  let clamped = 0
  for (const margin of margins) if (margin === CLAMP || margin === -CLAMP) clamped++
  return clamped
}

function addBlock(
  grid: Grid,
  groups: (GroupSketch | undefined)[],
  { length, margin, group }: Margins,
  weight: Float64Array | null,
): void {
  for (let i = 0; i < length; i++) {
    const target = groupAt(groups, group[i])
    const w = weight ? weight[i] : 1
    if (margin[i] >= LOWEST && margin[i] < HIGHEST) addSample(grid, target, margin[i], w)
    else addTail(target, margin[i], w)
  }
}
