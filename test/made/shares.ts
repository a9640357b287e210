/** What the easiest samples carry, by sorting and summing with compensation, to hold the sketch against; and samples. */

import fc from 'fast-check'
import type { Loss } from '../../src/losses/loss.ts'
import { boundTo } from './bound.ts'

export interface Sample {
  readonly s: number
  readonly w: number
}

/** Every kind of loss: those that fall with the margin, and at the end those that rise somewhere. */
export const FALLING = [
  'ce',
  'focal:gamma=0.5',
  'focal',
  'focal:gamma=10',
  'poly1:epsilon=-1',
  'poly1-focal',
  'poly-n:epsilon=2,1,0.5',
  'focal-star',
]
export const TURNING = ['poly1:epsilon=-3', 'poly1-focal:gamma=1,epsilon=-4', 'poly-n:epsilon=-1,3,-8']

const near = (at: number, width: number) => fc.double({ min: at - width, max: at + width, noNaN: true })

const EVERYWHERE = fc.oneof(
  near(0, 12),
  near(0, 70),
  fc.constantFrom(-200, -64, -63.875, 0, 0.125, 0.3, 5, 768, 1000),
)

/** Sets of margins in which a share ends where it is hard to say: alike, few values, crowds within a bin, hopeless ones. */
const anyMargins = fc.oneof(
  fc.array(EVERYWHERE, { minLength: 1, maxLength: 60 }),
  fc.tuple(EVERYWHERE, fc.integer({ min: 1, max: 50 })).map(([s, n]) => new Array<number>(n).fill(s)),
  fc
    .array(EVERYWHERE, { minLength: 1, maxLength: 5 })
    .chain((few) => fc.array(fc.constantFrom(...few), { minLength: 1, maxLength: 60 })),
  fc
    .tuple(near(0, 60), fc.integer({ min: 0, max: 13 }))
    .chain(([at, digits]) => fc.array(near(at, 0.06 * 10 ** -digits), { minLength: 1, maxLength: 60 })),
  fc.array(
    fc
      .tuple(fc.double({ min: 1, max: 10, noNaN: true }), fc.integer({ min: 0, max: 5 }))
      .map(([a, e]) => -64 * a * 10 ** e),
    { minLength: 1, maxLength: 40 },
  ),
)

const ANY_WEIGHT = fc.oneof(
  fc.constant(1),
  fc.double({ min: 0.01, max: 3, noNaN: true }),
  fc.constantFrom(0, 1e-9, 1e9),
)

export const anySamples: fc.Arbitrary<readonly Sample[]> = anyMargins
  .chain((margins) => {
    const n = margins.length
    const weights = fc.oneof(
      fc.constant(new Array<number>(n).fill(1)),
      fc.array(ANY_WEIGHT, { minLength: n, maxLength: n }),
    )
    return weights.map((all) => margins.map((s, i) => ({ s, w: all[i] })))
  })
  .filter((samples) => samples.some(({ w }) => w > 0))

/** A running sum with compensation. */
function createRunning() {
  let [sum, lost] = [0, 0]
  return {
    add(term: number): void {
      const next = sum + term
      lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum
      sum = next
    },
    total: () => sum + lost,
  }
}

/** The share of the loss that a share of the samples carries, easiest first; and how large the terms are. */
export interface ExactCurve {
  shareAt(share: number): number
  /** sum |w f| over |sum w f| */
  readonly size: number
}

/**
 * Samples of one margin are shared out evenly: half of them carry half of what they carry together.
 *
 * @param alpha the factor of each sample's class, if not 1
 */
export function exactCurve(
  samples: readonly Sample[],
  of: Loss,
  alpha: (index: number) => number = () => 1,
): ExactCurve {
  const order = samples.map((_, i) => i).sort((a, b) => samples[b].s - samples[a].s)
  const [weight, loss, size] = [createRunning(), createRunning(), createRunning()]
  const steps: { weight: number; loss: number }[] = [{ weight: 0, loss: 0 }]
  for (const [k, i] of order.entries()) {
    const { s, w } = samples[i]
    const value = w * boundTo(of, alpha(i)).value(s)
    weight.add(w)
    loss.add(value)
    size.add(Math.abs(value))
    const next = order[k + 1]
    if (next === undefined || samples[next].s !== s)
      steps.push({ weight: weight.total(), loss: loss.total() })
  }
  const total = steps.at(-1)!
  return {
    size: size.total() / Math.abs(total.loss),
    shareAt(share) {
      const wanted = share * total.weight
      const k = Math.max(
        1,
        steps.findIndex((step) => step.weight >= wanted),
      )
      const [from, to] = [steps[k - 1], steps[k]]
      const part = to.weight > from.weight ? (wanted - from.weight) / (to.weight - from.weight) : 0
      return (from.loss + part * (to.loss - from.loss)) / total.loss
    },
  }
}
