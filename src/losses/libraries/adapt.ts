/** A loss as another library computes it: `focal` of torchvision, `ce` of scikit-learn. */
import { UsageError } from '../../errors.ts'
import { nearest } from '../../words/nearest.ts'
import type { Loss, LossDefinition, ParameterValue, ParameterValues, Task } from '../loss.ts'
import type { ParameterLists } from '../spec/choose.ts'
import { expandLosses, unique } from '../spec/choose.ts'
import { completeLoss, type PartialLoss, parseLoss } from '../spec/spec.ts'
import { clampLoss, clampMargin } from './clamp.ts'
import { LIBRARIES } from './index.ts'
import type { Library, LibraryFunction } from './library.ts'

/** What a library's choice of function depends on. */
export interface Scores {
  readonly task: Task
  readonly from: 'logits' | 'probs'
  readonly classes: number
}

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
  const { parameters, factor } = translateAlpha(loss, library, scores)
  const clamp =
    library.clamp && (library.clamp.logitsToo || scores.from === 'probs') ? library.clamp : undefined
  const clamped = clamp ? clampLoss(loss.definition, clamp) : loss.definition
  const limit = clamp && clampMargin(clamp)
  return {
    ...loss,
    parameters,
    definition: factor === 1 ? clamped : scaleLoss(clamped, factor),
    library: { ...library, clamp },
    kinks: limit === undefined ? [] : [-limit, limit],
  }
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

function scaleLoss(base: LossDefinition, factor: number): LossDefinition {
  return {
    ...base,
    value: (margin, parameters, balance) => factor * base.value(margin, parameters, balance),
    gradient: (margin, parameters, balance) => factor * base.gradient(margin, parameters, balance),
    modulation: (margin, parameters, balance) => factor * base.modulation(margin, parameters, balance),
  }
}
