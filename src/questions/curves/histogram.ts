/** How many samples lie where: counts by margin, negatives and positives apart. */

import { greatest, least } from '../../extremes.ts'
import { classPlace, identifyGroup } from '../../margin/grouping.ts'
import { BINS_PER_UNIT, HIGHEST, segmentBounds } from '../../sketch/grid.ts'
import { COUNT_SLOT } from '../../sketch/store.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'

/** Samples with margins in [from, to). */
export interface HistogramBin {
  readonly from: number
  readonly to: number
  /** [negative, positive]; one number with softmax. */
  readonly counts: readonly number[]
}

export interface Histogram {
  /** Side by side and ascending, from the first with samples, or 0, to the last. */
  readonly bins: readonly HistogramBin[]
  /** Samples outside of the range asked for. */
  readonly below: number
  readonly above: number
}

/**
 * Counts of the samples with margins in [lowest, highest), in bins of so many of the sketch's own. An edge of the sketch
 * parts a bin in two.
 */
export function countMargins(
  data: SketchedData,
  [lowest, highest]: readonly [number, number],
  binsTogether: number,
): Histogram {
  const segments = segmentCounts(data)
  const inside = segments.filter(({ from, to }) => from >= lowest && to <= highest)
  const outside = (where: (from: number) => boolean) =>
    segments.reduce((sum, { from, counts }) => sum + (where(from) ? total(counts) : 0), 0)
  return {
    bins: inside.length > 0 ? fillBins(data, inside, binsTogether / BINS_PER_UNIT) : [],
    below: outside((from) => from < lowest),
    above: outside((from) => from >= highest),
  }
}

function fillBins(
  { sketch }: SketchedData,
  segments: readonly HistogramBin[],
  width: number,
): HistogramBin[] {
  // An even chance is where easy and hard are parted by default; it is always in sight.
  const first = least(
    segments.map(({ from }) => from),
    0,
  )
  const last = greatest(
    segments.map(({ to }) => to),
    0,
  )
  const start = Math.floor(first / width) * width
  const steps = Math.ceil((last - start) / width)
  const boundaries = Array.from({ length: steps + 1 }, (_, i) => start + i * width)
  const own = sketch.grid.edges.filter((edge) => edge > start && edge < boundaries.at(-1)!)
  const edges = [...new Set([...boundaries, ...own])].sort((a, b) => a - b)
  const kinds = segments[0].counts.length
  const counts = edges.slice(1).map(() => new Array<number>(kinds).fill(0))
  for (const segment of segments) {
    const bin = lastAtOrBelow(edges, segment.from)
    segment.counts.forEach((count, kind) => {
      counts[bin][kind] += count
    })
  }
  return counts.map((found, i) => ({ from: edges[i], to: edges[i + 1], counts: found }))
}

function lastAtOrBelow(edges: readonly number[], margin: number): number {
  const next = edges.findIndex((edge) => edge > margin)
  return (next < 0 ? edges.length : next) - 1
}

/** Counts of every segment in use; the tails are segments without an end. */
function segmentCounts({ sketch, grouping }: SketchedData): readonly HistogramBin[] {
  const found = new Map<number, { from: number; to: number; counts: number[] }>()
  const add = (from: number, to: number, kind: number, count: number) => {
    if (count === 0) return
    const bin = found.get(from) ?? { from, to, counts: grouping.task === 'softmax' ? [0] : [0, 0] }
    bin.counts[kind] += count
    found.set(from, bin)
  }
  sketch.groups.forEach((group, index) => {
    const identity = identifyGroup(grouping, index)
    const kind = identity.positive === null ? 0 : classPlace(identity)
    if (!group) return
    group.segments.forEach((moments, number) => {
      add(...segmentBounds(sketch.grid, number), kind, moments[COUNT_SLOT])
    })
    add(Number.NEGATIVE_INFINITY, group.lowest, kind, group.below[0])
    add(HIGHEST, Number.POSITIVE_INFINITY, kind, group.above[0])
  })
  return [...found.values()]
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
