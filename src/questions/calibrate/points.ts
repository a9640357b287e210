/**
 * Samples as the log-odds z that the model gives to the positive class, with the truth y beside: weighted points that stand
 * for them in every sum of a smooth function of z (sketch/sums/nodes.ts). A positive has z = s, a negative z = -s.
 */
import type { ReadyGroup } from '../../measures/bands.ts'
import { HIGHEST, MOMENTS } from '../../sketch/grid.ts'
import type { PreparedGroup } from '../../sketch/sums/evaluate.ts'

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
  const found = groups.flatMap(({ identity, prepare }) => {
    const prepared = prepare()
    const sign = identity.positive ? 1 : -1
    return [...inBins(prepared), ...beyond(prepared)].map(({ from, to, points, ...rest }) => ({
      ...rest,
      positive: identity.positive!,
      from: sign > 0 ? from : -to,
      to: sign > 0 ? to : -from,
      points: { ...points, z: points.z.map((s) => sign * s) },
    }))
  })
  return join(found).map(gather)
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
  const places = points.z.map((z) => (z - middle) / half)
  const sumOf = (of: (place: number) => number) =>
    places.reduce((sum, place, j) => sum + points.weight[j] * of(place), 0)
  const mean = Math.min(1, Math.max(-1, sumOf((place) => place) / weight))
  const variance = sumOf((place) => (place - mean) ** 2) / weight
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

/** Classes and slices have most of their segments in common, whose points have the same z, the first of which tells them. */
function join(stretches: readonly Stretch[]): readonly Stretch[] {
  const joined = new Map<string, Stretch>()
  for (const stretch of stretches) {
    const { positive, points } = stretch
    const key = `${positive} ${points.z.length} ${points.z[0]}`
    const before = joined.get(key)
    joined.set(key, before ? add(before, stretch) : stretch)
  }
  return [...joined.values()]
}

function add(a: Stretch, b: Stretch): Stretch {
  const sum = (which: 'weight' | 'square') => a.points[which].map((one, j) => one + b.points[which][j])
  return {
    ...a,
    count: a.count + b.count,
    weight: a.weight + b.weight,
    points: { z: a.points.z, weight: sum('weight'), square: sum('square') },
  }
}

type Unsigned = Omit<Stretch, 'positive'>

function inBins({ nodes, squares, squareWeight }: PreparedGroup): readonly Unsigned[] {
  const unit = 4 ** squares.exponent
  return Array.from(nodes.numbers, (_, k) => {
    const [start, end] = [k * MOMENTS, (k + 1) * MOMENTS]
    return {
      from: nodes.bounds[2 * k],
      to: nodes.bounds[2 * k + 1],
      count: nodes.count[start],
      weight: nodes.mass[start],
      points: {
        z: nodes.margin.slice(start, end),
        weight: nodes.weight.slice(start, end),
        square: squareWeight.slice(start, end).map((square) => square * unit),
      },
    }
  })
}

/** Below the bins what is asked is straight or level, and their mean stands for all; above them it is level. */
function beyond({ group, squares }: PreparedGroup): readonly Unsigned[] {
  const { below, above, lowest } = group
  const unit = 4 ** squares.exponent
  const at = (s: number, weight: number, square: number): Points => ({
    z: Float64Array.of(s),
    weight: Float64Array.of(weight),
    square: Float64Array.of(square * unit),
  })
  const tails = [
    {
      from: Number.NEGATIVE_INFINITY,
      to: lowest,
      count: below[0],
      weight: below[1],
      points: at(below[1] > 0 ? below[2] / below[1] : lowest, below[1], squares.below[1]),
    },
    {
      from: HIGHEST,
      to: Number.POSITIVE_INFINITY,
      count: above[0],
      weight: above[1],
      points: at(HIGHEST, above[1], squares.above[1]),
    },
  ]
  return tails.filter(({ count }) => count > 0)
}
