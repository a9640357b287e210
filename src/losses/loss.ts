/** What a loss is: its formula and its words as data, next to the functions that compute it. */

import type { LibraryFunction } from './libraries/library.ts'
import type { ParameterDefinition, ParameterValues } from './parameter.ts'
import type { Task } from './task.ts'

/**
 * A loss of the family: a smooth function of the margin s = logit(pt).
 *
 * `balance` is alpha_t, the sample's class factor (1 when alpha is none). Below a margin of -64 every loss must be
 * linear in the margin to the last bit; the sketch relies on it, and the common test of the register holds it.
 */
export interface LossDefinition<P extends ParameterValues = ParameterValues> {
  readonly name: string
  /** One sentence: what it does to a sample. */
  readonly summary: string
  readonly formula: string
  /** d loss / d margin, which for a sigmoid is also +-d loss / d logit. */
  readonly gradientFormula: string
  readonly reference: string
  readonly conventions: readonly string[]
  readonly parameters: { readonly [K in keyof P]: ParameterDefinition }
  /** Tasks it is defined for; all of them when absent. */
  readonly tasks?: readonly Task[]
  /** Loss of one sample, natural log. */
  value(margin: number, parameters: P, balance: number): number
  /** d loss / d margin of one sample; negative where the loss falls as the sample gets easier. */
  gradient(margin: number, parameters: P, balance: number): number
  /** Modulated weight, loss / CE, where both may vanish. */
  modulation(margin: number, parameters: P, balance: number): number
  /** ln |loss / CE|, also where the quotient is too small for a double; where it never is, there is none. */
  logModulation?(margin: number, parameters: P, balance: number): number
  /** For a loss of the batch's mean CE instead of its samples: the reduced loss from that mean. */
  ofMeanCrossEntropy?(mean: number, parameters: P): number
}

/** A loss with its parameters: what a row of every table stands for. */
export interface Loss {
  readonly definition: LossDefinition
  readonly parameters: ParameterValues
  /** Canonical text, every parameter in it: parses back to the same loss. */
  readonly spec: string
  /** What differs from the defaults of the definition, in symbols, for tables. */
  readonly title: string
  /** The library that computes it so; absent for ours. */
  readonly library?: LibraryLoss
  /** Its own for negatives, where 1 − p is clipped elsewhere than p. */
  readonly negatives?: LossDefinition
  /** Margins where it is not smooth: edges that the sketch must have. */
  readonly kinks?: readonly number[]
}

/** What is known of a loss as a library computes it, on the scores at hand. */
export interface LibraryLoss extends Omit<LibraryFunction, 'call'> {
  /** As they were asked for: alpha by the library's rule, not as the loss takes it. */
  readonly parameters: ParameterValues
  /** The call with them. */
  readonly call: string
  /** Cross-entropy without alpha under the same clamp: what ÷ CE divides by. */
  readonly crossEntropy: Loss
  /** The least probability that its clip lets through; null without one. */
  readonly least: number | null
  /** The largest cross-entropy that its clamp lets through; null without one. */
  readonly largest: number | null
}

/** The loss of negatives, or of positives; softmax has neither. */
export function sideOf(loss: Loss, positive: boolean | null): Loss {
  return positive === false && loss.negatives ? { ...loss, definition: loss.negatives } : loss
}
