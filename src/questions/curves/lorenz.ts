/**
 * Lorenz curves: the share of a loss that the easiest samples carry, against their share of the samples.
 *
 * Samples are in the order of their margins, easiest first. Where a stretch ends, both shares are sums of whole
 * stretches and as exact as those. Within one, of n samples with the mean loss m and the standard deviation d, any t n
 * of them sum to t n m within n d sqrt(t (1 - t)), whatever they are (Cantelli's inequality, for the mean beyond a
 * quantile). Where the loss falls with the margin, the easiest ones carry no more than t n m.
 *
 * Between these bounds lies a curve to be drawn. Its slope is known at both ends: one more sample of margin s adds f(s)
 * to the loss and 1 to the samples. A rational cubic takes up values and slopes (Delbourgo and Gregory 1985,
 * doi:10.1137/0906065): the cubic Hermite polynomial where the mean slope lies midway between them, and convex as the
 * data are everywhere else, where the polynomial would swing. It is flattened where it would leave the bounds. (Classes
 * with factors of their own are taken to be mixed evenly within a stretch.)
 */
import type { BoundLoss } from '../../losses/loss.ts'
import { type Inside, lookInside, lossOfAdding } from './inside.ts'
import { type Ordered, runningSums } from './ordered.ts'
import { type StretchSums, sumStretch } from './stretch-loss.ts'

/** A part of the loss: on the curve, and the least and the most that it can be. */
interface Part {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** A share of the loss. */
export interface Share extends Part {
  /** How far the bounds are apart by rounding alone. */
  readonly rounding: number
}

export interface Lorenz {
  /** sum w f */
  readonly total: number
  /** Share of the loss that this share of the samples carries, easiest first; NaN when the loss sums to 0. */
  shareAt(samples: number): Share
}

/** What a sum of a sketch may be off by, relative to its terms; a share has two of them. */
const ROUNDING = 3e-12

/** Shares of the samples that are the same but for their two roundings. */
const SAME_SHARE = 2 ** -50

/** Where a share of the samples ends. */
export interface Place {
  /** Index of the stretch. */
  readonly stretch: number
  /** Share of the stretch; 0 or 1 at its ends. */
  readonly within: number
}

export function placeOf({ ends }: Ordered, samples: number): Place {
  // Stretches at either end may be so light that their share is none.
  if (samples === 0) return { stretch: 0, within: 0 }
  if (samples === 1) return { stretch: ends.length - 2, within: 1 }
  const stretch = ends.findIndex((end) => end >= samples) - 1
  const [start, end] = [ends[stretch], ends[stretch + 1]]
  if (end - samples <= SAME_SHARE) return { stretch, within: 1 }
  return { stretch, within: samples - start <= SAME_SHARE ? 0 : (samples - start) / (end - start) }
}

/** The curve of a loss, which is bound to each class. */
export function lorenzOf(ordered: Ordered, bound: readonly BoundLoss[]): Lorenz {
  const { stretches, weight } = ordered
  const own = stretches.map((stretch) => sumStretch(stretch, bound))
  const sums = runningSums(own.map(({ sum }) => sum))
  const total = sums.at(-1)!
  const size = own.reduce((all, one) => all + one.size, 0)
  const isSigned = own.some(({ least }) => least < 0)
  const off = ROUNDING + lossOfAdding(stretches.reduce((most, { count }) => Math.max(most, count), 0))
  // Many shares end in one stretch, which may hold a part of each of thousands of slices.
  const known = new Map<number, Inside>()
  const insideOf = (stretch: number) => {
    const inside = known.get(stretch) ?? lookInside(stretches[stretch], bound, own[stretch])
    known.set(stretch, inside)
    return inside
  }
  return {
    total,
    shareAt(samples) {
      const { stretch, within } = placeOf(ordered, samples)
      const { sum } = own[stretch]
      // Of the sums, and of how many samples they are.
      const slack = off * size + off * weight * largestAround(ordered, own, samples)
      const inside = within === 0 || within === 1 ? null : insideOf(stretch)
      const { value, low, high } = inside
        ? partOf(inside, stretches[stretch].weight, sum, within)
        : { value: within * sum, low: within * sum, high: within * sum }
      const shares = [low - slack, high + slack].map((part) => (sums[stretch] + part) / total)
      // A total below 0 turns them round.
      const [least, most] = total < 0 ? shares.toReversed() : shares
      return {
        value: (sums[stretch] + value) / total,
        low: limit(least, isSigned),
        high: limit(most, isSigned),
        rounding: Math.abs((2 * slack) / total),
      }
    },
  }
}

/** The largest loss of a sample where the share may end, given the rounding of the shares. */
function largestAround({ ends }: Ordered, own: readonly StretchSums[], samples: number): number {
  const around = own.filter((_, i) => ends[i] <= samples + SAME_SHARE && ends[i + 1] >= samples - SAME_SHARE)
  return around.reduce((all, { least, most }) => Math.max(all, Math.abs(least), Math.abs(most)), 0)
}

/** Only a loss that some samples lower leaves the range of shares. */
function limit(share: number, isSigned: boolean): number {
  return isSigned ? share : Math.min(1, Math.max(0, share))
}

/** What the easiest samples of a stretch carry, whose loss sums to `sum`. */
function partOf({ deviation, direction, ends }: Inside, weight: number, sum: number, t: number): Part {
  const reach = deviation * Math.sqrt(t * (1 - t))
  const [low, high] = [
    direction === 'rises' ? t * sum : t * sum - reach,
    direction === 'falls' ? t * sum : t * sum + reach,
  ]
  const bend = ends === null ? 0 : bendOf(sum - weight * ends[0], weight * ends[1] - sum, deviation, t)
  return { value: Math.min(high, Math.max(low, t * sum - bend)), low, high }
}

/**
 * How far the curve lies below its chord, given how far the slopes at its ends are off the mean slope. Flattened by one
 * factor for all t it stays convex: t (1 - t) is at most half of sqrt(t (1 - t)), which is what the bounds grow by.
 */
function bendOf(before: number, behind: number, deviation: number, t: number): number {
  // All samples crowd at one end, or the loss turns within the stretch: the slopes do not embrace their mean.
  if (!(before * behind > 0)) return 0
  // 3 where they are equal, which is the cubic Hermite polynomial.
  const r = 1 + before / behind + behind / before
  const flat = Math.min(1, (2 * deviation) / Math.max(Math.abs(before), Math.abs(behind)))
  return (flat * t * (1 - t) * (before * (1 - t) + behind * t)) / (1 + (r - 3) * t * (1 - t))
}
