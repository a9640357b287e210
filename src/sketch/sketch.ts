/** The margin sketch: all that any loss of the family needs to know of a data set, whatever its length. */
import { CLAMP } from '../losses/held.ts'
import { type Grid, LOWEST } from './grid.ts'
import { createStore, MAX_GROUPS, SketchFull, type Store } from './store.ts'

/**
 * One group's part. Samples below the grid are kept as n, sum w, sum w s, sum w s^2, sum w / s, sum w / s^2, which is
 * all that a linear loss, its square, and its quotient by cross-entropy need; samples above it as n and sum w.
 *
 * `far` are those of them whose logarithm PyTorch holds at -100, from a margin of -100 down: the same six sums. Then come n
 * and sum w of the samples in the grid whose truth has a probability of 0. NaN where an older file does not tell.
 */
export interface GroupSketch {
  /** Of each segment that holds samples, by its number: its moments, and the count of its samples. */
  readonly segments: Map<number, Float64Array>
  readonly below: Float64Array
  readonly above: Float64Array
  readonly far: Float64Array
  /** Samples of `below` have a smaller margin: that of the grid's end, or a greater one in an older file. */
  lowest: number
  /** Squares of weights are kept in units of 4 to this power, in which they are doubles; 0 for weights themselves. */
  exponent: number
}

/** Numbers of the tails: six below the grid, two above it, eight far below. */
export const [BELOW, ABOVE, FAR] = [6, 2, 8]

/** Of softmax rows, by the number of their group: three sums of hard rows, then the same of easy ones (margin/companions.ts). */
export interface RowSums {
  /** Where easy rows begin. */
  readonly margin: number
  readonly groups: readonly (Float64Array | undefined)[]
}

export interface Sketch {
  readonly grid: Grid
  readonly groups: (GroupSketch | undefined)[]
  /** The same samples with their weights squared, for sums of squares; null when all weigh 1. */
  readonly squares: (GroupSketch | undefined)[] | null
  /** Where its segments come from. */
  readonly store: Store
  /** What losses of whole softmax rows need beside margins; there only where a pass was asked for it. */
  readonly rows?: RowSums
}

/** An empty sketch. */
export function createSketch(grid: Grid, weighted: boolean, store = createStore()): Sketch {
  return { grid, groups: [], squares: weighted ? [] : null, store }
}

/** The group of that index, made when it is first seen. Throws SketchFull for an index that is too high. */
export function groupAt(groups: (GroupSketch | undefined)[], index: number): GroupSketch {
  const found = groups[index]
  if (found) return found
  if (index >= MAX_GROUPS) throw new SketchFull('groups', MAX_GROUPS)
  const created = {
    segments: new Map<number, Float64Array>(),
    below: new Float64Array(BELOW),
    above: new Float64Array(ABOVE),
    far: new Float64Array(FAR),
    lowest: LOWEST,
    exponent: 0,
  }
  groups[index] = created
  return created
}

/** Adds a sample outside the grid to the tails. */
export function addTail(group: GroupSketch, margin: number, weight: number): void {
  if (margin >= LOWEST) {
    group.above[0] += 1
    group.above[1] += weight
    return
  }
  addBelow(group.below, margin, weight)
  if (margin <= -CLAMP) addBelow(group.far, margin, weight)
}

function addBelow(tail: Float64Array, margin: number, weight: number): void {
  tail[0] += 1
  tail[1] += weight
  tail[2] += weight * margin
  tail[3] += weight * margin * margin
  tail[4] += weight / margin
  tail[5] += weight / margin / margin
}

/** Says of a sample that was added that its truth has a probability of 0. */
export function addHeld({ far }: GroupSketch, weight: number): void {
  far[6] += 1
  far[7] += weight
}
