/**
 * How often the likelier of two classes is the truth, as far as a sketch tells: positive where its probability is above 1/2, as
 * scikit-learn, torchmetrics and Keras have it, so that a positive at 1/2 itself is a mistake and a negative is none.
 *
 * A margin of 0 is the end of a bin, so that all is known but how many positives of the bin above it lie at 0. That many at
 * most: the sum of any polynomial that is 1 there and nowhere below 0, which moments up to degree 13 give.
 */
import type { Stretch } from './points.ts'

/** Of the weight of the samples; both ends are one where the sketch tells it. */
export interface Accuracy {
  readonly low: number
  readonly high: number
}

/** Rounding of a polynomial's sum over nodes, of which some weigh less than 0, against the weight of the bin. */
const ROUNDING = 1e-9

/** Nodes are multiples of 2^-36: in a stretch as narrow as that around a limit of bins they do not tell where its samples lie. */
const LEAST_WIDTH = 2 ** -20

export function accuracyOf(stretches: readonly Stretch[]): Accuracy {
  let [right, unsure, all] = [0, 0, 0]
  for (const stretch of stretches) {
    const { weight } = stretch
    const [least, most] = rightOf(stretch)
    all += weight
    right += least
    unsure += most - least
  }
  return { low: right / all, high: (right + unsure) / all }
}

/** How much of the weight of a stretch is right, at least and at most. */
function rightOf(stretch: Stretch): readonly [number, number] {
  const { positive, from, to, weight } = stretch
  if (positive) {
    if (from > 0) return [weight, weight]
    // Positives lie from `from` on, and before `to`.
    if (to <= 0) return [0, 0]
    return [from === 0 && to >= LEAST_WIDTH ? weight - mostAtStart(stretch) : 0, weight]
  }
  if (to <= 0) return [weight, weight]
  return from >= 0 ? [0, 0] : [0, weight]
}

/** At most so much of the weight lies where the stretch begins: a whole number where each sample weighs 1. */
function mostAtStart(stretch: Stretch): number {
  const { from, to, weight, points } = stretch
  const [middle, half] = [(from + to) / 2, (to - from) / 2]
  const sumOf = (of: (place: number) => number) =>
    points.z.reduce((sum, z, j) => sum + points.weight[j] * of((z - middle) / half), 0)
  const most = Math.min(sumOf(falling), sumOf(least)) + ROUNDING * weight
  const bound = Math.min(weight, Math.max(0, most))
  return weighOne(stretch) ? Math.floor(bound) : bound
}

/** sum (w - 1)^2 is nothing. */
function weighOne({ count, weight, points }: Stretch): boolean {
  const squares = points.square.reduce((sum, one) => sum + one, 0)
  return Math.abs(squares - 2 * weight + count) <= ROUNDING * count
}

/** Small where samples lie far from the start. */
const falling = (d: number) => ((1 - d) / 2) ** 13

/** Of the least mean where samples are spread evenly: by the derivative of Legendre's polynomial of degree 7, which is 28 at -1. */
const least = (d: number) => {
  const x = d * d
  const derivative = (((3003 * x - 3465) * x + 945) * x - 35) / 16
  return ((1 - d) / 2) * (derivative / 28) ** 2
}
