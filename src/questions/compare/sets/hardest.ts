/**
 * Mean cross-entropy of the hardest samples. Cross-entropy falls with the margin, so they are those with the smallest
 * margins: whole stretches of the sketch, and a part of the one in which the share ends, which is known between bounds
 * (curves/lorenz.ts) unless somebody has looked at its samples one by one.
 */
import { softplus } from '../../../losses/functions.ts'
import type { BoundLoss } from '../../../losses/loss.ts'
import type { Within } from '../../../losses/set/set-loss.ts'
import { addTo, createSum, sumOf } from '../../../measures/compensated.ts'
import { type Inside, lookInside } from '../../curves/inside.ts'
import type { Ordered, Stretch } from '../../curves/ordered.ts'
import { type StretchSums, sumStretch } from '../../curves/stretch-loss.ts'

/** Margins of a stretch, sample by sample, with weights where there are any. */
export interface Looked {
  readonly margin: Float64Array
  readonly weight: Float64Array | null
}

/** What is known of the samples of a stretch; null where nobody has looked. */
export type Look = (stretch: Stretch) => Looked | null

/** What sums of weights may be off by, relative to them. */
const ROUNDING = 2 ** -40

export function hardestOf(
  ordered: Ordered,
  share: number,
  least: number,
  crossEntropy: readonly BoundLoss[],
  isWeighted: boolean,
  look: Look,
): Within {
  const { weight } = ordered
  const own = isWeighted ? share * weight : Math.max(1, Math.floor(share * weight))
  const kept = Math.min(weight, Math.max(own, least))
  let [left, sum] = [kept, 0]
  for (const stretch of ordered.stretches.toReversed()) {
    const sums = sumStretch(stretch, crossEntropy)
    if (stretch.weight > left + (isWeighted ? ROUNDING * kept : 0)) {
      const part = partOf(stretch, left, sums, crossEntropy, look)
      return over(kept, { value: sum + part.value, low: sum + part.low, high: sum + part.high })
    }
    sum += sums.sum
    left -= stretch.weight
    if (left <= (isWeighted ? ROUNDING * kept : 0)) break
  }
  return over(kept, { value: sum, low: sum, high: sum })
}

function over(kept: number, { value, low, high }: Within): Within {
  return { value: value / kept, low: low / kept, high: high / kept }
}

/** What the hardest samples of a stretch lose, `left` of its weight. */
function partOf(
  stretch: Stretch,
  left: number,
  sums: StretchSums,
  crossEntropy: readonly BoundLoss[],
  look: Look,
): Within {
  const share = left / stretch.weight
  const inside = left > 0 ? lookInside(stretch, crossEntropy, sums) : null
  const even = share * sums.sum
  if (inside === null || inside.deviation === 0) return { value: even, low: even, high: even }
  const looked = look(stretch)
  if (looked === null) return between(stretch, share, even, inside)
  const exact = sumHardest(looked, left)
  return { value: exact, low: exact, high: exact }
}

/** Bounds, and what lies in between where the samples are spread evenly. */
function between({ weight }: Stretch, share: number, even: number, { deviation, ends }: Inside): Within {
  const high = even + deviation * Math.sqrt(share * (1 - share))
  const bend = ends === null ? 0 : (share * (1 - share) * weight * (ends[1] - ends[0])) / 2
  return { value: Math.min(high, even + bend), low: even, high }
}

/** The samples with the smallest margins, the last of whom counts as far as there is weight left. */
function sumHardest({ margin, weight }: Looked, left: number): number {
  const sum = createSum()
  if (weight === null) {
    for (const s of margin.toSorted().subarray(0, left)) addTo(sum, softplus(-s))
    return sumOf(sum)
  }
  const order = Uint32Array.from(margin, (_, i) => i).sort((a, b) => margin[a] - margin[b])
  let rest = left
  for (const i of order) {
    const own = Math.min(weight[i], rest)
    addTo(sum, own * softplus(-margin[i]))
    rest -= own
    if (rest <= 0) break
  }
  return sumOf(sum)
}
