/** The margins of the samples of a block, from their scores and classes. */
import type { Exports } from './exports.ts'
import type { Layout } from './layout.ts'
import type { BlockShape } from './shape.ts'

/** What their margins depend on. */
export type MarginShape = Pick<BlockShape, 'task' | 'from' | 'single' | 'columns' | 'outside' | 'rowSum'>

/** Returns how many probabilities were clamped. */
export function computeMargins(
  exports: Exports,
  layout: Layout,
  shape: MarginShape,
  samples: number,
): number {
  const { scores, classes, margins, row, held } = layout
  const { columns, outside, rowSum } = shape
  const single = Number(shape.single)
  if (shape.task === 'softmax') {
    if (shape.from === 'probs')
      return exports.softmaxProbabilities(
        scores,
        single,
        columns,
        classes,
        samples,
        margins,
        outside,
        rowSum,
        held,
      )
    exports.softmaxLogits(scores, single, columns, classes, samples, margins, row)
    return 0
  }
  if (shape.from === 'probs')
    return exports.binaryProbabilities(scores, single, classes, samples, margins, outside, held)
  exports.binaryLogits(scores, single, classes, samples, margins)
  return 0
}

/** Samples whose truth has a probability of 0, among the last ones. */
export function heldIn({ memory }: Exports, { held }: Layout): number {
  return new Int32Array(memory.buffer, held, 1)[0]
}
