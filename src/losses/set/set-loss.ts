/** What a loss of a set of samples is: one number a batch, which is no mean of losses of its samples. */
import type { NumberDefinition, ParameterValues, SwitchDefinition } from '../parameter.ts'
import type { Task } from '../task.ts'

/** A number that nobody moves, or the word that stands for what it is without one. */
export type SetNumber = Pick<NumberDefinition, 'kind' | 'symbol' | 'meaning' | 'min' | 'max' | 'whole'> & {
  readonly initial: number | string
}

export type SetParameter = SetNumber | SwitchDefinition

/** Samples of which sums are known. */
export interface Samples {
  /** sum w */
  readonly weight: number
  /** sum w f(s), of a smooth f that is straight or level beyond margins of 768. */
  sum(of: (margin: number) => number): number
}

/** A number between bounds, which are the number itself where it is known. */
export interface Within {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** What a loss of a set may ask of the samples that it is of. */
export interface SetBatch {
  /** None where softmax rows are one batch, since they are neither. */
  readonly negatives: Samples
  readonly positives: Samples
  /** Those with |p − y| from i / bins to less than (i + 1) / bins, for each i. */
  byError(bins: number): readonly Samples[]
  /** Those with a pt below this one. */
  below(pt: number): Samples
  /** Mean cross-entropy of the hardest share of the samples, of so many at least; the last counts whole where samples have no weights. */
  hardest(share: number, least?: number): Within
}

/** Where a loss has no value: a batch in which its denominator is 0, whose classes are not both there, or without a pt that is low enough. */
export type Lack = 'nothing-positive' | 'nothing-counts' | 'class-missing' | 'none-below'

export interface SetLossDefinition<P extends ParameterValues = ParameterValues> {
  readonly name: string
  readonly summary: string
  readonly formula: string
  readonly reference: string
  readonly conventions: readonly string[]
  readonly parameters: { readonly [K in keyof P]: SetParameter }
  /** What one batch of multi-label data or softmax rows is: one class, after which classes are averaged, or all of them. */
  readonly batch: 'class' | 'cells'
  /** Tasks it is defined for; all of them when absent. */
  readonly tasks?: readonly Task[]
  /** Why the others are not among them, as a clause. */
  readonly whyNot?: string
  /** So many bins of |p − y| it asks for, at whose limits a sketch must be parted. */
  bins?(parameters: P): number
  /** A pt at which a sketch must be parted for it. */
  parting?(parameters: P): number
  /** When a batch has no value; null where each has one. */
  lacks(parameters: P): Lack | null
  /** Null where it has no value. */
  of(batch: SetBatch, parameters: P): Within | null
}

/** One of them with its parameters. */
export interface SetLoss {
  readonly definition: SetLossDefinition
  readonly parameters: ParameterValues
  /** Canonical text, every parameter in it: parses back to the same loss. */
  readonly spec: string
  readonly title: string
}

/** A value that is known; null where it is no number. */
export function known(value: number): Within | null {
  return Number.isFinite(value) ? { value, low: value, high: value } : null
}
