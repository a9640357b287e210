/** The slow, sure way: every sum sample by sample, with compensation, to hold the sketch against. */
import type { BoundLoss } from '../../src/losses/loss.ts'
import type { Scaled } from '../../src/sketch/sums/scaled.ts'
import type { Sums } from '../../src/sketch/sums/sums.ts'

/** Kahan-Babuska summation: the error does not grow with the number of terms. */
export function exactSum(terms: Iterable<number>): number {
  let sum = 0
  let lost = 0
  for (const term of terms) {
    const next = sum + term
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum
    sum = next
  }
  return sum + lost
}

export interface DirectSums extends Sums {
  /** Sum of the magnitudes of the terms that make the loss, w (|CE| + |epsilon| (1 - pt) + ...). */
  readonly size: number
  readonly lossSquared: number
  readonly gradientSquared: number
}

/** Sum of squares as it is: 0 or infinite where that is no double. */
export function plainSquares({ exponent, squares }: Scaled): number {
  return squares * 4 ** exponent
}

/** Sums over the samples that `keep` takes. */
export function directSums(
  margins: Float64Array,
  weights: Float64Array | null,
  { value, gradient, modulation }: BoundLoss,
  keep: (margin: number) => boolean,
  sizeOf: (margin: number) => number,
): DirectSums {
  const kept = Array.from(margins, (s, i) => ({ s, w: weights?.[i] ?? 1 })).filter(({ s }) => keep(s))
  const total = (term: (s: number, w: number) => number) => exactSum(kept.map(({ s, w }) => term(s, w)))
  return {
    count: kept.length,
    weight: total((_, w) => w),
    loss: total((s, w) => w * value(s)),
    gradient: total((s, w) => w * gradient(s)),
    modulation: total((s, w) => w * modulation(s)),
    modulated: {
      exponent: 0,
      sum: total((s, w) => w * modulation(s)),
      squares: total((s, w) => (w * modulation(s)) ** 2),
    },
    lossSquared: total((s, w) => (w * value(s)) ** 2),
    gradientSquared: total((s, w) => (w * gradient(s)) ** 2),
    size: total((s, w) => w * sizeOf(s)),
  }
}
