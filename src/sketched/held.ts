/** Samples whose logarithm is held at −100, and what they carry of a loss: often most of it. */

import { bind } from '../losses/bound.ts'
import { CLAMP } from '../losses/held.ts'
import type { Loss } from '../losses/loss.ts'
import { CROSS_ENTROPY } from '../losses/spec/plain.ts'
import { type Grouping, lossPlace } from '../margin/grouping.ts'
import { type ReadyGroup, readyGroups, sumBands, totalOf } from '../measures/bands.ts'
import { quotient } from '../measures/quotient.ts'
import { MOMENTS } from '../sketch/grid.ts'
import { BELOW, type GroupSketch } from '../sketch/sketch.ts'
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
  const heldIn = loss.library?.holds ? allHeld : ofZeros
  let [samples, carried] = [0, 0]
  for (const { identity, group, prepare, classWeight } of groups) {
    const [count, weight] = heldIn(group, prepare)
    samples += count
    carried += weight * classWeight * bound[lossPlace(grouping.task, identity)].value(-CLAMP)
  }
  // Of a loss of whole rows the truth's margin alone does not tell it.
  const isKnown = bound.every(({ row }) => row === null)
  return {
    samples: Number.isNaN(samples) ? null : samples,
    lossShare: isKnown ? quotient(carried, total) : null,
  }
}

/** n and sum w of the samples whose truth has a probability of 0. */
function ofZeros({ far }: GroupSketch): readonly [number, number] {
  return [far[BELOW], far[BELOW + 1]]
}

/** Those with a logarithm below -100 besides. */
function allHeld(group: GroupSketch, prepare: ReadyGroup['prepare']): readonly [number, number] {
  const { margin, count, mass } = prepare().nodes
  const [zeros, ofThem] = ofZeros(group)
  let [samples, weight] = [group.far[0] + zeros, group.far[1] + ofThem]
  for (let at = 0; at < margin.length && margin[at] < -CLAMP; at += MOMENTS) {
    samples += count[at]
    weight += mass[at]
  }
  return [samples, weight]
}

/** What they carry of plain cross-entropy, for questions whose own losses are many; null where there are none. */
export function heldInCrossEntropy({ sketch, grouping, source }: SketchedData): Held | null {
  if (source.from !== 'probs' || source.held === 0) return null
  const groups = readyGroups(sketch, grouping, 0, null)
  return heldOf(groups, grouping, CROSS_ENTROPY, totalOf(sumBands(groups, grouping, CROSS_ENTROPY)).loss)
}
