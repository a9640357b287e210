/** A stretch of samples under one loss: what stands for them, and their sum. */
import type { BoundLoss } from '../../losses/loss.ts'
import { HIGHEST } from '../../sketch/grid.ts'
import { lineBelow } from '../../sketch/sums/tails.ts'
import type { OrderedPart, Stretch } from './ordered.ts'

export interface StretchSums {
  /** sum w f */
  readonly sum: number
  /** sum |w f| over the nodes, for what rounding may do. */
  readonly size: number
  /** The least and the greatest f. */
  readonly least: number
  readonly most: number
}

export function sumStretch({ parts }: Stretch, bound: readonly BoundLoss[]): StretchSums {
  let [sum, size, least, most] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const part of parts) {
    const { margin, weight } = pointsOf(part)
    const valueAt = lossAt(part, bound)
    for (let j = 0; j < margin.length; j++) {
      const value = valueAt(margin[j])
      sum += weight[j] * value
      size += Math.abs(weight[j] * value)
      if (value < least) least = value
      if (value > most) most = value
    }
  }
  return { sum, size, least, most }
}

/** Weighted margins that stand for a part: its nodes, or the mean of a tail, where a loss is a straight line. */
export function pointsOf({ nodes, tail, weight }: OrderedPart): NonNullable<OrderedPart['nodes']> {
  if (nodes) return nodes
  return { margin: Float64Array.of(tail?.mean ?? HIGHEST), weight: Float64Array.of(weight) }
}

/** The loss at a margin of the part. */
export function lossAt(
  { tail, place }: OrderedPart,
  bound: readonly BoundLoss[],
): (margin: number) => number {
  if (!tail) return bound[place].value
  const { slope, constant } = lineBelow(bound[place], tail.lowest)
  return (s) => constant - slope * s
}
