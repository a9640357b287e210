/** Quantities by name: `easy.negative.loss`, `positive:negative.gradient`, `effective`, `mean`. */
import { UsageError } from '../errors.ts'
import type { Task } from '../losses/task.ts'
import { nearest } from '../words/nearest.ts'
import type { BandPart, BandSums } from './bands.ts'
import { type Measure, nameForm, type SomeSamples, type Term } from './measure.ts'
import { MEASURES, measuresOf } from './measures.ts'
import { meanOf, quotient } from './quotient.ts'

/** A measure, asked of some samples. */
export interface Quantity extends Pick<Measure, 'kind' | 'isOfLoss'> {
  readonly name: string
  readonly meaning: string
  /** The parts it is of; none for all samples. */
  readonly parts: readonly BandPart[]
  /** Whether numerator and denominator are linear in the loss. */
  readonly linear: boolean
  /** Numerator and denominator; null for what is no quotient of two sums. */
  readonly terms: readonly [Term, Term] | null
  /** [numerator, denominator] */
  fraction(sums: BandSums): readonly [number, number]
}

/** Parts of the samples that have a name. */
function partsOf(task: Task): readonly BandPart[] {
  const parts = ['easy', 'hard'] as const
  if (task === 'softmax') return parts
  const signs = ['positive', 'negative'] as const
  return [...parts, ...signs, ...parts.flatMap((part) => signs.map((sign) => `${part}.${sign}` as const))]
}

function isPartOf(task: Task): (text: string) => text is BandPart {
  const known: readonly string[] = partsOf(task)
  return (text): text is BandPart => known.includes(text)
}

/** The pair that people weigh against each other. */
function pairsOf(task: Task): readonly string[] {
  return task === 'softmax' ? [] : ['positive:negative']
}

/** Quantities that a sweep shows: shares of loss and gradient by band, their balance, and what they count as. */
export function shownQuantities(task: Task): readonly Quantity[] {
  const bands = task === 'softmax' ? ['easy', 'hard'] : partsOf(task).filter((part) => part.includes('.'))
  const swept = (of: Measure['of']) => measuresOf(of).filter(({ isSwept }) => isSwept)
  return [
    ...swept('part').flatMap(({ name }) => bands.map((band) => `${band}.${name}`)),
    ...swept('pair').flatMap(({ name }) => pairsOf(task).map((pair) => `${pair}.${name}`)),
    ...swept('all').map(({ name }) => name),
  ].map((name) => parseQuantity(name, task))
}

/** Names a person may write, for help and for guesses. */
export function quantityNames(task: Task): readonly string[] {
  const behind = (parts: readonly string[], of: Measure['of']) =>
    parts.flatMap((part) => measuresOf(of).map(({ name }) => `${part}.${name}`))
  return [
    ...behind(partsOf(task), 'part'),
    ...behind(pairsOf(task), 'pair'),
    ...measuresOf('all').map(({ name }) => name),
  ]
}

/** What a name is made of; undefined where no measure is called so. */
export function splitName(
  text: string,
): { readonly measure: Measure; readonly parts: readonly string[] } | undefined {
  const end = text.lastIndexOf('.')
  const parts = end < 0 ? [] : text.slice(0, end).split(':')
  const of = (['all', 'part', 'pair'] as const)[parts.length]
  const measure = MEASURES.find((one) => one.of === of && one.name === text.slice(end + 1))
  return measure && { measure, parts }
}

/**
 * Throws a UsageError on a name that means nothing for the task.
 *
 * @param others names that may be meant where this is none
 */
export function parseQuantity(name: string, task: Task, others: readonly string[] = []): Quantity {
  const found = splitName(name)
  if (!found?.parts.every(isPartOf(task))) throw unknown(name, task, others)
  const { measure } = found
  const parts = found.parts.filter(isPartOf(task))
  const [above, below]: readonly SomeSamples[] = [...parts, '', '']
  const { kind, isOfLoss, terms } = measure
  return {
    name,
    meaning: measure.meaning(words(above), words(below)),
    kind,
    isOfLoss,
    parts,
    linear: isOfLoss && terms !== null,
    terms: terms?.(above, below) ?? null,
    fraction: (sums) => measure.fraction(sums, above, below),
  }
}

/** `easy.negative` in a sentence. */
export function words(part: string): string {
  return part.replace('.', ' ')
}

function unknown(name: string, task: Task, others: readonly string[]): UsageError {
  const guess = nearest(name, [...quantityNames(task), ...others])
  const forms = MEASURES.filter(({ of }) => of !== 'pair' || pairsOf(task).length > 0).map(nameForm)
  return new UsageError(
    `there is no quantity "${name}" with ${task} labels`,
    guess
      ? `did you mean ${guess}?`
      : `there are ${forms.join(', ')}, and PART is ${partsOf(task).join(', ')}`,
  )
}

/** Its value; null where there is nothing to divide by. */
export function quantityOf(quantity: Quantity, sums: BandSums): number | null {
  const fraction = quantity.fraction(sums)
  return quantity.kind === 'loss' ? meanOf(...fraction) : quotient(...fraction)
}
