/** A loss as another library computes it: `focal` of torchvision, `ce` of scikit-learn. */

import { InputError, UsageError } from '../../errors.ts'
import { nearest } from '../../words/nearest.ts'
import { hasListedClasses, multiply } from '../bound.ts'
import { CLAMP, holdLoss } from '../held.ts'
import type { BoundLoss, Loss } from '../loss.ts'
import type { ParameterValue, ParameterValues } from '../parameter.ts'
import type { ParameterLists } from '../spec/choose.ts'
import { expandLosses, unique } from '../spec/choose.ts'
import { CROSS_ENTROPY } from '../spec/plain.ts'
import { completeLoss, type PartialLoss, parseLoss } from '../spec/spec.ts'
import type { Precision } from '../task.ts'
import { clampLoss, clipsOf, largestUnder } from './clamp.ts'
import { LIBRARIES } from './index.ts'
import type { Library, LibraryFunction, Scores } from './library.ts'

/** Throws a UsageError that lists the libraries. */
export function findLibrary(name: string): Library {
  const found = LIBRARIES.find((library) => library.name === name)
  if (found) return found
  const names = LIBRARIES.map((library) => library.name)
  const guess = nearest(name, names)
  throw new UsageError(
    `--compat ${name}: there is no such library here`,
    guess ? `did you mean ${guess}?` : `it knows ${names.join(', ')}`,
  )
}

/**
 * The functions for these scores. One that takes the other scale only is good too, since each scale follows from the
 * other. Throws a UsageError when there are none.
 */
function functionsFor({ name, functions }: Library, { task, from }: Scores): readonly LibraryFunction[] {
  const forTask = functions.filter((one) => one.tasks.includes(task))
  const known = [...new Set(functions.flatMap((one) => one.tasks))].join(' and ')
  if (forTask.length === 0)
    throw new UsageError(
      `--compat ${name}: no function of it here takes ${task} scores`,
      `it has some for ${known}`,
    )
  const direct = forTask.filter((one) => (one.from ?? from) === from)
  return direct.length > 0 ? direct : forTask
}

/** The losses that are asked for, or all that the library has for these scores. Throws a UsageError on what it lacks. */
export function chooseLibraryLosses(
  library: Library,
  scores: Scores,
  specs: readonly string[],
  lists: ParameterLists,
): readonly Loss[] {
  const functions = functionsFor(library, scores)
  const named = specs.length > 0 ? specs : functions.map(({ loss }) => loss)
  const chosen = expandLosses(named.map(parseLoss), lists)
  return unique(chosen.map((partial) => adaptLoss(partial, functionOf(library, functions, partial), scores)))
}

function functionOf(
  { name }: Library,
  functions: readonly LibraryFunction[],
  { definition }: PartialLoss,
): LibraryFunction {
  const found = functions.find(({ loss }) => loss === definition.name)
  if (found) return found
  throw new UsageError(
    `--compat ${name}: it has no ${definition.name} for these scores`,
    `it has ${functions.map(({ loss }) => loss).join(', ')}`,
  )
}

/** Parameters that are not given are the function's own defaults. */
export function adaptLoss(partial: PartialLoss, library: LibraryFunction, scores: Scores): Loss {
  const loss = completeLoss({ ...partial, given: { ...library.initial, ...partial.given } })
  const other = library.fixed?.find((name) => loss.parameters[name] !== library.initial[name])
  if (other)
    throw new UsageError(
      `${loss.spec}: ${library.name} has no ${other}`,
      `it computes ${other}=${library.initial[other]}`,
    )
  refuseLists(loss, library, scores)
  const { parameters, factor } = translateAlpha(loss, library, scores)
  const clamp = clampOf(library, scores)
  const { gamma = 0 } = parameters
  return {
    ...loss,
    parameters,
    wrap: (bound, { positive }) => multiply(clamp.wrap(bound, positive, gamma as number), factor),
    library: {
      ...library,
      parameters: loss.parameters,
      call: library.call(loss.parameters, scores),
      crossEntropy: { ...CROSS_ENTROPY, wrap: (bound, { positive }) => clamp.wrap(bound, positive, 0) },
      least: clamp.least,
      largest: clamp.largest,
    },
  }
}

/** A list has a number for each class, and their functions one for all; with softmax some have a factor of each. */
function refuseLists(loss: Loss, { name }: LibraryFunction, { task }: Scores): void {
  const ofAlpha = task === 'multilabel' && Array.isArray(loss.parameters.alpha)
  if (!ofAlpha && !hasListedClasses(loss)) return
  throw new UsageError(
    `${loss.spec}: ${name} has one ${ofAlpha ? 'alpha' : 'gamma'} for all classes`,
    'leave out --compat, or the list',
  )
}

/** What a function does to logarithms that would grow without end. */
interface Clamp {
  /** The loss of a class under it. */
  readonly wrap: (bound: BoundLoss, positive: boolean | null, gamma: number) => BoundLoss
  readonly least: number | null
  readonly largest: number | null
}

function clampOf({ name, clamp, holds }: LibraryFunction, { from, precision = 'float64' }: Scores): Clamp {
  if (holds) return { wrap: holdLoss, least: null, largest: CLAMP }
  if (!clamp || (from === 'logits' && !clamp.logitsToo))
    return { wrap: (bound) => bound, least: null, largest: null }
  const clips = clipsOf(clamp, knownPrecision(name, precision))
  return {
    wrap: (bound, positive, gamma) =>
      clampLoss(bound, positive === false ? clips.negative : clips.positive, gamma),
    least: clips.positive.least,
    largest: Math.max(largestUnder(clips.positive), largestUnder(clips.negative)),
  }
}

function knownPrecision(name: string, precision: Precision | null): Precision {
  if (precision !== null) return precision
  throw new InputError(
    name,
    'clips by what the scores are stored in, which this sketch does not say',
    'give the predictions themselves, or sketch them again',
  )
}

/** Alpha by the library's rule, as ours and a factor. */
function translateAlpha(
  { parameters, spec }: Loss,
  { name, alpha: rule, alwaysOn, zeroIsOff }: LibraryFunction,
  { classes }: Scores,
): { readonly parameters: ParameterValues; readonly factor: number } {
  const { alpha = 'none' } = parameters
  const kept = { parameters, factor: 1 }
  if (alpha === 'none') {
    if (alwaysOn)
      throw new UsageError(`${spec}: alpha of ${name} cannot be switched off`, 'alpha=0.5 balances nothing')
    return kept
  }
  if (rule === 'none')
    throw new UsageError(`${spec}: ${name} has no alpha`, 'leave it out; --class-weight may be what is meant')
  const withAlpha = (value: ParameterValue) => ({ parameters: { ...parameters, alpha: value }, factor: 1 })
  if (typeof alpha !== 'number') return kept
  if (zeroIsOff && alpha === 0) return withAlpha('none')
  if (rule === 'constant') return { ...withAlpha('none'), factor: alpha }
  if (rule === 'background')
    return withAlpha(Array.from({ length: classes }, (_, index) => (index === 0 ? 1 - alpha : alpha)))
  return kept
}
