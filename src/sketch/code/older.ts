/** Sketches of version 1, whose bins begin at -64: read as what they would be with bins down to the end of the grid. */
import { CLAMP } from '../../losses/held.ts'
import { BINS, BINS_PER_UNIT, binOf, HIGHEST, LOWEST, MOMENTS } from '../grid.ts'
import { momentsAt } from '../segments.ts'
import { BELOW, type GroupSketch } from '../sketch.ts'
import { COUNT_SLOT, type Store } from '../store.ts'

/** Where the bins of version 1 begin. */
export const OLDER_LOWEST = -64

/** Bins of a file, by where they begin; the parts behind edges are numbered from there on. */
export function binsFrom(lowest: number): number {
  return (HIGHEST - lowest) * BINS_PER_UNIT
}

/** The number here of a segment of a file. */
export function numberHere(number: number, lowest: number): number {
  const bins = binsFrom(lowest)
  return number < bins ? number + (lowest - LOWEST) * BINS_PER_UNIT : number - bins + BINS
}

/**
 * Samples whose truth has a probability of 0 lie below the bins there, and are counted apart: all of them have a margin of
 * -100, where they belong to the bin that it begins.
 */
export function liftHeld(store: Store, group: GroupSketch): void {
  const [count, weight] = group.far.subarray(BELOW)
  if (!(count > 0)) return
  const margin = -CLAMP
  const held = [count, weight, weight * margin, weight * margin ** 2, weight / margin, weight / margin ** 2]
  for (const [tail, before] of [group.below, group.far].map((sums) => [sums, sums[0]] as const)) {
    for (let i = 0; i < BELOW; i++) tail[i] = before === count ? 0 : tail[i] - held[i]
  }
  const moments = momentsAt(store, group, binOf(margin))
  // T_k(-1) is 1 and -1 by turns.
  for (let k = 0; k < MOMENTS; k++) moments[k] += k % 2 === 0 ? weight : -weight
  moments[COUNT_SLOT] += count
}
