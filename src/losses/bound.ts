/**
 * A loss bound to the classes of data: the one place that multiplies by alpha, that tells one class from another, and where a
 * temperature or a shift comes in (adjust.ts).
 * What stands elsewhere asks a bound loss, and has it from the place of a group's class (margin/grouping.ts).
 */
import { UsageError } from '../errors.ts'
import { adjust } from './adjust.ts'
import type { BoundLoss, Loss, LossClass } from './loss.ts'
import type { Task } from './task.ts'

/** The last binding of each loss: a question asks for it part by part. */
const bindings = new WeakMap<Loss, { task: Task; classes: number; bound: readonly BoundLoss[] }>()

/**
 * One bound loss per class: [negative, positive], or one for each with softmax. Classes whose loss is the same share one.
 * Throws a UsageError when alpha's shape does not fit the classes.
 */
export function bind(loss: Loss, task: Task, classes: number): readonly BoundLoss[] {
  const last = bindings.get(loss)
  if (last?.task === task && last.classes === classes) return last.bound
  const bound = bindAll(loss, task, classes)
  bindings.set(loss, { task, classes, bound })
  return bound
}

function bindAll(loss: Loss, task: Task, classes: number): readonly BoundLoss[] {
  const known = new Map<string, BoundLoss>()
  return alphasOf(loss, task, classes).map((alpha, place) => {
    const positive = task === 'softmax' ? null : place === 1
    const key = `${alpha} ${positive}`
    const bound = known.get(key) ?? bindClass(loss, { alpha, positive, classes })
    known.set(key, bound)
    return bound
  })
}

/** @param of alpha of the class, wherever the loss has it */
export function bindClass(
  { definition, parameters, wrap }: Loss,
  { alpha, positive, classes }: LossClass,
): BoundLoss {
  const isWithin = definition.placesAlpha?.(parameters) ?? false
  const functions = definition.at(parameters, { alpha: isWithin ? alpha : 1, positive, classes })
  const bound: BoundLoss = {
    kinks: [],
    below: 'line',
    belowFrom: -64,
    above: 'level',
    steepness: 1,
    row: null,
    unsketched: null,
    ...functions,
    modulation: functions.modulation ?? withoutMeaning,
    logModulation: functions.logModulation ?? null,
  }
  const balanced = adjust(isWithin ? bound : multiply(bound, alpha), parameters, { positive })
  return wrap ? wrap(balanced, { positive }) : balanced
}

function withoutMeaning(): number {
  return Number.NaN
}

/** The loss of samples that count so many times as much. */
export function multiply(loss: BoundLoss, factor: number): BoundLoss {
  if (factor === 1) return loss
  const { value, gradient, modulation, logModulation } = loss
  const logFactor = Math.log(factor)
  return {
    ...loss,
    value: (margin) => factor * value(margin),
    gradient: (margin) => factor * gradient(margin),
    modulation: (margin) => factor * modulation(margin),
    logModulation: logModulation && ((margin) => logFactor + logModulation(margin)),
  }
}

/**
 * Alpha of each class, in the order of `bind`: [1 - alpha, alpha], or the list itself with softmax.
 * Throws a UsageError when its shape does not fit the classes.
 */
export function alphasOf(loss: Loss, task: Task, classes: number): readonly number[] {
  const alpha = loss.parameters.alpha ?? 'none'
  if (alpha === 'none') return new Array(task === 'softmax' ? classes : 2).fill(1)
  if (task === 'softmax') return listed(loss, alpha as number | readonly number[], classes)
  if (typeof alpha === 'number') return [1 - alpha, alpha]
  throw new UsageError(
    `${loss.spec}: alpha is one number with ${task} labels`,
    'alpha=0.25 gives positives 0.25',
  )
}

function listed(loss: Loss, alpha: number | readonly number[], classes: number): readonly number[] {
  if (typeof alpha === 'number') {
    throw new UsageError(
      `${loss.spec}: a single alpha has two readings with softmax: class 0 gets 1 − α and the others α (kornia, MONAI), or every class gets α (Keras)`,
      `give one factor a class, as in alpha=${Array.from({ length: Math.min(classes, 4) }, (_, i) => (i === 0 ? 1 - alpha : alpha)).join(',')}${classes > 4 ? ',…' : ''}`,
    )
  }
  if (alpha.length !== classes) {
    throw new UsageError(`${loss.spec}: alpha has ${alpha.length} factors and there are ${classes} classes`)
  }
  return alpha
}

/** Whether any of the losses tells the classes of softmax data apart: alpha is a factor for each. */
export function tellClassesApart(losses: readonly Pick<Loss, 'parameters'>[]): boolean {
  return losses.some(({ parameters }) => Array.isArray(parameters.alpha))
}

/** The kinks of a loss for data that nobody knows yet. */
export function kinksAnywhere(loss: Loss): readonly number[] {
  return [false, true, null].flatMap((positive) => bindClass(loss, { alpha: 1, positive }).kinks)
}

/** Margins at which sums must be parted, since one of the losses is not smooth there; ascending. */
export function kinksOf(losses: readonly Loss[], task: Task, classes: number): readonly number[] {
  const all = losses.flatMap((loss) => bind(loss, task, classes).flatMap(({ kinks }) => kinks))
  return [...new Set(all)].sort((a, b) => a - b)
}
