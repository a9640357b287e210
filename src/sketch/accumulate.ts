/** Placing one sample in its bin. The kernels run this over whole blocks. */
import { BINS_PER_UNIT, binOf, type Grid, MOMENTS, segmentBounds, splitSegmentOf } from './grid.ts'
import { momentsAt } from './segments.ts'
import type { GroupSketch } from './sketch.ts'
import { COUNT_SLOT, type Store } from './store.ts'

/** Adds a sample whose margin lies inside the grid. */
export function addSample(
  grid: Grid,
  store: Store,
  group: GroupSketch,
  margin: number,
  weight: number,
): void {
  const bin = binOf(margin)
  if (grid.splits[bin]) {
    const segment = splitSegmentOf(grid, margin)
    const [start, end] = segmentBounds(grid, segment)
    addMoments(momentsAt(store, group, segment), (2 * margin - start - end) / (end - start), weight)
    return
  }
  // Exact: 8 s is a power of two times s, and the fraction has no more digits than it.
  const scaled = margin * BINS_PER_UNIT
  addMoments(momentsAt(store, group, bin), 2 * (scaled - Math.floor(scaled)) - 1, weight)
}

/**
 * c_k += w T_k(d) for k = 0..13, by T_(k+4) = 2 T_4 T_k - T_(k-4) with T_(-k) = T_k, which is how two lanes go; and
 * one more sample.
 */
function addMoments(sums: Float64Array, d: number, weight: number): void {
  const t2 = 2 * d * d - 1
  const t3 = 2 * t2 * d - d
  const t4 = 2 * t2 * t2 - 1
  const factor = 2 * t4
  const t5 = factor * d - t3
  const t6 = factor * t2 - t2
  const t7 = factor * t3 - d
  const t8 = factor * t4 - 1
  const t9 = factor * t5 - d
  const t10 = factor * t6 - t2
  const t11 = factor * t7 - t3
  const moments = [1, d, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, factor * t8 - t4, factor * t9 - t5]
  for (let k = 0; k < MOMENTS; k++) sums[k] += weight * moments[k]
  sums[COUNT_SLOT] += 1
}
