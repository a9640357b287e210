/**
 * Sums of a loss that is linear in some parameters, once for all their values.
 *
 * With alpha_t = b and epsilon = e, every loss of the family is  f = b A + c F,  A = f(b = 1, e = 0),  F the epsilon term,
 * and c = b e, or e where alpha leaves that term alone. So its sums follow from those of A and F, and sums of squares from
 * those of their products: one pass over the nodes for any number of alphas and epsilons.
 *
 * Below c = 0 the terms of an easy sample cancel: at e = -1, Poly-1 is CE - (1 - pt), of which nothing is left. There
 * f = (b + c) A - c D  with D = A - F = f(1, -1), which is computed from the margin before anything is lost.
 */
import type { Loss } from '../../losses/loss.ts'

/** A loss without its alpha and epsilon. */
export interface Basis {
  /** What is evaluated at every node: A and D, or A alone. */
  readonly atoms: readonly Atom[]
  /** Whether F = A - D is a third atom. */
  readonly hasDifference: boolean
  /** The factors of all atoms, in their order. */
  factors(balance: number, epsilon: number): readonly number[]
}

export interface Atom {
  value(margin: number): number
  gradient(margin: number): number
  modulation(margin: number): number
  /** Null where the modulated weight never is too small for a double. */
  readonly logModulation: ((margin: number) => number) | null
}

/** The basis of a loss; what its parameters say of alpha and epsilon does not matter. */
export function basisOf({ definition, parameters }: Loss): Basis {
  const movable = definition.parameters.epsilon?.kind === 'number'
  const at = (balance: number, epsilon: number): Atom => {
    const values = movable ? { ...parameters, epsilon } : parameters
    const log = definition.logModulation
    return {
      value: (s) => definition.value(s, values, balance),
      gradient: (s) => definition.gradient(s, values, balance),
      modulation: (s) => definition.modulation(s, values, balance),
      logModulation: log ? (s) => log(s, values, balance) : null,
    }
  }
  const a = at(1, 0)
  if (!movable) return { atoms: [a], hasDifference: false, factors: (b) => [b] }
  // Where balance is 0 nothing is left but an epsilon term that does not stand under alpha.
  const apart = at(0, 1).value(0) !== 0
  return {
    atoms: [a, at(1, -1)],
    hasDifference: true,
    factors: (b, epsilon) => {
      const [joined, term] = apart ? [b + epsilon, epsilon] : [b * (1 + epsilon), b * epsilon]
      return term < 0 ? [joined, -term, 0] : [b, 0, term]
    },
  }
}
