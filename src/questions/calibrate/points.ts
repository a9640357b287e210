/**
 * Samples as the log-odds z that the model gives to the positive class, with the truth y beside: weighted points that stand
 * for them in every sum of a smooth function of z (sketch/sums/nodes.ts). A positive has z = s, a negative z = -s.
 */
import type { ReadyGroup } from '../../measures/bands.ts'
import { HIGHEST, MOMENTS } from '../../sketch/grid.ts'
import type { PreparedGroup } from '../../sketch/sums/evaluate.ts'
import { addTimes } from '../../sketch/sums/products.ts'

/** Samples of one truth that lie together. */
export interface Stretch {
  readonly positive: boolean
  /** Log-odds between which they lie. */
  readonly from: number
  readonly to: number
  readonly count: number
  /** sum w */
  readonly weight: number
  readonly points: Points
}

/** sum_j weight_j f(z_j) is sum w f(z), and sum_j square_j f(z_j) sum w^2 f(z); single ones may be negative. */
export interface Points {
  readonly z: Float64Array
  readonly weight: Float64Array
  readonly square: Float64Array
}

/** Of binary groups, or of those of one class of multi-label data. */
export function stretchesOf(groups: readonly ReadyGroup[]): readonly Stretch[] {
  const joiner = createJoiner()
  for (const { identity, prepare } of groups) {
    const prepared = prepare()
    addBins(joiner, identity.positive!, prepared)
    addTails(joiner, identity.positive!, prepared)
  }
  return joiner.stretches.map(gather)
}

/** A stretch whose sums still grow. */
interface Growing extends Omit<Stretch, 'count' | 'weight'> {
  count: number
  weight: number
}

/**
 * Classes and slices have most of their segments in common, whose points have the same z, the first of which tells them. There are
 * tens of thousands of them, so nothing is made for one that is known already.
 */
function createJoiner() {
  const stretches: Growing[] = []
  const known = [0, 1, 2, 3].map(() => new Map<number, Growing>())
  const among = (positive: boolean, points: number) => known[Number(positive) + (points === 1 ? 2 : 0)]
  return {
    stretches,
    /** The stretch with so many points, the first of which is at z. */
    find: (positive: boolean, points: number, z: number) => among(positive, points).get(z),
    add(made: Growing): void {
      among(made.positive, made.points.z.length).set(made.points.z[0], made)
      stretches.push(made)
    },
  }
}

function grow(stretch: Growing, count: number, weight: number): void {
  stretch.count += count
  stretch.weight += weight
}

/** A positive has z = s, a negative z = -s. */
function addBins(
  joiner: ReturnType<typeof createJoiner>,
  positive: boolean,
  { nodes, squares, squareWeight }: PreparedGroup,
): void {
  const sign = positive ? 1 : -1
  const unit = 4 ** squares.exponent
  for (let k = 0; k < nodes.numbers.length; k++) {
    const start = k * MOMENTS
    const before = joiner.find(positive, MOMENTS, sign * nodes.margin[start])
    if (before) {
      grow(before, nodes.count[start], nodes.mass[start])
      addTimes(before.points.weight, nodes.weight, start, 1)
      addTimes(before.points.square, squareWeight, start, unit)
      continue
    }
    const [lower, upper] = [nodes.bounds[2 * k], nodes.bounds[2 * k + 1]]
    const end = start + MOMENTS
    joiner.add({
      positive,
      from: positive ? lower : -upper,
      to: positive ? upper : -lower,
      count: nodes.count[start],
      weight: nodes.mass[start],
      points: {
        z: nodes.margin.slice(start, end).map((s) => sign * s),
        weight: nodes.weight.slice(start, end),
        square: squareWeight.slice(start, end).map((square) => square * unit),
      },
    })
  }
}

/** Variance of samples that sit at one point, in half widths of their bin: what rounding makes of 0, and no more than it changes in a sum. */
const ALIKE = 2 ** -44

/** As far from a bin's end as rounding puts what is on it, in half widths. */
const ON_IT = 2 ** -40

/** Bins that are narrower than this, as those about limits of reliability bins are, tell nothing within them. */
const NARROW = 2 ** -30

/**
 * One point for samples that sit at one: where a function is 0 there, as many of p are at 1/2, nodes around it leave their rounding.
 * Many models say few values, such as rounded ones.
 */
function gather(stretch: Stretch): Stretch {
  const { from, to, weight, points } = stretch
  const [middle, half] = [from / 2 + to / 2, (to - from) / 2]
  if (!(weight > 0 && half > 0 && half < Number.POSITIVE_INFINITY) || points.z.length === 1) return stretch
  let [sum, squares] = [0, 0]
  for (let j = 0; j < points.z.length; j++) sum += points.weight[j] * ((points.z[j] - middle) / half)
  const mean = Math.min(1, Math.max(-1, sum / weight))
  for (let j = 0; j < points.z.length; j++)
    squares += points.weight[j] * ((points.z[j] - middle) / half - mean) ** 2
  const variance = squares / weight
  if (!(variance <= ALIKE) && half > NARROW) return stretch
  const z = mean <= ON_IT - 1 ? from : mean >= 1 - ON_IT ? to : middle + mean * half
  const square = points.square.reduce((sum, one) => sum + one, 0)
  return {
    ...stretch,
    points: { z: Float64Array.of(z), weight: Float64Array.of(weight), square: Float64Array.of(square) },
  }
}

/** Where all samples of a stretch are; null where they are spread, or beyond the bins. */
export function placeOf({ from, to, points }: Stretch): number | null {
  return points.z.length === 1 && Number.isFinite(to - from) ? points.z[0] : null
}

function addTails(joiner: ReturnType<typeof createJoiner>, positive: boolean, group: PreparedGroup): void {
  for (const tail of beyond(group, positive)) {
    const { count, weight, points } = tail
    const before = joiner.find(positive, 1, points.z[0])
    if (!before) joiner.add(tail)
    else {
      grow(before, count, weight)
      before.points.weight[0] += points.weight[0]
      before.points.square[0] += points.square[0]
    }
  }
}

/** Below the bins what is asked is straight or level, and their mean stands for all; above them it is level. */
function beyond({ group, squares }: PreparedGroup, positive: boolean): readonly Growing[] {
  const { below, above, lowest } = group
  const unit = 4 ** squares.exponent
  const sign = positive ? 1 : -1
  const at = (s: number, weight: number, square: number): Points => ({
    z: Float64Array.of(sign * s),
    weight: Float64Array.of(weight),
    square: Float64Array.of(square * unit),
  })
  const tails = [
    {
      positive,
      from: positive ? Number.NEGATIVE_INFINITY : -lowest,
      to: positive ? lowest : Number.POSITIVE_INFINITY,
      count: below[0],
      weight: below[1],
      points: at(below[1] > 0 ? below[2] / below[1] : lowest, below[1], squares.below[1]),
    },
    {
      positive,
      from: positive ? HIGHEST : Number.NEGATIVE_INFINITY,
      to: positive ? Number.POSITIVE_INFINITY : -HIGHEST,
      count: above[0],
      weight: above[1],
      points: at(HIGHEST, above[1], squares.above[1]),
    },
  ]
  return tails.filter(({ count }) => count > 0)
}
