/**
 * Lorenz curves: the share of a loss that the easiest samples carry, against their share of the samples.
 *
 * Samples are in the order of their margins, easiest first. Where a segment of the sketch ends, both shares are sums
 * of whole segments and as exact as those. Between, the slope is known at both ends: one more sample of margin s adds
 * f(s) to the loss and 1 to the samples. A rational cubic takes up values and slopes (Delbourgo and Gregory 1985,
 * doi:10.1137/0906065): the cubic Hermite polynomial where the mean slope lies midway between them, and convex as the
 * data are everywhere else, where the polynomial would swing. So wherever f falls with the margin, curve and truth lie
 * between the chord and the tangents, at most h (d1 - d0) / 4 apart, h being the segment's share of the samples and
 * d0, d1 the slopes at its ends. (Classes with factors of their own are taken to be mixed evenly within a segment.)
 */
import type { Loss } from '../../losses/loss.ts'
import { type Grid, MOMENTS } from '../../sketch/grid.ts'
import type { GroupSketch } from '../../sketch/sketch.ts'
import { sumBelow } from '../../sketch/sums/evaluate.ts'
import { nodesOf } from '../../sketch/sums/nodes.ts'

/** A group of the sketch and the place of its class in a loss's balance. */
export interface LorenzGroup {
  readonly group: GroupSketch
  readonly balanceIndex: number
}

/** Samples whose margins lie in one segment, or in one tail. */
interface Stretch {
  /** Margins of its easy and its hard end; null for a tail. */
  readonly ends: readonly [number, number] | null
  count: number
  weight: number
  readonly parts: Part[]
}

/** One group's samples in a stretch: nodes with their weights, or the sums of the tail below the grid. */
interface Part {
  readonly balanceIndex: number
  readonly weight: number
  readonly nodes?: { readonly margin: Float64Array; readonly weight: Float64Array }
  readonly below?: Float64Array
}

/** Samples of some groups from the easiest to the hardest, ready for any loss. */
export interface Ordered {
  readonly stretches: readonly Stretch[]
  readonly count: number
  /** sum w */
  readonly weight: number
  /** Share of the samples at the end of each stretch, behind 0. */
  readonly ends: readonly number[]
  /** Share of the samples below the grid, where the sketch does not tell one from another. */
  readonly below: number
}

export interface Lorenz {
  /** sum w f */
  readonly total: number
  /** Share of the loss that this share of the samples carries, easiest first; NaN when the loss sums to 0. */
  shareAt(samples: number): number
}

/** Puts the samples of the groups in order. */
export function orderGroups(grid: Grid, groups: readonly LorenzGroup[]): Ordered {
  const tails = [newStretch(null), newStretch(null)] as const
  const segments = new Map<number, Stretch>()
  for (const { group, balanceIndex } of groups) {
    const [above, below] = [group.above, group.below]
    addPart(tails[0], above[0], { balanceIndex, weight: above[1] })
    addPart(tails[1], below[0], { balanceIndex, weight: below[1], below })
    const nodes = nodesOf(grid, group)
    for (let at = 0; at < nodes.margin.length; at += MOMENTS) {
      const [start, end] = nodes.bounds.subarray((2 * at) / MOMENTS)
      const stretch = segments.get(start) ?? newStretch([end, start])
      segments.set(start, stretch)
      const [margin, weight] = [nodes.margin, nodes.weight].map((all) => all.subarray(at, at + MOMENTS))
      addPart(stretch, nodes.count[at], { balanceIndex, weight: nodes.mass[at], nodes: { margin, weight } })
    }
  }
  const sorted = [...segments].sort(([a], [b]) => b - a).map(([, stretch]) => stretch)
  // Samples without weight are no part of any share.
  const stretches = [tails[0], ...sorted, tails[1]].filter(({ weight }) => weight > 0)
  const sums = runningSums(stretches.map(({ weight }) => weight))
  const weight = sums.at(-1)!
  return {
    stretches,
    count: stretches.reduce((sum, { count }) => sum + count, 0),
    weight,
    ends: sums.map((sum) => sum / weight),
    below: tails[1].weight / weight,
  }
}

function newStretch(ends: Stretch['ends']): Stretch {
  return { ends, count: 0, weight: 0, parts: [] }
}

function addPart(stretch: Stretch, count: number, part: Part): void {
  if (count === 0) return
  stretch.count += count
  stretch.weight += part.weight
  stretch.parts.push(part)
}

function runningSums(values: readonly number[]): number[] {
  const sums = [0]
  for (const value of values) sums.push(sums.at(-1)! + value)
  return sums
}

/** The curve of a loss. `balance` has its factor for each class. */
export function lorenzOf(
  { stretches, ends, weight }: Ordered,
  loss: Loss,
  balance: readonly number[],
): Lorenz {
  const sums = runningSums(stretches.map((stretch) => sumStretch(stretch, loss, balance)))
  const total = sums.at(-1)!
  const shares = sums.map((sum) => sum / total)
  const toSlope = weight / total
  return {
    total,
    shareAt(samples) {
      const next = ends.findIndex((end) => end >= samples)
      // Where a stretch ends, nothing is interpolated.
      if (next <= 0 || ends[next] === samples) return shares[next]
      const i = next - 1
      const slopes = endLosses(stretches[i], loss, balance)?.map((value) => value * toSlope)
      return interpolate([ends[i], ends[next]], [shares[i], shares[next]], slopes, samples)
    },
  }
}

function sumStretch({ parts }: Stretch, loss: Loss, balance: readonly number[]): number {
  return parts.reduce((sum, part) => sum + sumPart(part, loss, balance[part.balanceIndex]), 0)
}

function sumPart({ nodes, below }: Part, loss: Loss, balance: number): number {
  if (below) return sumBelow(below, { below, exponent: 0 }, loss, balance).loss
  // Above the grid every loss is 0.
  if (!nodes) return 0
  const { definition, parameters } = loss
  return nodes.margin.reduce(
    (sum, s, j) => sum + nodes.weight[j] * definition.value(s, parameters, balance),
    0,
  )
}

/**
 * Mean loss of a sample at either end of a stretch, each class counting as it does within. Undefined where the curve is
 * straight: in a tail, and with one sample.
 */
function endLosses(
  { ends, count, weight, parts }: Stretch,
  { definition, parameters }: Loss,
  balance: readonly number[],
): readonly number[] | undefined {
  if (ends === null || count === 1) return undefined
  return ends.map((s) =>
    parts.reduce(
      (sum, part) =>
        sum + (part.weight / weight) * definition.value(s, parameters, balance[part.balanceIndex]),
      0,
    ),
  )
}

type Pair = readonly [number, number]

/** Between two points: on the chord, or on the curve of these slopes. */
function interpolate(
  [x0, x1]: Pair,
  [y0, y1]: Pair,
  slopes: readonly number[] | undefined,
  x: number,
): number {
  const h = x1 - x0
  const t = (x - x0) / h
  const mean = (y1 - y0) / h
  const chord = y0 + t * (y1 - y0)
  const [before, behind] = slopes ? [mean - slopes[0], slopes[1] - mean] : [0, 0]
  // All samples crowd at one end, or the loss turns within the segment: the slopes do not embrace their mean.
  if (!(before * behind > 0)) return chord
  // 3 where they are equal, which is the cubic Hermite polynomial.
  const r = 1 + before / behind + behind / before
  const bend = h * t * (1 - t) * (before * (1 - t) + behind * t)
  return chord - bend / (1 + (r - 3) * t * (1 - t))
}
