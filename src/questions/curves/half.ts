/** As few of the hardest samples as carry half of a loss. */
import type { Lorenz } from './lorenz.ts'

/** Shares of the samples: the least and the most that it can be. */
export interface Half {
  readonly low: number
  readonly high: number
}

/** Halvings after which a share is as narrow as a double tells it from 1. */
const HALVINGS = 53

/** Null where the loss sums to nothing, or lowers its sum with some samples, so that no sample is the last of half. */
export function halfOf({ shareAt }: Lorenz, samples: readonly number[]): Half | null {
  const shares = samples.map((share) => shareAt(share).value)
  if (shares.some((share, i) => !(share >= (shares[i - 1] ?? 0)))) return null
  // Where bounds cross one half: the curve does so between.
  const last = firstWhere((at) => shareAt(at).high >= 0.5)
  const first = firstWhere((at) => shareAt(at).low >= 0.5)
  return { low: Math.max(0, 1 - first), high: Math.min(1, 1 - last) }
}

/** The least share from which on something holds. */
function firstWhere(holds: (share: number) => boolean): number {
  let [below, at] = [0, 1]
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (below + at) / 2
    if (holds(middle)) at = middle
    else below = middle
  }
  return at
}

/** What rounding leaves of a whole number of samples. */
const ROUNDING = 1e-6

/** As many samples, of so many that all weigh the same. */
export function countsOf({ low, high }: Half, count: number): readonly [low: number, high: number] {
  const whole = (share: number) => Math.max(1, Math.ceil(share * count * (1 - 1e-12) - ROUNDING))
  return [whole(low), whole(high)]
}

/** Whether it is told well enough: to the sample, or to a two hundredth. */
export function isTold(half: Half, count: number): boolean {
  const [low, high] = countsOf(half, count)
  return high - low <= low / 200
}
