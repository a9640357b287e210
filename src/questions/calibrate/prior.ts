/**
 * Another share of positives: as data would be in which each class is distributed as here, and as a model is told of it (Saerens,
 * Latinne & Decaestecker 2002). Samples weigh π′ / π of their class, and the log-odds of the prior move those of each sample.
 */
import { InputError, UsageError } from '../../errors.ts'
import { logit } from '../../margin/elementary.ts'
import type { ReadyGroup } from '../../measures/bands.ts'
import { weighGroup } from '../../sketch/sums/evaluate.ts'
import type { Stretch } from './points.ts'

export interface PriorShift {
  /** The share of positives that is asked for, and that of these samples. */
  readonly to: number
  readonly from: number
  /** What is added to log-odds: logit(to) − logit(from). */
  readonly shift: number
}

/** Throws an InputError where all samples are of one class. */
export function priorShift(name: string, groups: readonly ReadyGroup[], to: number): PriorShift {
  const weightOf = (positive: boolean) =>
    groups
      .filter(({ identity }) => identity.positive === positive)
      .reduce((sum, { group }) => sum + weighGroup(group), 0)
  const [negatives, positives] = [weightOf(false), weightOf(true)]
  if (negatives === 0 || positives === 0)
    throw new InputError(name, 'has samples of one class alone, and a prior is of two', 'leave --prior out')
  return {
    to,
    from: positives / (negatives + positives),
    shift: logit(to) - Math.log(positives / negatives),
  }
}

/** Throws a UsageError for data with more than one class of positives. */
export function checkPrior(task: string): void {
  if (task !== 'binary')
    throw new UsageError(`--prior is the share of one class, and these labels are ${task}`, 'leave it out')
}

/** The samples as they would be. */
export function shiftStretches(
  stretches: readonly Stretch[],
  { from, to, shift }: PriorShift,
): readonly Stretch[] {
  return stretches.map(({ points, ...stretch }) => {
    const factor = stretch.positive ? to / from : (1 - to) / (1 - from)
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
