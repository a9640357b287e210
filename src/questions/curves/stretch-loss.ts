/** A stretch of samples under one loss: what stands for them, and their sum. */
import type { Loss } from '../../losses/loss.ts'
import { HIGHEST, LOWEST } from '../../sketch/grid.ts'
import type { Part, Stretch } from './ordered.ts'

/** A loss with its factor for each class. */
export interface BalancedLoss {
  readonly loss: Loss
  readonly balance: readonly number[]
}

export interface StretchSums {
  /** sum w f */
  readonly sum: number
  /** sum |w f| over the nodes, for what rounding may do. */
  readonly size: number
  /** The least and the greatest f. */
  readonly least: number
  readonly most: number
}

export function sumStretch({ parts }: Stretch, balanced: BalancedLoss): StretchSums {
  let [sum, size, least, most] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const part of parts) {
    const { margin, weight } = pointsOf(part)
    const valueAt = lossAt(part, balanced)
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
export function pointsOf({ nodes, tail, weight }: Part): NonNullable<Part['nodes']> {
  if (nodes) return nodes
  return { margin: Float64Array.of(tail?.mean ?? HIGHEST), weight: Float64Array.of(weight) }
}

/** The loss at a margin of the part. */
export function lossAt(part: Part, balanced: BalancedLoss): (margin: number) => number {
  if (part.tail) {
    const { value, slope } = lineBelow(part, balanced)
    return (s) => value + slope * (s - LOWEST)
  }
  const { definition, parameters } = balanced.loss
  const factor = balanced.balance[part.balanceIndex]
  return (s) => definition.value(s, parameters, factor)
}

/** Below the grid a loss is a straight line: its value and its slope where the grid ends. */
export function lineBelow(
  { balanceIndex }: Part,
  { loss: { definition, parameters }, balance }: BalancedLoss,
) {
  const factor = balance[balanceIndex]
  return {
    value: definition.value(LOWEST, parameters, factor),
    slope: definition.gradient(LOWEST, parameters, factor),
  }
}
