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
  return join(found)
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
