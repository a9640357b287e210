/** How well the score ranks positives above negatives: the area under the ROC curve, between bounds. */
import type { Stretch } from './points.ts'

export interface Area {
  /** Pairs within a stretch counted half: what it most likely is. */
  readonly value: number
  readonly low: number
  readonly high: number
}

interface Side {
  readonly from: number
  readonly to: number
  readonly weight: number
}

/**
 * P(z of a positive > z of a negative) + 1/2 P(equal). Pairs of stretches that overlap may be ranked in any way; those that
 * touch may have the same z where they do. Null where there are no positives or no negatives.
 */
export function areaOf(stretches: readonly Stretch[]): Area | null {
  const [negatives, positives] = [false, true].map((positive) =>
    stretches.filter((one) => one.positive === positive && one.weight > 0).sort((a, b) => a.from - b.from),
  )
  const [n, p] = [negatives, positives].map((side) => side.reduce((sum, { weight }) => sum + weight, 0))
  if (n === 0 || p === 0) return null
  let [low, high, value] = [0, 0, 0]
  for (const positive of positives) {
    for (const negative of negatives) {
      const pairs = positive.weight * negative.weight
      const [least, likely, most] = rank(positive, negative)
      low += pairs * least
      value += pairs * likely
      high += pairs * most
    }
  }
  return { value: value / (n * p), low: low / (n * p), high: high / (n * p) }
}

/** What a pair counts at least, most likely, and at most. A positive may lie at `from`, a negative at `to`. */
function rank(positive: Side, negative: Side): readonly [number, number, number] {
  if (positive.from > negative.to) return [1, 1, 1]
  if (positive.to <= negative.from) return [0, 0, 0]
  if (positive.from === negative.to) return [0.5, 1, 1]
  return [0, 0.5, 1]
}
