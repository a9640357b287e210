/**
 * Samples in the order of their margins, as far as a sketch tells: one stretch a bin, or finer ones where a second pass
 * has looked (sketch/lens.ts).
 */
import { BINS, binOf, type Grid, MOMENTS } from '../../sketch/grid.ts'
import { BELOW_GRID, type WayBack } from '../../sketch/lens.ts'
import type { GroupSketch } from '../../sketch/sketch.ts'
import { nodesOf } from '../../sketch/sums/nodes.ts'

/** A group of the sketch and the place of its class. */
export interface OrderedGroup {
  readonly group: GroupSketch
  readonly place: number
}

/** Samples whose margins lie in one segment, or in one tail. */
export interface Stretch {
  /** Its bin, under the lenses it was seen through; BELOW_GRID and ABOVE_GRID for the tails. */
  readonly bin: number
  /** Whether it is but a part of its bin, which an edge has split. */
  readonly isSplit: boolean
  /** Margins of its easy and its hard end; null for a tail. */
  readonly ends: readonly [number, number] | null
  readonly count: number
  readonly weight: number
  readonly parts: readonly OrderedPart[]
}

/** One group's samples in a stretch: as nodes, or by the moments of the tail below the grid; above it every loss is 0. */
export interface OrderedPart {
  readonly place: number
  readonly count: number
  readonly weight: number
  readonly nodes?: { readonly margin: Float64Array; readonly weight: Float64Array }
  readonly tail?: TailMoments
}

export interface TailMoments {
  /** Its samples have a smaller margin. */
  readonly lowest: number
  readonly mean: number
  /** sum w (s - mean)^2 */
  readonly deviation: number
  /** sum w s^2, of which the deviation is what is left. */
  readonly square: number
}

/** Samples of some groups from the easiest to the hardest, ready for any loss. */
export interface Ordered {
  /** Those with weight. */
  readonly stretches: readonly Stretch[]
  readonly count: number
  /** sum w */
  readonly weight: number
  /** Share of the samples at the end of each stretch, behind 0. */
  readonly ends: readonly number[]
  /** Share of the samples below the grid. */
  readonly below: number
}

export const ABOVE_GRID = BINS

const AS_IT_IS: WayBack = { start: 0, scale: 1 }

/** Puts the samples of the groups in order. */
export function orderGroups(grid: Grid, groups: readonly OrderedGroup[]): Ordered {
  return orderStretches(stretchesOf(grid, groups, () => AS_IT_IS))
}

/** Samples without weight are no part of any share. */
export function orderStretches(all: readonly Stretch[]): Ordered {
  const stretches = all.filter(({ weight }) => weight > 0)
  const sums = runningSums(stretches.map(({ weight }) => weight))
  const weight = sums.at(-1)!
  const below = stretches.filter(({ bin }) => bin === BELOW_GRID)
  return {
    stretches,
    count: stretches.reduce((sum, { count }) => sum + count, 0),
    weight,
    ends: sums.map((sum) => sum / weight),
    below: below.reduce((sum, stretch) => sum + stretch.weight, 0) / weight,
  }
}

export function runningSums(values: readonly number[]): number[] {
  const sums = [0]
  for (const value of values) sums.push(sums.at(-1)! + value)
  return sums
}

/**
 * Stretches of the groups, from the easiest to the hardest.
 *
 * @param wayOf leads from the margins of a bin as they were sketched back to what they are
 */
export function stretchesOf(
  grid: Grid,
  groups: readonly OrderedGroup[],
  wayOf: (bin: number) => WayBack,
): Stretch[] {
  const found = new Map<number, OrderedPart[]>()
  const ends = new Map<number, readonly [number, number]>()
  const add = (start: number, part: OrderedPart) => {
    if (part.count === 0) return
    const before = found.get(start)
    if (before) before.push(part)
    else found.set(start, [part])
  }
  for (const { group, place } of groups) {
    const { above } = group
    add(Number.POSITIVE_INFINITY, { place, count: above[0], weight: above[1] })
    add(Number.NEGATIVE_INFINITY, tailPart(group, wayOf(BELOW_GRID), place))
    const nodes = nodesOf(grid, group)
    for (let at = 0; at < nodes.margin.length; at += MOMENTS) {
      const [start, end] = nodes.bounds.subarray((2 * at) / MOMENTS)
      const way = wayOf(binOf(start))
      ends.set(start, [along(way, end), along(way, start)])
      const margin = nodes.margin.subarray(at, at + MOMENTS).map((s) => along(way, s))
      const weight = nodes.weight.subarray(at, at + MOMENTS)
      const part = { place, count: nodes.count[at], weight: nodes.mass[at] }
      add(start, { ...part, nodes: { margin, weight } })
    }
  }
  return [...found]
    .sort(([a], [b]) => b - a)
    .map(([start, parts]) => ({
      bin: Number.isFinite(start) ? binOf(start) : start > 0 ? ABOVE_GRID : BELOW_GRID,
      isSplit: Number.isFinite(start) && grid.splits[binOf(start)] > 0,
      ends: ends.get(start) ?? null,
      count: parts.reduce((sum, { count }) => sum + count, 0),
      weight: parts.reduce((sum, { weight }) => sum + weight, 0),
      parts,
    }))
}

function along({ start, scale }: WayBack, moved: number): number {
  return start + scale * moved
}

function tailPart({ below, lowest }: GroupSketch, way: WayBack, place: number): OrderedPart {
  const [count, weight, ws, wss] = below
  const mean = ws / weight
  // Squares of the farthest margins leave the range of doubles; then nothing is known of how far they spread.
  const deviation = Number.isFinite(wss) ? Math.max(0, wss - ws * mean) : wss
  const square = way.scale ** 2 * wss
  const tail = { lowest, mean: along(way, mean), deviation: way.scale ** 2 * deviation, square }
  return { place, count, weight, tail }
}
