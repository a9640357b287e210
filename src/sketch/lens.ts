/**
 * A lens: the samples of a few bins, drawn out over the grid, so that a second pass sketches them in finer bins.
 *
 * Where a share of the samples ends within a bin, its moments do not tell what lies on either side. Under a lens the bin
 * becomes many, and one of them has the end of the share. Bins under one lens may be drawn out by another behind it.
 *
 * Samples of either side (negatives, positives) have lenses of their own, since their shares end in other bins.
 */
import type { Margins } from '../margin/margins.ts'
import { BINS, BINS_PER_UNIT, HIGHEST, LOWEST } from './grid.ts'

/** Stands for the bin of margins below the grid. */
export const BELOW_GRID = -1

/** A bin that is looked at, and how many it becomes: a power of two. */
export interface Magnified {
  readonly bin: number
  readonly cells: number
}

export interface Lens {
  /** Bins that are looked at, ascending: side by side under the lens, where each begins with the bin `start`. */
  readonly magnified: readonly (Magnified & { readonly start: number })[]
  /** The same by bin, BELOW_GRID first: `start`, which is NaN where nobody looks, and `cells`. */
  readonly starts: Float64Array
  readonly cells: Float64Array
  /** Where margins below the grid begin to be drawn out; what lies below that stays below. */
  readonly floor: number
}

/** A pass that looks at some samples only, through lenses. Plain data: threads are handed it. */
export interface View {
  /** The lenses before each side, one behind the other. */
  readonly lenses: readonly (readonly Lens[])[]
  /** By the group's number within its slice: its side, and its group under the lenses. */
  readonly sides: Int32Array
  readonly groups: Int32Array
  /** Groups under the lenses. */
  readonly size: number
}

/** How far below its end the last margin of a bin may lie, in bins: a few units in the last place of the largest. */
const INSIDE = 2 ** -39

/** @param floor matters when BELOW_GRID is among the bins */
export function createLens(bins: readonly Magnified[], floor: number): Lens {
  const starts = new Float64Array(BINS + 1).fill(Number.NaN)
  const cells = new Float64Array(BINS + 1)
  let start = 0
  const magnified = [...bins]
    .sort((a, b) => a.bin - b.bin)
    .map((one) => {
      const placed = { ...one, start }
      starts[one.bin + 1] = start
      cells[one.bin + 1] = one.cells
      start += one.cells
      return placed
    })
  return { magnified, starts, cells, floor }
}

/** Where a margin lies under the lens; NaN where nobody looks. */
function through({ starts, cells, floor }: Lens, margin: number): number {
  if (margin >= LOWEST && margin < HIGHEST) {
    const scaled = margin * BINS_PER_UNIT
    const whole = Math.floor(scaled)
    const place = whole - LOWEST * BINS_PER_UNIT + 1
    return under(starts[place], cells[place], scaled - whole)
  }
  return margin < LOWEST ? under(starts[0], cells[0], (margin - floor) / (LOWEST - floor)) : Number.NaN
}

/** @param within the share of the bin that lies below the margin */
function under(start: number, cells: number, within: number): number {
  const cell = within * cells
  const last = cells - INSIDE
  return LOWEST + (start + (cell < last ? cell : last)) / BINS_PER_UNIT
}

/**
 * Moves the samples that are looked at to the front of the arrays, with their margins and groups under the lenses;
 * returns how many there are. A sample of a negative group is passed over.
 */
export function look(
  { lenses, sides, groups }: View,
  margin: Float64Array,
  group: Int32Array,
  weight: Float64Array | null,
  length: number,
): number {
  let seen = 0
  for (let i = 0; i < length; i++) {
    const own = group[i]
    if (own < 0) continue
    const within = own < sides.length ? own : own % sides.length
    const before = lenses[sides[within]]
    let s = margin[i]
    for (let k = 0; k < before.length; k++) s = through(before[k], s)
    margin[seen] = s
    group[seen] = groups[within]
    if (weight) weight[seen] = weight[i]
    // What is not looked at is written over by the next: that is quicker than to part one from the other.
    seen += Number.isNaN(s) ? 0 : 1
  }
  return seen
}

/** The samples of a block that are looked at. */
export function lookAt(view: View, block: Margins): Margins {
  const [margin, group, weight] = [block.margin.slice(), block.group.slice(), block.weight?.slice() ?? null]
  return { length: look(view, margin, group, weight, block.length), margin, group, weight }
}

/** A straight line from margins under the lenses back to margins: s = start + scale * moved. */
export interface WayBack {
  readonly start: number
  readonly scale: number
}

/** The bin that a bin under the lens is a part of. */
export function sourceOf({ magnified }: Lens, bin: number): Lens['magnified'][number] {
  return bin === BELOW_GRID ? magnified[0] : magnified.findLast(({ start }) => start <= bin)!
}

/** The way back from a bin under the lenses before a side; from BELOW_GRID, that of what is below the grid under all. */
export function wayBack(lenses: readonly Lens[], bin: number): WayBack {
  let way: WayBack = { start: 0, scale: 1 }
  let at = bin
  for (const lens of lenses.toReversed()) {
    const source = sourceOf(lens, at)
    at = source.bin
    const [from, to] =
      at === BELOW_GRID
        ? [lens.floor, LOWEST]
        : [at / BINS_PER_UNIT + LOWEST, (at + 1) / BINS_PER_UNIT + LOWEST]
    const scale = ((to - from) * BINS_PER_UNIT) / source.cells
    const offset = way.start - LOWEST - source.start / BINS_PER_UNIT
    way = { start: from + scale * offset, scale: scale * way.scale }
  }
  return way
}
