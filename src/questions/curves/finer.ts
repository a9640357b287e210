/** Stretches of samples made finer by another pass, which looks at them through lenses. */

import { greatest } from '../../extremes.ts'
import { type GroupIdentity, type Grouping, identifyGroup, lossPlace } from '../../margin/grouping.ts'
import { LOWEST } from '../../sketch/grid.ts'
import { BELOW_GRID, createLens, type Lens, sourceOf, type View, wayBack } from '../../sketch/lens.ts'
import type { Sketch } from '../../sketch/sketch.ts'
import { sideIndex } from './cdf.ts'
import {
  ABOVE_GRID,
  type Ordered,
  type OrderedGroup,
  orderStretches,
  type Stretch,
  stretchesOf,
} from './ordered.ts'

/** Bins under the lenses, of all groups together: 32 MB of moments. */
const MOST_BINS = 2 ** 18

/** How deep a tail that is drawn out is at least, should its margins lie at its end but for rounding. */
const LEAST_DEPTH = 2 ** -40

/** How a pass numbers its groups: a class's part of a side. */
export function numberGroups(grouping: Grouping): Omit<View, 'lenses'> {
  const identities = Array.from({ length: grouping.size }, (_, within) => identifyGroup(grouping, within))
  const placeOf = (identity: GroupIdentity) => lossPlace(grouping.task, identity)
  const parts = 1 + greatest(identities.map(placeOf))
  return {
    sides: Int32Array.from(identities, sideIndex),
    groups: Int32Array.from(identities, (identity) => sideIndex(identity) * parts + placeOf(identity)),
    size: (1 + greatest(identities.map(sideIndex))) * parts,
  }
}

/** The groups of one side of a sketch that a pass has made. */
export function groupsOfSide(
  { groups }: Sketch,
  side: number,
  { size, sides }: Omit<View, 'lenses'>,
): OrderedGroup[] {
  const parts = size / (1 + greatest(sides))
  return groups.flatMap((group, index) =>
    group && Math.floor(index / parts) === side ? [{ group, place: index % parts }] : [],
  )
}

/** Whether another pass can part its samples. */
export function canBeFiner({ bin, count, parts, isSplit }: Stretch): boolean {
  // A lens draws out whole bins, and a loss has a kink in this one.
  if (count === 1 || bin === ABOVE_GRID || isSplit) return false
  return bin !== BELOW_GRID || parts.every(({ tail }) => Number.isFinite(tail!.square))
}

/**
 * The lens that makes some stretches finer, which have been seen through `lenses`.
 *
 * @param wanted bins that each should become
 * @param groups that are kept apart, each with bins of its own
 */
export function lensFor(wanted: ReadonlyMap<Stretch, number>, lenses: readonly Lens[], groups: number): Lens {
  const sum = [...wanted.values()].reduce((a, b) => a + b, 0)
  const shrink = 2 ** Math.max(0, Math.ceil(Math.log2((sum * groups) / MOST_BINS)))
  const tail = [...wanted.keys()].find(({ bin }) => bin === BELOW_GRID)
  const magnified = [...wanted].map(([{ bin }, cells]) => ({ bin, cells: Math.max(2, cells / shrink) }))
  return createLens(magnified, tail ? floorOf(tail, lenses) : LOWEST)
}

/**
 * Where a tail begins to be drawn out: four times as far from its end as its mean, so that at most a quarter of it lies
 * beyond (Markov's inequality).
 */
function floorOf({ parts, weight }: Stretch, lenses: readonly Lens[]): number {
  const { start, scale } = wayBack(lenses, BELOW_GRID)
  const mean = parts.reduce((sum, part) => sum + (part.weight / weight) * part.tail!.mean, 0)
  return Math.min(LOWEST - LEAST_DEPTH, LOWEST + 4 * ((mean - start) / scale - LOWEST))
}

/**
 * The same samples with the finer stretches in the place of some; null when they are not of the same number, which
 * means that the data are no longer what they were.
 */
export function putFiner(
  { stretches }: Ordered,
  coarse: ReadonlyMap<Stretch, unknown>,
  { grid }: Sketch,
  groups: readonly OrderedGroup[],
  lenses: readonly Lens[],
): Ordered | null {
  const bySource = new Map<number, Stretch[]>()
  for (const fine of stretchesOf(grid, groups, (bin) => wayBack(lenses, bin))) {
    const { bin } = sourceOf(lenses.at(-1)!, fine.bin)
    bySource.set(bin, [...(bySource.get(bin) ?? []), fine])
  }
  const replaced = stretches.map((stretch) =>
    coarse.has(stretch) ? (bySource.get(stretch.bin) ?? []) : [stretch],
  )
  const isSame = replaced.every((parts, i) => countAll(parts) === stretches[i].count)
  return isSame ? orderStretches(replaced.flat()) : null
}

function countAll(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { count }) => sum + count, 0)
}
