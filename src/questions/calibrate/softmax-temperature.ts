/**
 * The temperature of softmax rows (Guo et al. 2017, arXiv:1706.04599): the T at which the mean log loss of softmax(z / T) is
 * least. The loss is convex in a = 1 / T, so that its slope has one zero at most, on the way from a = 0 to infinity.
 *
 * The first pass has the slope at a few a. Between two of them the polynomial that has all known slopes and curvatures says
 * where the zero should be, and the next pass is at that a. It tells by Newton's step how far off it still is.
 */
import type { Ends, Slope } from './softmax-slopes.ts'

/** Why there is no temperature, as with binary data: ever lower ones are better, ever higher ones are, or it is beyond belief. */
export type NoTemperature = 'separable' | 'flat' | 'steep'

/** Temperatures from 2^-20 to 2^20 are looked at, each so many times the one before. */
const [FARTHEST, STRIDE] = [2 ** 20, 4]

/** Newton's step that is as good as none, of ln a. */
const SETTLED = 1e-11

/** From here Newton's method has twice as many digits after each step. */
const NEAR = 1e-4

/** Known slopes that a polynomial goes through; each has two coefficients. */
const MOST_KNOWN = 6

export type NextLook =
  /** Whether it is beyond all known slopes. */
  { readonly a: number; readonly isFar: boolean } | { readonly why: NoTemperature }

/**
 * What to look at after these slopes, ascending by a: the a of the least loss as far as is known, or where it may be.
 *
 * @param looks how many have been between the two slopes that had the zero between them first; each second one halves what
 *   is left, since polynomials are slow where the slope falls as an exponential does
 */
export function nextLook(known: readonly Slope[], { atNothing, hasMistake }: Ends, looks: number): NextLook {
  if (!(atNothing < 0)) return { why: 'flat' }
  if (!hasMistake) return { why: 'separable' }
  const [least, most] = [known[0], known.at(-1)!]
  if (least.slope > 0) return least.a <= 1 / FARTHEST ? { why: 'flat' } : { a: least.a / STRIDE, isFar: true }
  if (most.slope < 0) return most.a >= FARTHEST ? { why: 'steep' } : { a: most.a * STRIDE, isFar: true }
  const above = known.findIndex(({ slope }) => slope >= 0)
  if (above === 0) return { a: least.a, isFar: false }
  const near = known.reduce((best, one) => (stepOf(one) < stepOf(best) ? one : best))
  // A polynomial through slopes this near to 0 would be one of their last digits.
  if (stepOf(near) <= NEAR) return { a: near.a - near.slope / near.curvature, isFar: false }
  const isTurnOfHalving = looks > 2 && looks % 2 === 1
  return {
    a: isTurnOfHalving ? Math.sqrt(known[above - 1].a * known[above].a) : zeroBetween(known, above),
    isFar: false,
  }
}

/** Whether the slope at a is 0, as far as doubles tell. */
export function isSettled(at: Slope): boolean {
  return stepOf(at) <= SETTLED
}

/** Newton's step of ln a. */
function stepOf({ a, slope, curvature }: Slope): number {
  return Math.abs(slope / (curvature * a))
}

/** Where the slope is 0 between the place before and the one at `above`, by a polynomial in ln a through those nearest. */
function zeroBetween(known: readonly Slope[], above: number): number {
  const [low, high] = [known[above - 1], known[above]]
  const middle = Math.log(low.a * high.a) / 2
  const near = known
    .toSorted((p, q) => Math.abs(Math.log(p.a) - middle) - Math.abs(Math.log(q.a) - middle))
    .slice(0, MOST_KNOWN)
  const at = osculating(near.includes(low) && near.includes(high) ? near : [low, high])
  let [from, to] = [Math.log(low.a), Math.log(high.a)]
  for (let halvings = 0; halvings < 60; halvings++) {
    const here = (from + to) / 2
    if (at(here) < 0) from = here
    else to = here
  }
  return Math.exp((from + to) / 2)
}

/** Hermite's polynomial in ln a with these slopes and their derivatives, in Newton's form. */
function osculating(known: readonly Slope[]): (u: number) => number {
  const places = known.flatMap(({ a }) => [Math.log(a), Math.log(a)])
  let column = known.flatMap(({ slope }) => [slope, slope])
  const factors = [column[0]]
  for (let order = 1; order < places.length; order++) {
    column = column.slice(1).map((upper, i) => {
      const width = places[i + order] - places[i]
      if (order === 1 && i % 2 === 0) return known[i / 2].curvature * known[i / 2].a
      return width === 0 ? 0 : (upper - column[i]) / width
    })
    factors.push(column[0])
  }
  return (u) => factors.reduceRight((sum, factor, i) => sum * (u - places[i]) + factor, 0)
}
