/** Text to loss and back: `focal:alpha=0.25,gamma=2`, `poly-n:epsilon=2,1,0.5`, `focal:alpha=0.5,1,2` (one per class). */
import { UsageError } from '../../errors.ts'
import { nearest } from '../../words/nearest.ts'
import { ADJUSTMENTS, adjustmentOf } from '../adjust.ts'
import { LOSSES } from '../index.ts'
import type { Loss, LossDefinition } from '../loss.ts'
import {
  isWhole,
  type NumberDefinition,
  type ParameterDefinition,
  type ParameterValue,
  type ParameterValues,
} from '../parameter.ts'
import { SET_LOSSES } from '../set/index.ts'
import type { SetParameter } from '../set/set-loss.ts'
import { type Assignments, adviseElsewhere } from './elsewhere.ts'

/** Longest list a parameter takes. Alpha may carry one factor per class. */
const MAX_LIST = 100_000

/** What a spec can be of. */
interface Definition {
  readonly name: string
  readonly parameters: Readonly<Record<string, ParameterDefinition | SetParameter>>
  /** Of a loss of sets, which takes its own parameters alone. */
  readonly batch?: unknown
}

/** The definition of that name; a UsageError that says what it is here, at these settings, or what is like it, otherwise. */
export function findLoss(name: string, settings: Assignments = []): LossDefinition {
  const found = LOSSES.find((loss) => loss.name === name)
  if (found) return found
  throw new UsageError(`there is no loss "${name}"`, adviceOn(name, settings))
}

function adviceOn(name: string, settings: Assignments): string {
  const elsewhere = adviseElsewhere(name, settings)
  if (elsewhere !== null) return elsewhere
  const names = LOSSES.map((loss) => loss.name)
  const parts = name.split(',').map((part) => part.trim())
  const known = [...names, ...SET_LOSSES.map((one) => one.name)]
  if (parts.length > 1 && parts.every((part) => known.includes(part)))
    return `say ${parts.map((part) => `${names.includes(part) ? '--loss' : '--set'} ${part}`).join(' ')}`
  const guess = nearest(name, names)
  return guess ? `did you mean ${guess}?` : `lossctl losses lists all ${names.length}`
}

/** A spec as given: the definition, and only the parameters that the text names. */
export interface Given<D> {
  readonly definition: D
  readonly given: ParameterValues
}

export type PartialLoss = Given<LossDefinition>

/** Reads a spec. Throws a UsageError on an unknown loss, an unknown parameter, or a value outside its range. */
export function parseLoss(text: string): PartialLoss {
  return parseSpec(text, findLoss)
}

/** The same of whatever `find` knows by its name. */
export function parseSpec<D extends Definition>(
  text: string,
  find: (name: string, settings: Assignments) => D,
): Given<D> {
  const written = asSpec(text)
  const colon = written.indexOf(':')
  const name = (colon < 0 ? written : written.slice(0, colon)).trim()
  const settings = assignments(colon < 0 ? '' : written.slice(colon + 1), text)
  const definition = find(name, settings)
  const given: Record<string, ParameterValue> = {}
  for (const [name, words] of settings) {
    if (Object.hasOwn(given, name)) throw new UsageError(`"${text}" gives ${name} twice`, 'keep one')
    given[name] = parseParameter(definition, name, words)
  }
  if ('logit-adjust' in given && !('prior' in given))
    throw new UsageError(`${text}: logit-adjust needs prior`, 'the share of positives, as in ce:prior=0.01')
  return { definition, given }
}

/** `focal(gamma=2)`, as Python calls it, is `focal:gamma=2`. */
function asSpec(text: string): string {
  const written = text.trim()
  const open = written.indexOf('(')
  if (open < 1 || !written.endsWith(')') || written.includes(':')) return text
  const inner = written.slice(open + 1, -1)
  return inner.trim() === '' ? written.slice(0, open) : `${written.slice(0, open)}:${inner}`
}

/** `a=1,b=2,3` is [['a', ['1']], ['b', ['2', '3']]]: a piece without = belongs to the list before it. */
function assignments(text: string, spec: string): [string, string[]][] {
  const found: [string, string[]][] = []
  for (const piece of text.trim() === '' ? [] : text.split(',')) {
    if (piece.trim() === '')
      throw new UsageError(`"${spec}" has nothing beside a comma`, 'leave the comma out, or write the number')
    const equals = piece.indexOf('=')
    if (equals >= 0) found.push([piece.slice(0, equals).trim(), [piece.slice(equals + 1).trim()]])
    else if (found.length > 0) found[found.length - 1][1].push(piece.trim())
    else throw new UsageError(`"${spec}" is not a loss`, 'write NAME:parameter=value, as in focal:gamma=2')
  }
  return found
}

/** The parameter of that name, which may be any word, its own or one that all losses of samples take; undefined when there is none. */
export function parameterOf<P>(
  { parameters, batch }: { readonly parameters: Readonly<Record<string, P>>; readonly batch?: unknown },
  name: string,
): P | NumberDefinition | undefined {
  if (Object.hasOwn(parameters, name)) return parameters[name]
  return batch === undefined && Object.hasOwn(ADJUSTMENTS, name) ? ADJUSTMENTS[name] : undefined
}

/** Whether a loss has a parameter and its spec leaves it open. */
export function isOpen({ definition, given }: Given<Definition>, name: string): boolean {
  return parameterOf(definition, name) !== undefined && !Object.hasOwn(given, name)
}

/** One parameter's value from its words, checked against its definition. */
export function parseParameter(
  definition: Definition,
  name: string,
  words: readonly string[],
): ParameterValue {
  const parameter = parameterOf(definition, name)
  if (!parameter) {
    const names = Object.keys(definition.parameters)
    const own = names.length > 0 ? `it has ${names.join(', ')}` : 'it has none of its own'
    throw new UsageError(
      `${definition.name} has no parameter "${name}"`,
      definition.batch === undefined
        ? `${own}, and every loss takes ${Object.keys(ADJUSTMENTS).join(', ')}`
        : own,
    )
  }
  const where = `${definition.name}: ${name}=${words.join(',')}`
  if (parameter.kind === 'switch') return parseSwitch(words, where)
  if (words.length === 1 && words[0] === wordFor(parameter)) return words[0]
  if (words.length > MAX_LIST) throw new UsageError(`${definition.name}: ${name} has ${words.length} values`)
  const numbers = words.map((word) => parseNumber(word, parameter, where))
  if (numbers.length === 1 && parameter.kind !== 'numbers') return checkAlpha(numbers[0], parameter, where)
  if (parameter.kind === 'number' && !('byClass' in parameter))
    throw new UsageError(`${where}: ${name} is one number`)
  return numbers
}

/** All but switches. */
type Ranged = Exclude<ParameterDefinition | SetParameter, { kind: 'switch' }>

/** The word that a number may be instead. */
function wordFor({ kind, initial }: Ranged): string | undefined {
  return kind !== 'numbers' && typeof initial === 'string' ? initial : undefined
}

function parseSwitch(words: readonly string[], where: string): string {
  if (words.length === 1 && (words[0] === 'on' || words[0] === 'off')) return words[0]
  throw new UsageError(`${where} is neither on nor off`)
}

function parseNumber(word: string, parameter: Ranged, where: string): number {
  const { kind, min, max } = parameter
  const value = Number(word)
  if (word === '' || !Number.isFinite(value)) throw new UsageError(`${where}: "${word}" is not a number`)
  if (isWhole(parameter) && !Number.isInteger(value)) throw new UsageError(`${where} is no whole number`)
  if (value < min) throw new UsageError(`${where} is below ${min}`)
  // Factors of classes go beyond 1.
  if (kind !== 'alpha' && value > max) throw new UsageError(`${where} is above ${max}`)
  return value
}

/** A scalar alpha is a balance between two classes, so 1 - alpha must be a weight as well. */
function checkAlpha(value: number, { kind, max }: Ranged, where: string): number {
  if (kind === 'alpha' && value > max) {
    throw new UsageError(`${where}: a single alpha lies between 0 and 1`, 'alpha=none switches it off')
  }
  return value
}

/** Fills in the defaults and names the result. */
export function completeLoss(loss: PartialLoss): Loss {
  return complete(loss)
}

export function complete<D extends Definition>({ definition, given }: Given<D>) {
  const parameters: Record<string, ParameterValue> = {}
  for (const [name, { initial }] of Object.entries(definition.parameters)) {
    parameters[name] = given[name] ?? initial
  }
  if (adjustmentOf(given)) {
    for (const name of Object.keys(ADJUSTMENTS)) if (name in given) parameters[name] = given[name]
  }
  return {
    definition,
    parameters,
    spec: formatSpec(definition, parameters),
    title: formatTitle(definition, parameters),
  }
}

function formatSpec(definition: Definition, parameters: ParameterValues): string {
  const parts = Object.entries(parameters).map(([name, value]) => `${name}=${value}`)
  return parts.length > 0 ? `${definition.name}:${parts.join(',')}` : definition.name
}

/** `focal γ=2`: what is a word is shown only when set; numbers always, since they make the loss. */
export function formatTitle(definition: Definition, parameters: ParameterValues): string {
  const parts = Object.entries(parameters)
    .filter(([name, value]) => {
      const { initial } = parameterOf(definition, name)!
      return typeof initial !== 'string' || value !== initial
    })
    .map(([name, value]) => `${parameterOf(definition, name)!.symbol}=${formatValue(value)}`)
  return [definition.name, ...parts].join(' ')
}

function formatValue(value: ParameterValue): string {
  // A title is for the eye; the spec has every digit.
  if (typeof value === 'number') return `${Number(value.toPrecision(6))}`
  if (typeof value === 'string') return value
  return value.length > 4 ? `[${value.slice(0, 3).join(',')},… ${value.length}]` : `[${value.join(',')}]`
}
