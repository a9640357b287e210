/** Which loss and quantity a rule is about. */
import { UsageError } from '../../errors.ts'
import type { Loss } from '../../losses/loss.ts'
import { SET_LOSSES } from '../../losses/set/index.ts'
import { type ParameterLists, unique } from '../../losses/spec/choose.ts'
import { completeLoss, isOpen, parseLoss } from '../../losses/spec/spec.ts'
import type { Task } from '../../losses/task.ts'
import { parseQuantity, type Quantity, quantityNames } from '../../measures/quantities.ts'
import { nearest } from '../../words/nearest.ts'
import { MOST_BINS } from '../calibrate/bin-count.ts'
import { CALIBRATION_MEASURES } from '../calibrate/measures.ts'
import { type CalibrationQuantity, lossOf, parseCalibrationQuantity } from '../calibrate/quantities.ts'
import type { RuleReason } from './reasons.ts'
import type { Rule } from './rules.ts'
import { parseSetQuantity, type SetQuantity } from './set-rules.ts'

export interface NamedRule {
  readonly loss: Loss | null
  readonly quantity: Quantity
}

/** A rule about calibration, which is of no loss. */
export interface NamedCalibration {
  readonly loss: null
  readonly quantity: CalibrationQuantity
  /** The mean of a loss that it is, whose noise is its own; null where it is none. */
  readonly mean: NamedRule | null
}

/** A rule about a loss of a set, which is named in full. */
export interface NamedSet {
  readonly loss: null
  readonly quantity: SetQuantity
}

/** Between them they have all quantities. */
const TASKS = ['binary', 'softmax'] as const

/** The loss and quantity a rule is about, or why there is none. */
export function nameRule(
  { quantity: text }: Pick<Rule, 'quantity'>,
  losses: readonly Loss[],
  task: Task,
): NamedRule | NamedCalibration | NamedSet | RuleReason {
  const ofSet = parseSetQuantity(text, task)
  if (ofSet) return 'set' in ofSet ? { loss: null, quantity: ofSet } : ofSet
  const [own, other] = task === 'softmax' ? (['softmax', 'class'] as const) : (['class', 'softmax'] as const)
  const calibration = parseCalibrationQuantity(text, own)
  if (calibration) {
    const mean = lossOf(calibration.measure, task)
    return {
      loss: null,
      quantity: calibration,
      mean: mean && { loss: mean, quantity: parseQuantity('mean', task) },
    }
  }
  if (parseCalibrationQuantity(text, other)) return { kind: 'no-calibration', quantity: text, of: other }
  const asked = CALIBRATION_MEASURES.find((one) => one.name === text.split(':')[0])
  if (asked)
    return { kind: 'wrong-bins', quantity: text, most: MOST_BINS, alone: asked.isOfBins ? null : asked.name }
  const names = quantityNames(task)
  if (names.includes(text)) {
    const quantity = parseQuantity(text, task)
    return quantity.isOfLoss
      ? { kind: 'no-loss-named', example: `${shortName(losses[0], losses)}.${text}` }
      : { loss: null, quantity }
  }
  // Specs and quantities both hold points; the quantity is one of a known few, the longest that fits.
  const name = names
    .filter((one) => text.endsWith(`.${one}`))
    .reduce((longest, one) => (one.length > longest.length ? one : longest), '')
  if (name === '') return unknownQuantity(text, losses, task)
  const prefix = text.slice(0, -name.length - 1)
  const spec = canonical(prefix)
  const found = losses.filter((loss) => loss.spec === spec)
  const called = found.length > 0 && prefix.includes(':') ? found : losses.filter(isCalled(prefix))
  if (called.length === 1) return { loss: called[0], quantity: parseQuantity(name, task) }
  if (called.length > 1)
    return { kind: 'several-losses', name: prefix, specs: called.map((loss) => loss.spec) }
  return losses.some((loss) => begins(text, loss))
    ? unknownQuantity(text, losses, task)
    : unknownLoss(prefix, losses)
}

/**
 * The losses at hand, and those that quantities of rules name and are not among them. One that leaves a parameter open which a
 * list of the command line sets is left out: whether it is meant at those values or at its own, nobody can tell.
 */
export function withNamed(
  losses: readonly Loss[],
  quantities: readonly string[],
  lists: ParameterLists = {},
): readonly Loss[] {
  const listed = Object.keys(lists).filter((name) => lists[name] !== undefined)
  const added = quantities.flatMap((quantity) => {
    const unknown = TASKS.map((task) => nameRule({ quantity }, losses, task)).find(
      (named) => 'kind' in named && named.kind === 'unknown-loss' && named.full !== null,
    )
    if (!unknown || !('name' in unknown)) return []
    const given = parseLoss(unknown.name)
    if (listed.some((name) => isOpen(given, name))) return []
    const loss = completeLoss(given)
    return [loss.definition.name === unknown.name ? loss : { ...loss, isBySettings: true as const }]
  })
  if (added.length === 0) return losses
  const [called, others] = [true, false].map((one) => added.filter((loss) => hasName(loss) === one))
  return unique([...losses, ...called, ...others])
}

/** Specs of the losses that quantities of rules are about; of one at its usual settings its name alone. */
export function specsNamed(losses: readonly Loss[], quantities: readonly string[]): readonly string[] {
  const named = quantities.flatMap((quantity) => TASKS.map((task) => nameRule({ quantity }, losses, task)))
  return losses
    .filter((loss) => named.some((one) => 'loss' in one && one.loss === loss))
    .map(({ definition, spec }) =>
      completeLoss({ definition, given: {} }).spec === spec ? definition.name : spec,
    )
}

/** Whether its name alone may mean it. */
const hasName = ({ isBySettings }: Loss): boolean => !isBySettings

/** What tells the noise of a quantity: itself, or the mean that it is; null where nothing does. */
export function noiseTeller(named: NamedRule | NamedCalibration | NamedSet): NamedRule | null {
  if ('mean' in named) return named.mean
  return 'set' in named.quantity ? null : { loss: named.loss, quantity: named.quantity }
}

/** Throws a UsageError for a rule whose quantity there is of no data: it is misspelt, and no answer of a check. */
export function refuseMisspelt(rules: readonly Rule[], losses: readonly Loss[]): void {
  for (const rule of rules) {
    const named = TASKS.map((task) => nameRule(rule, losses, task))
    const [first, second] = named.map((one) =>
      'kind' in one && one.kind === 'unknown-quantity' ? one : null,
    )
    if (!first || !second) continue
    const guess = first.guess ?? second.guess
    throw new UsageError(
      `--${rule.text}: there is no quantity "${first.name}"`,
      guess === null ? 'lossctl help check lists them' : `did you mean ${guess}?`,
    )
  }
}

function isCalled(name: string): (loss: Loss) => boolean {
  return (loss) => loss.spec === name || (loss.definition.name === name && hasName(loss))
}

/** The spec with every parameter, as losses are known by; null when it is none. */
function canonical(text: string): string | null {
  try {
    return completeLoss(parseLoss(text)).spec
  } catch {
    return null
  }
}

/** What is wrong with the settings of a loss; null where there are none, or nothing is. */
function whyNone(text: string): string | null {
  if (!text.includes(':')) return null
  try {
    parseLoss(text)
    return null
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    return error.hint ? `${error.problem}; ${error.hint}` : error.problem
  }
}

function unknownLoss(name: string, losses: readonly Loss[]): RuleReason {
  const known = losses.map((loss) => shortName(loss, losses))
  return { kind: 'unknown-loss', name, known, full: canonical(name), why: whyNone(name) }
}

/** What stands behind the name of a loss, or all of it, is none of the quantities. */
function unknownQuantity(text: string, losses: readonly Loss[], task: Task): RuleReason {
  const start = losses.map((loss) => begins(text, loss)).find((one) => one !== null)
  const name = start ? text.slice(start.length + 1) : text
  if (name !== text && CALIBRATION_MEASURES.some((one) => one.name === name.split(':')[0]))
    return { kind: 'of-no-loss', quantity: name }
  return {
    kind: 'unknown-quantity',
    name,
    task,
    guess:
      nearest(name, [
        ...quantityNames(task),
        ...[...CALIBRATION_MEASURES, ...SET_LOSSES].map((one) => one.name),
      ]) ?? null,
  }
}

/** What a text begins with that names the loss. */
function begins(text: string, { spec, definition }: Loss): string | null {
  return [spec, definition.name].find((one) => text.startsWith(`${one}.`)) ?? null
}

/** The name alone where no other loss has it. */
function shortName(loss: Loss, losses: readonly Loss[]): string {
  const { name } = loss.definition
  const isAlone = hasName(loss) && losses.filter(isCalled(name)).length === 1
  return isAlone ? name : loss.spec
}
