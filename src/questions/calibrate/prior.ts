/**
 * Another share of classes: as data would be in which each class is distributed as here, and as a model is told of it (Saerens,
 * Latinne & Decaestecker 2002). Samples weigh π′ / π of their class, and log-odds, or logits, move by what the prior's do.
 */
import { InputError, UsageError } from '../../errors.ts'
import type { Task } from '../../losses/task.ts'
import { logit } from '../../margin/elementary.ts'
import type { ReadyGroup } from '../../measures/bands.ts'
import { weighGroup } from '../../sketch/sums/evaluate.ts'
import type { Stretch } from './points.ts'

/** Of a class against the others. */
export interface PriorShift {
  /** The share of positives that is asked for, and that of these samples. */
  readonly to: number
  readonly from: number
  /** What is added to log-odds: logit(to) − logit(from). */
  readonly shift: number
}

/** Of softmax rows: shares of the classes that are asked for, and those of these samples. */
export interface SoftmaxPrior {
  readonly to: readonly number[]
  readonly from: readonly number[]
}

/** Throws an InputError where all samples are of one class. */
export function priorShift(name: string, groups: readonly ReadyGroup[], to: number): PriorShift {
  const weightOf = (positive: boolean) =>
    groups
      .filter(({ identity }) => identity.positive === positive)
      .reduce((sum, { group }) => sum + weighGroup(group), 0)
  const [negatives, positives] = [weightOf(false), weightOf(true)]
  if (negatives === 0 || positives === 0)
    throw new InputError(
      name,
      'has one class alone whose samples weigh something, and a prior is of two',
      'leave the prior out',
    )
  return {
    to,
    from: positives / (negatives + positives),
    shift: logit(to) - Math.log(positives / negatives),
  }
}

/** The same for each class of multi-label data, in the order of the classes; for the one positive class of others. */
export function priorShifts(
  name: string,
  classes: readonly string[],
  groups: readonly ReadyGroup[],
  prior: readonly number[],
): readonly PriorShift[] {
  if (prior.length === 1) return [priorShift(name, groups, prior[0])]
  return prior.map((to, index) => {
    const own = groups.filter(({ identity }) => identity.classIndex === index)
    return priorShift(`${name}, class ${classes[index]}`, own, to)
  })
}

/** Throws an InputError where a class has no samples, or none that count: nobody knows how they are distributed. */
export function softmaxPrior(
  name: string,
  classes: readonly string[],
  weights: readonly number[],
  prior: readonly number[],
): SoftmaxPrior {
  const missing = weights.indexOf(0)
  if (missing >= 0)
    throw new InputError(
      name,
      `has no samples of class "${classes[missing]}" that weigh something, and a prior is of all classes`,
      'leave the prior out',
    )
  return { to: toShares(prior), from: toShares(weights) }
}

function toShares(counts: readonly number[]): readonly number[] {
  const all = counts.reduce((sum, count) => sum + count, 0)
  return counts.map((count) => count / all)
}

/** How far shares of classes may be from a sum of 1. */
const ROUNDED = 1e-3

/** Throws a UsageError where there are not as many shares as it takes. */
export function checkPrior(task: Task, classes: readonly string[], prior: readonly number[]): void {
  const wanted = task === 'binary' ? 1 : classes.length
  if (prior.length !== wanted)
    throw new UsageError(
      `the prior has ${prior.length === 1 ? 'one share' : `${prior.length} shares`}, and these labels are ${task}`,
      task === 'binary'
        ? 'it takes that of the positives'
        : `it takes one of each class, which are ${wanted}, in the order of the scores`,
    )
  const sum = prior.reduce((all, share) => all + share, 0)
  if (task === 'softmax' && !(Math.abs(sum - 1) <= ROUNDED))
    throw new UsageError(
      `the prior: the shares of the classes sum to ${sum}, not to 1`,
      'give one of each class',
    )
}

/** The samples as they would be. */
export function shiftStretches(
  stretches: readonly Stretch[],
  { from, to, shift }: PriorShift,
): readonly Stretch[] {
  return stretches.map(({ points, ...stretch }) => {
    const factor = factorOf({ from, to }, stretch.positive)
    return {
      ...stretch,
      from: stretch.from + shift,
      to: stretch.to + shift,
      weight: stretch.weight * factor,
      points: {
        z: points.z.map((z) => z + shift),
        weight: points.weight.map((weight) => weight * factor),
        square: points.square.map((square) => square * factor * factor),
      },
    }
  })
}

/** What samples of a class weigh more there. */
export function factorOf({ from, to }: Pick<PriorShift, 'from' | 'to'>, positive: boolean): number {
  return positive ? to / from : (1 - to) / (1 - from)
}
