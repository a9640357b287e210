/** Samples whose logarithm is held at −100, and what they carry of a loss: often most of it. */

import { bind } from '../losses/bound.ts'
import { CLAMP } from '../losses/held.ts'
import type { Loss } from '../losses/loss.ts'
import { CROSS_ENTROPY } from '../losses/spec/plain.ts'
import { classPlace, type Grouping } from '../margin/grouping.ts'
import { type ReadyGroup, readyGroups, sumBands, totalOf } from '../measures/bands.ts'
import { quotient } from '../measures/quotient.ts'
import { BELOW } from '../sketch/sketch.ts'
import type { SketchedData } from './sketched-data.ts'

export interface Held {
  /** How many there are; null for a sketch that does not say. */
  readonly samples: number | null
  /** What they carry of the sum of the loss; null where nobody knows, or there is no loss. */
  readonly lossShare: number | null
}

/**
 * Ours holds the logarithm of a probability of 0, a library's that holds them all those up to e^-100.
 *
 * @param total sum w f over all samples
 */
export function heldOf(groups: readonly ReadyGroup[], grouping: Grouping, loss: Loss, total: number): Held {
  const bound = bind(loss, grouping.task, grouping.classes.length)
  const first = loss.library?.holds ? 0 : BELOW
  let [samples, carried] = [0, 0]
  for (const { identity, group, classWeight } of groups) {
    const [count, weight] = group.far.subarray(first)
    samples += count
    carried += weight * classWeight * bound[classPlace(identity)].value(-CLAMP)
  }
  return { samples: Number.isNaN(samples) ? null : samples, lossShare: quotient(carried, total) }
}

/** What they carry of plain cross-entropy, for questions whose own losses are many; null where there are none. */
export function heldInCrossEntropy({ sketch, grouping, source }: SketchedData): Held | null {
  if (source.from !== 'probs' || source.held === 0) return null
  const groups = readyGroups(sketch, grouping, 0, null)
  return heldOf(groups, grouping, CROSS_ENTROPY, totalOf(sumBands(groups, grouping, CROSS_ENTROPY)).loss)
}
