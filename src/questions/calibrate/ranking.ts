/** How well the score ranks positives above negatives: the area under the ROC curve, between bounds. */
import type { Stretch } from './points.ts'

export interface Area {
  /** Pairs within a stretch counted half: what it most likely is. */
  readonly value: number
  readonly low: number
  readonly high: number
}

/**
 * P(z of a positive > z of a negative) + 1/2 P(equal). Pairs of stretches that overlap may be ranked in any way; those that
 * touch may have the same z where they do, for a positive may lie at its `from`, and a negative at its `to`. Null where there
 * are no positives or no negatives.
 */
export function areaOf(stretches: readonly Stretch[]): Area | null {
  const [negatives, positives] = [false, true].map((positive) =>
    stretches.filter((one) => one.positive === positive && one.weight > 0),
  )
  const [below, above] = [weightUpTo(negatives, ({ to }) => to), weightUpTo(negatives, ({ from }) => from)]
  const all = below(Number.POSITIVE_INFINITY, true)
  const pairs = all * positives.reduce((sum, { weight }) => sum + weight, 0)
  if (pairs === 0) return null
  let [low, high, value] = [0, 0, 0]
  for (const { from, to, weight } of positives) {
    const won = below(from, false)
    const touching = below(from, true) - won
    const lost = all - above(to, false)
    const open = all - won - touching - lost
    low += weight * (won + touching / 2)
    value += weight * (won + touching + open / 2)
    high += weight * (won + touching + open)
  }
  return { value: value / pairs, low: low / pairs, high: high / pairs }
}

/** The weight of the stretches that end, or begin, below a limit, or at most there. */
function weightUpTo(stretches: readonly Stretch[], endOf: (stretch: Stretch) => number) {
  const sorted = stretches.toSorted((a, b) => endOf(a) - endOf(b))
  const sums = [0]
  for (const { weight } of sorted) sums.push(sums.at(-1)! + weight)
  return (limit: number, isWithin: boolean): number => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const end = endOf(sorted[middle])
      if (end < limit || (isWithin && end === limit)) low = middle + 1
      else high = middle
    }
    return sums[low]
  }
}
