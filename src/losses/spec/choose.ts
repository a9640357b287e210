/** Which losses a command evaluates: the named ones or the default set, expanded over lists of parameters. */
import { UsageError } from '../../errors.ts'
import { ADJUSTMENTS, adjustmentOf } from '../adjust.ts'
import { checkListedClasses } from '../bound.ts'
import { DEFAULT_LOSSES } from '../index.ts'
import type { Loss, LossDefinition } from '../loss.ts'
import type { ParameterValue, ParameterValues } from '../parameter.ts'
import type { Task } from '../task.ts'
import { parseAxis } from './axis.ts'
import { completeLoss, isOpen, type PartialLoss, parseLoss, parseParameter } from './spec.ts'

/** Most losses in one table. A sweep is for more. */
const MAX_LOSSES = 500

/** Lists as given on the command line, by parameter: `{ gamma: '0,1,2', alpha: 'none,0.25' }`. */
export type ParameterLists = Readonly<Record<string, string | undefined>>

/** The losses of `--loss`, `--alpha`, `--gamma` and `--epsilon`, in the order given, each once. */
export function chooseLosses(specs: readonly string[], lists: ParameterLists): readonly Loss[] {
  const named =
    specs.length > 0 ? specs.map(parseLoss) : DEFAULT_LOSSES.map((definition) => ({ definition, given: {} }))
  return unique(expandLosses(named, lists).map(completeLoss))
}

/** The losses at every combination of the lists' values, where they leave the parameter open. */
export function expandLosses(named: readonly PartialLoss[], lists: ParameterLists): readonly PartialLoss[] {
  let chosen = named
  for (const [parameter, list] of Object.entries(lists)) {
    if (list === undefined) continue
    checkUsed(parameter, named)
    chosen = chosen.flatMap((loss) => expand(loss, parameter, list))
    if (chosen.length > MAX_LOSSES)
      throw new UsageError(`that makes more than ${MAX_LOSSES} losses`, 'shorten the lists')
  }
  return chosen
}

/** Each spec once. */
export function unique(losses: readonly Loss[]): readonly Loss[] {
  return losses.filter((loss, index) => losses.findIndex((other) => other.spec === loss.spec) === index)
}

/** One loss a value, for the losses that have the parameter and leave it open. */
function expand(loss: PartialLoss, parameter: string, list: string): PartialLoss[] {
  if (!isOpen(loss, parameter)) return [loss]
  return listedValues(list, parameter).map((word) => {
    const value: ParameterValue = parseParameter(loss.definition, parameter, [word])
    return { definition: loss.definition, given: { ...loss.given, [parameter]: value } }
  })
}

/** `none` is a value too: `--alpha none,0.25` compares both. */
function listedValues(list: string, parameter: string): string[] {
  return list
    .split(',')
    .flatMap((part) => (part === 'none' ? [part] : parseAxis(part, parameter).map(String)))
}

function checkUsed(parameter: string, losses: readonly PartialLoss[]): void {
  if (losses.some((loss) => isOpen(loss, parameter))) return
  const names = losses.map((loss) => loss.definition.name).join(', ')
  throw new UsageError(`--${parameter} changes nothing: ${names} has no open parameter ${parameter}`)
}

/**
 * Throws a UsageError when a loss is not defined for the task at hand, or has a list that does not fit its classes.
 *
 * @param classes their names, where there are any
 * @param hasRows whether whole softmax rows can be asked for, and not margins alone
 */
export function checkTask(
  losses: readonly Loss[],
  task: Task,
  classes: readonly string[] = [],
  hasRows = false,
): void {
  const isDefined = ({ tasks, isOfRows }: LossDefinition) =>
    !tasks || tasks.includes(task) || (hasRows && task === 'softmax' && isOfRows)
  const wrong = losses.find(({ definition }) => !isDefined(definition))
  if (wrong) {
    const { name, tasks = [], whyNot, isOfRows } = wrong.definition
    const because = whyNot === undefined ? '' : `: ${whyNot}`
    throw new UsageError(
      `${name} is for ${tasks.join(' and ')} scores, and these are ${task}${because}`,
      isOfRows ? 'lossctl compare and check have its mean and its shares' : 'leave it out',
    )
  }
  if (task !== 'binary' && classes.length > 0) checkListedClasses(losses, classes)
  const called = losses.find(({ library, parameters }) => library && adjustmentOf(parameters))
  if (called)
    throw new UsageError(
      `${called.library!.name} knows neither a temperature nor a prior`,
      'leave --compat out, or temperature, prior and logit-adjust',
    )
  const adjusted = losses.find(({ parameters }) => task === 'softmax' && adjustmentOf(parameters))
  if (adjusted) throw adjustedRows(adjusted.spec, adjusted.parameters)
}

/** Throws a UsageError for a parameter of all losses that is moved where it says nothing: softmax rows, and strengths of no prior. */
export function checkMoved(
  parameter: string,
  task: Task,
  given: readonly ParameterValues[],
  moved: readonly string[],
): void {
  if (!Object.hasOwn(ADJUSTMENTS, parameter)) return
  if (task === 'softmax') throw movedRows(parameter)
  if (parameter !== 'logit-adjust' || moved.includes('prior')) return
  if (given.some((values) => !('prior' in values)))
    throw new UsageError('logit-adjust needs prior', 'the share of positives, as in --loss ce:prior=0.01')
}

const OF_ROWS =
  'with softmax a temperature or a prior changes each score of a row, and a loss sees the margin of the truth alone'
const SAY_PRIORS =
  'say --priors with one of each class, as in --priors 0.5,0.3,0.2, which move the scores before any loss'

function movedRows(parameter: string): UsageError {
  return new UsageError(
    `${parameter}: ${OF_ROWS}`,
    parameter === 'temperature'
      ? 'of predictions lossctl sweep takes a pass for each temperature, and lossctl calibrate finds the best; a database divides them in --query'
      : SAY_PRIORS,
  )
}

function adjustedRows(what: string, { temperature = 2, prior }: ParameterValues = {}): UsageError {
  return new UsageError(
    `${what}: ${OF_ROWS}`,
    prior === undefined
      ? `of a file say --temperature ${temperature}, which divides the scores before any loss, and lossctl calibrate finds the best; a database divides them in --query`
      : SAY_PRIORS,
  )
}
