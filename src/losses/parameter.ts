/** Parameters of losses, and those that several have in common. */

/** A number, a list (one factor a class, or Poly-N's coefficients), or a word such as `none`, `on`, `off`. */
export type ParameterValue = number | readonly number[] | string

export interface ParameterDefinition {
  readonly symbol: string
  readonly meaning: string
  /** The value in force when nobody gives one. */
  readonly initial: ParameterValue
  /** `number`; `numbers`, a list; `alpha`, a number, a list or `none`; `switch`, on or off. */
  readonly kind: 'number' | 'numbers' | 'alpha' | 'switch'
  readonly min?: number
  readonly max?: number
  /** Whether the loss is linear in it. */
  readonly linear?: true
}

export type ParameterValues = Readonly<Record<string, ParameterValue>>

/** Balances the classes: one factor for positives, its complement for negatives, or one a class with softmax. */
export const ALPHA: ParameterDefinition = {
  symbol: 'α',
  meaning:
    'class balance: αt = α for positives and 1 − α for negatives; a list, one factor a class, with softmax; none is no balance',
  initial: 'none',
  kind: 'alpha',
  min: 0,
  linear: true,
}

/** Focusing parameter. Above 10 a loss is sharper within one bin than the sketch resolves to 1e-12. */
export const GAMMA: ParameterDefinition = {
  symbol: 'γ',
  meaning: 'focusing parameter: how fast the weight of easy samples falls',
  initial: 2,
  kind: 'number',
  min: 0,
  max: 10,
}

export const EPSILON: ParameterDefinition = {
  symbol: 'ε',
  meaning: 'what is added to the coefficient of the leading polynomial term (1 − pt)',
  initial: 1,
  kind: 'number',
  min: -1000,
  max: 1000,
  linear: true,
}
