/** Placing one sample in its bin. The kernels run this over whole blocks. */
import { BINS_PER_UNIT, binOf, type Grid, MOMENTS, segmentBounds, splitSegmentOf } from './grid.ts'
import { BIN_STRIDE, COUNT_SLOT, type GroupSketch, pageAt } from './sketch.ts'

/** Adds a sample whose margin lies inside the grid. */
export function addSample(grid: Grid, group: GroupSketch, margin: number, weight: number): void {
  const bin = binOf(margin)
  if (grid.isSplit[bin]) {
    const segment = splitSegmentOf(grid, margin)
    const [start, end] = segmentBounds(grid, segment)
    addMoments(
      pageAt(group, segment),
      (segment & 7) * BIN_STRIDE,
      (2 * margin - start - end) / (end - start),
      weight,
    )
    return
  }
  // Exact: 8 s is a power of two times s, and the fraction has no more digits than it.
  const scaled = margin * BINS_PER_UNIT
  addMoments(pageAt(group, bin), (bin & 7) * BIN_STRIDE, 2 * (scaled - Math.floor(scaled)) - 1, weight)
}

/**
 * c_k += w T_k(d) for k = 0..13, two moments at a time by T_(k+2) = 2 T_2 T_k - T_(k-2), which is how two lanes go;
 * and one more sample.
 */
function addMoments(page: Float64Array, at: number, d: number, weight: number): void {
  const t2 = 2 * d * d - 1
  const factor = 2 * t2
  let [evenBefore, oddBefore] = [weight * t2, weight * d]
  let [even, odd] = [weight, weight * d]
  page[at] += even
  page[at + 1] += odd
  for (let k = 2; k < MOMENTS; k += 2) {
    const nextEven = factor * even - evenBefore
    const nextOdd = factor * odd - oddBefore
    page[at + k] += nextEven
    page[at + k + 1] += nextOdd
    evenBefore = even
    oddBefore = odd
    even = nextEven
    odd = nextOdd
  }
  page[at + COUNT_SLOT] += 1
}
