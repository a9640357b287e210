/** Sums over all groups that no loss can do without, and whether doubles hold them. */
import type { Sketch } from '../sketch.ts'
import { weighGroup } from './evaluate.ts'

/** Below this a sum of weights leaves no room for the digits of sums with losses far below 1. */
const LEAST = 2 ** -900

/** Room for what losses make of weights: of 768 a cross-entropy in the grid, and 1000 the largest epsilon. */
const MOST = Number.MAX_VALUE / 2 ** 20

/** What keeps sums over the samples from being doubles with all their digits; null when nothing does. */
export function faultOfTotals({ groups }: Sketch): 'too large' | 'too small' | null {
  let [weight, margin] = [0, 0]
  for (const group of groups) {
    if (!group) continue
    weight += weighGroup(group)
    // Every loss grows with it.
    margin += group.below[2]
  }
  if (!(weight < MOST) || !Number.isFinite(margin)) return 'too large'
  return isTooSmall(weight) ? 'too small' : null
}

/** Whether a sum of weights has too few digits left. */
export function isTooSmall(weight: number): boolean {
  return weight > 0 && weight < LEAST
}
