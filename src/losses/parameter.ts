/** Parameters of losses, and those that several have in common. */

/** A number, a list (one factor per class, or Poly-N's coefficients), or a word such as `none`, `on`, `off`. */
export type ParameterValue = number | readonly number[] | string

export type ParameterValues = Readonly<Record<string, ParameterValue>>

interface Described {
  readonly symbol: string
  readonly meaning: string
}

/** What is known of a number, for whoever moves it. */
interface Movable extends Described {
  readonly min: number
  readonly max: number
  /** The value that leaves cross-entropy alone, or the nearest to it: where a search begins. */
  readonly neutral: number
  /** Where people look, which may be less than what the loss takes, and the steps in which a slider goes there. */
  readonly usual: { readonly min: number; readonly max: number; readonly step: number }
  /** The values over which a map is drawn. */
  readonly mapped: readonly (number | 'none')[]
  /** Whether the loss is linear in it: any number of values then costs one pass over the nodes. */
  readonly linear: boolean
}

export interface NumberDefinition extends Movable {
  readonly kind: 'number'
  /** The value in force when nobody gives one. */
  readonly initial: number
  /** Whether it counts something, so that nothing lies between its values. */
  readonly whole?: true
  /** Whether it may be a list, one number a class, of multi-label and softmax data (bound.ts). */
  readonly byClass?: true
}

/** None, a number from `min` to `max`, or a list of factors from `min` on. */
export interface AlphaDefinition extends Movable {
  readonly kind: 'alpha'
  readonly initial: 'none'
  /** What it is at first when somebody switches it on. */
  readonly whenOn: number
}

export interface ListDefinition extends Described {
  readonly kind: 'numbers'
  readonly initial: readonly number[]
  readonly min: number
  readonly max: number
}

export interface SwitchDefinition extends Described {
  readonly kind: 'switch'
  readonly initial: 'on' | 'off'
}

export type ParameterDefinition = NumberDefinition | AlphaDefinition | ListDefinition | SwitchDefinition

/** Whether it can be moved as a number. */
export function isMovable(
  parameter: ParameterDefinition | undefined,
): parameter is NumberDefinition | AlphaDefinition {
  return parameter?.kind === 'number' || parameter?.kind === 'alpha'
}

/** Whether it takes whole numbers only. */
export function isWhole(
  parameter: { readonly kind: ParameterDefinition['kind']; readonly whole?: true } | undefined,
): boolean {
  return parameter?.kind === 'number' && parameter.whole === true
}

/** Whether a loss is linear in it. */
export function isLinear(parameter: ParameterDefinition | undefined): boolean {
  return isMovable(parameter) && parameter.linear
}

/** Evenly from one number to another, in so many steps. */
export function evenly(from: number, to: number, steps: number): readonly number[] {
  return Array.from({ length: steps + 1 }, (_, i) =>
    Number((from + ((to - from) * i) / steps).toPrecision(12)),
  )
}

/** Balances the classes: one factor for positives, its complement for negatives, or one per class with softmax. */
export const ALPHA: AlphaDefinition = {
  symbol: 'α',
  meaning:
    'class balance: αt = α for positives and 1 − α for negatives, of multi-label data also a list, one α per class; with softmax a list, one factor per class; none is no balance',
  initial: 'none',
  kind: 'alpha',
  min: 0,
  max: 1,
  neutral: 0.5,
  usual: { min: 0, max: 1, step: 0.01 },
  // The papers' quarters are among them.
  mapped: ['none', 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9],
  linear: true,
  // What RetinaNet has.
  whenOn: 0.25,
}

/** Focusing parameter. Above 10 a loss is sharper within one bin than the sketch resolves to 1e-12. */
export const GAMMA: NumberDefinition = {
  symbol: 'γ',
  meaning: 'focusing parameter: how fast the weight of easy samples falls',
  initial: 2,
  kind: 'number',
  min: 0,
  max: 10,
  neutral: 0,
  usual: { min: 0, max: 5, step: 0.05 },
  mapped: evenly(0, 5, 10),
  linear: false,
}

/** The same where each class may have its own. */
export const GAMMA_BY_CLASS: NumberDefinition = {
  ...GAMMA,
  meaning: `${GAMMA.meaning}; a list has one for each class`,
  byClass: true,
}

export const EPSILON: NumberDefinition = {
  symbol: 'ε',
  meaning: 'what is added to the coefficient of the leading polynomial term (1 − pt)',
  initial: 1,
  kind: 'number',
  min: -1000,
  max: 1000,
  neutral: 0,
  usual: { min: -1, max: 8, step: 0.05 },
  mapped: evenly(-1, 4, 10),
  linear: true,
}
