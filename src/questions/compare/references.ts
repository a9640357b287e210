/** What a loss comes to under a model that says the same of every sample: a mean says little without it. */
import { bind } from '../../losses/bound.ts'
import type { Loss, OfRow } from '../../losses/loss.ts'
import { COMPANIONS, companionsOf } from '../../margin/companions.ts'
import { logit } from '../../margin/elementary.ts'
import { classPlace, type Grouping, lossPlace } from '../../margin/grouping.ts'
import type { ReadyGroup } from '../../measures/bands.ts'
import { weighGroup } from '../../sketch/sums/evaluate.ts'

/** In the units of the value beside them. */
export interface References {
  /** Of the class rates of all samples; null where a class has none, and where classes of softmax are not kept apart. */
  readonly prior: number | null
  /** Of even chances: 1/2, or 1/K with softmax. */
  readonly even: number | null
}

/** The share of each class among the samples, by its place, as weights have it; null where they are not known. */
export function ratesOf(groups: readonly ReadyGroup[], grouping: Grouping): readonly number[] | null {
  if (grouping.task === 'softmax' && !grouping.perClass) return null
  const rates = new Array<number>(grouping.task === 'softmax' ? grouping.classes.length : 2).fill(0)
  for (const group of groups) rates[classPlace(group.identity)] += weighGroup(group.group)
  const total = rates.reduce((sum, weight) => sum + weight, 0)
  return rates.some((weight) => weight === total) ? null : rates.map((weight) => weight / total)
}

/** Sums of a loss over the samples of some groups, were their margins those of a constant. */
export function createReferences(
  groups: readonly ReadyGroup[],
  grouping: Grouping,
  rates: readonly number[] | null,
): (loss: Loss) => { readonly prior: number | null; readonly even: number } {
  const { task, classes } = grouping
  const even = task === 'softmax' ? -Math.log(classes.length - 1) : 0
  const evenly = new Array<number>(classes.length).fill(1 / classes.length)
  const parts = groups.map((group) => {
    const place = lossPlace(task, group.identity)
    const own = rates?.[classPlace(group.identity)]
    return {
      place,
      weight: group.classWeight * weighGroup(group.group),
      prior: own === undefined ? null : logit(own),
    }
  })
  return (loss) => {
    const bound = bind(loss, task, classes.length)
    const sum = (marginOf: (part: (typeof parts)[number]) => number, probs: readonly number[]) =>
      parts.reduce((total, { place, weight, prior }) => {
        const { value, row } = bound[place]
        const ofRow = row ? restOf(row.value, probs, place) : 0
        return total + weight * (value(marginOf({ place, weight, prior })) + ofRow)
      }, 0)
    return { prior: rates && sum(({ prior }) => prior!, rates), even: sum(() => even, evenly) }
  }
}

/** What a loss of whole softmax rows adds for these probabilities. */
function restOf(of: OfRow, probs: readonly number[], truth: number): number {
  const companions = new Float64Array(COMPANIONS)
  companionsOf(Float64Array.from(probs), 0, probs.length, truth, 'probs', false, companions)
  return of.reduce((sum, factor, k) => sum + factor * companions[k], 0)
}
