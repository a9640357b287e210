/** The segments of a group that hold samples: one that holds none does not exist. */
import { BINS, type Grid, segmentBounds } from './grid.ts'
import type { GroupSketch } from './sketch.ts'
import type { Store } from './store.ts'

export interface Segment {
  readonly number: number
  /** c_0 to c_13, and the count of its samples. */
  readonly moments: Float64Array
}

/** By their numbers, which are sorted without a call for each pair of them. */
export function segmentsOf({ segments }: GroupSketch): readonly Segment[] {
  const numbers = Int32Array.from(segments.keys()).sort()
  return Array.from(numbers, (number) => ({ number, moments: segments.get(number)! }))
}

/** By their margins: parts behind an edge are numbered behind all bins. */
export function segmentsByMargin(grid: Grid, group: GroupSketch): readonly Segment[] {
  const segments = segmentsOf(group)
  if ((segments.at(-1)?.number ?? 0) < BINS) return segments
  const startOf = ({ number }: Segment) => segmentBounds(grid, number)[0]
  return segments.toSorted((a, b) => startOf(a) - startOf(b))
}

/** The moments of a segment, which is made when it is first seen. */
export function momentsAt(store: Store, { segments }: GroupSketch, number: number): Float64Array {
  const found = segments.get(number)
  if (found) return found
  const made = store.take()
  segments.set(number, made)
  return made
}

/** Adds numbers one by one: moments and counts to those of the same segment, tails to tails. */
export function addNumbers(target: Float64Array, other: Float64Array, start = 0): void {
  for (let i = 0; i < target.length; i++) target[i] += other[start + i]
}
