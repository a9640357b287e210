/**
 * A loss bound to the classes of data: the one place that multiplies by alpha, that tells one class from another, and where a
 * temperature or a shift comes in (adjust.ts).
 * What stands elsewhere asks a bound loss, and has it from the place of a group's class (margin/grouping.ts).
 */
import { UsageError } from '../errors.ts'
import { greatest } from '../extremes.ts'
import { nameSome } from '../words/names.ts'
import { adjust } from './adjust.ts'
import type { BoundLoss, Loss, LossClass } from './loss.ts'
import type { ParameterValues } from './parameter.ts'
import type { Task } from './task.ts'

/** The last binding of each loss: a question asks for it part by part. */
const bindings = new WeakMap<Loss, { task: Task; classes: number; bound: readonly BoundLoss[] }>()

/**
 * One bound loss per class, by the places of `lossPlace`: [negative, positive], these two for each class of multi-label data,
 * or one for each class with softmax. Classes whose loss is the same share one, and so do the two signs.
 * Throws a UsageError when the shape of a parameter does not fit the classes.
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
  const lists = listedParameters(loss)
  checkLists(loss, task, classes)
  return alphasOf(loss, task, classes).map((alpha, place) => {
    const positive = task === 'softmax' ? null : place % 2 === 1
    const index = task === 'softmax' ? place : place >> 1
    const own = lists.map((name) => (loss.parameters[name] as readonly number[])[index])
    const [both, one] = [[alpha, ...own].join(' '), [alpha, ...own, positive].join(' ')]
    const before = known.get(both) ?? known.get(one)
    if (before) return before
    const sign = askedFor(positive)
    const bound = bindClass(
      loss,
      {
        alpha,
        get positive() {
          return sign.ask()
        },
        classes,
      },
      index,
    )
    known.set(sign.close() ? one : both, bound)
    return bound
  })
}

/** A value, and whether it was asked for until it is closed: a loss that never asks for the sign is the same for both. */
function askedFor<T>(value: T) {
  let [isAsked, isClosed] = [false, false]
  return {
    ask(): T {
      if (isClosed) throw new Error('a loss asks for the sign of a class when it is bound to it, not later')
      isAsked = true
      return value
    },
    close(): boolean {
      isClosed = true
      return isAsked
    },
  }
}

/**
 * @param of alpha of the class, wherever the loss has it
 * @param index its place among those that lists have a number for
 */
export function bindClass(loss: Loss, of: LossClass, index = 0): BoundLoss {
  const { definition, wrap } = loss
  const parameters = parametersOf(loss, index)
  const isWithin = definition.placesAlpha?.(parameters) ?? false
  const { alpha, classes } = of
  const functions = definition.at(parameters, {
    alpha: isWithin ? alpha : 1,
    get positive() {
      return of.positive
    },
    classes,
  })
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
  const balanced = adjust(isWithin ? bound : multiply(bound, alpha), parameters, of)
  return wrap ? wrap(balanced, of) : balanced
}

/** Parameters other than alpha that are lists of one number a class. */
function listedParameters({ definition, parameters }: Loss): readonly string[] {
  return Object.entries(definition.parameters).flatMap(([name, parameter]) =>
    parameter.kind === 'number' && Array.isArray(parameters[name]) ? [name] : [],
  )
}

/** Those of one class. */
function parametersOf(loss: Loss, index: number): ParameterValues {
  const { parameters } = loss
  const own = listedParameters(loss).map(
    (name) => [name, (parameters[name] as readonly number[])[index]] as const,
  )
  return own.length > 0 ? { ...parameters, ...Object.fromEntries(own) } : parameters
}

/** Throws a UsageError for a list of another length than there are classes, and for one of binary data. */
function checkLists(loss: Loss, task: Task, classes: number): void {
  for (const name of listedParameters(loss)) {
    if (task === 'binary')
      throw new UsageError(
        `${loss.spec}: ${name} is one number with binary labels: a list has one for each class of multi-label or softmax data`,
        loss.definition.name === 'asl' || name !== 'gamma'
          ? `give one, and --loss once for each other`
          : 'give one, and for several losses --gamma 1,2; asl has one for positives and one for negatives',
      )
    const { length } = loss.parameters[name] as readonly number[]
    if (length !== classes) throw misfit(`${loss.spec}: ${name}`, length, classes)
  }
}

/** Throws the UsageError of a list whose length does not fit, with the classes' names. */
export function checkListedClasses(losses: readonly Loss[], names: readonly string[]): void {
  for (const loss of losses) {
    const listed = ['alpha', ...listedParameters(loss)].find((name) => {
      const value = loss.parameters[name]
      return Array.isArray(value) && value.length !== names.length
    })
    if (listed === undefined) continue
    const { length } = loss.parameters[listed] as readonly number[]
    throw misfit(`${loss.spec}: ${listed}`, length, names.length, names)
  }
}

/** The UsageError of a list of another length than there are classes. */
export function misfit(
  what: string,
  length: number,
  classes: number,
  names: readonly string[] = [],
): UsageError {
  const named = names.length > 0 ? `: ${nameSome(names.slice(0, MOST_NAMED), classes)}` : ''
  return new UsageError(
    `${what} has ${length} value${length === 1 ? '' : 's'} and there are ${classes} classes${named}`,
  )
}

/** Most classes that a message names. */
const MOST_NAMED = 10

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
 * Alpha of each class, in the order of `bind`: [1 - alpha, alpha], once for each class of multi-label data, or the list itself
 * with softmax. Throws a UsageError when its shape does not fit the classes.
 */
export function alphasOf(loss: Loss, task: Task, classes: number): readonly number[] {
  const alpha = loss.parameters.alpha ?? 'none'
  if (alpha === 'none')
    return new Array(task === 'softmax' ? classes : task === 'multilabel' ? 2 * classes : 2).fill(1)
  if (task === 'softmax') return listed(loss, alpha as number | readonly number[], classes)
  if (task === 'multilabel') return balanced(loss, alpha as number | readonly number[], classes)
  if (typeof alpha === 'number') return [1 - alpha, alpha]
  throw new UsageError(
    `${loss.spec}: alpha is one number with ${task} labels`,
    'alpha=0.25 gives positives 0.25',
  )
}

/** [1 - alpha, alpha] of each class. */
function balanced(loss: Loss, alpha: number | readonly number[], classes: number): readonly number[] {
  const all = typeof alpha === 'number' ? new Array<number>(classes).fill(alpha) : alpha
  if (all.length !== classes) throw misfit(`${loss.spec}: alpha`, all.length, classes)
  if (all.some((one) => one > 1))
    throw new UsageError(
      `${loss.spec}: with multilabel labels alpha of a class lies between 0 and 1, since its negatives have 1 − α`,
    )
  return all.flatMap((one) => [1 - one, one])
}

function listed(loss: Loss, alpha: number | readonly number[], classes: number): readonly number[] {
  if (typeof alpha === 'number') {
    throw new UsageError(
      `${loss.spec}: a single alpha has two readings with softmax: class 0 gets 1 − α and the others α (kornia, MONAI), or every class gets α (Keras)`,
      `give one factor per class, as in alpha=${Array.from({ length: Math.min(classes, 4) }, (_, i) => (i === 0 ? 1 - alpha : alpha)).join(',')}${classes > 4 ? ',…' : ''}`,
    )
  }
  if (alpha.length !== classes) throw misfit(`${loss.spec}: alpha`, alpha.length, classes)
  return alpha
}

/** Whether any of the losses tells the classes of softmax or multi-label data apart: a parameter has a number for each. */
export function tellClassesApart(losses: readonly Loss[]): boolean {
  return losses.some((loss) => Array.isArray(loss.parameters.alpha) || hasListedClasses(loss))
}

/** Whether a parameter other than alpha has a number for each class, so that classes differ by more than a factor. */
export function hasListedClasses(loss: Loss): boolean {
  return listedParameters(loss).length > 0
}

/** A loss of each sign, and of each number that a list has, for data that nobody knows yet. */
export function boundAnywhere(loss: Loss): readonly BoundLoss[] {
  const lengths = listedParameters(loss).map((name) => (loss.parameters[name] as readonly number[]).length)
  const indices = Array.from({ length: greatest(lengths, 1) }, (_, index) => index)
  return indices.flatMap((index) =>
    [false, true, null].map((positive) => bindClass(loss, { alpha: 1, positive }, index)),
  )
}

/** The kinks of a loss for data that nobody knows yet. */
export function kinksAnywhere(loss: Loss): readonly number[] {
  return boundAnywhere(loss).flatMap(({ kinks }) => kinks)
}

/** Margins at which sums must be parted, since one of the losses is not smooth there; ascending. */
export function kinksOf(losses: readonly Loss[], task: Task, classes: number): readonly number[] {
  const all = losses.flatMap((loss) => bind(loss, task, classes).flatMap(({ kinks }) => kinks))
  return [...new Set(all)].sort((a, b) => a - b)
}
