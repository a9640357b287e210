/**
 * Sums of a loss that is linear in alpha and in one more parameter, once for all their values.
 *
 * With alpha_t = b and the other = e, such a loss is  f = b A + c F,  A = f(b = 1, e = 0),  F the term of e, and c = b e,
 * or e where alpha leaves that term alone. So its sums follow from those of A and F, and sums of squares from those of
 * their products: one pass over the nodes for any number of alphas and epsilons.
 *
 * Below c = 0 the terms of an easy sample cancel: at e = -1, Poly-1 is CE - (1 - pt), of which nothing is left. There
 * f = (b + c) A - c D  with D = A - F = f(1, -1), which is computed from the margin before anything is lost.
 */
import { bind } from '../../losses/bound.ts'
import type { BoundLoss, Loss } from '../../losses/loss.ts'
import { isLinear } from '../../losses/parameter.ts'
import type { Task } from '../../losses/task.ts'

/** A loss of a class without its linear parameters. */
export interface Basis {
  /** What is evaluated at every node: A and D, or A alone. */
  readonly atoms: readonly BoundLoss[]
  /** Whether F = A - D is a third atom. */
  readonly hasDifference: boolean
  /** The factors of all atoms, in their order. */
  factors(alpha: number, amount: number): readonly number[]
}

/** The parameter beside alpha in which a loss is linear, if there is one. */
export function linearParameter({ definition }: Pick<Loss, 'definition'>): string | undefined {
  const { parameters } = definition
  return Object.keys(parameters).find(
    (name) => parameters[name].kind === 'number' && isLinear(parameters[name]),
  )
}

/** The basis of a loss for each class; what its linear parameters are does not matter. */
export function basesOf(loss: Loss, task: Task, classes: number): readonly Basis[] {
  const name = linearParameter(loss)
  const at = (amount: number) =>
    bind(
      { ...loss, parameters: { ...loss.parameters, alpha: 'none', ...(name && { [name]: amount }) } },
      task,
      classes,
    )
  if (name === undefined) return at(0).map((a) => ({ atoms: [a], hasDifference: false, factors: (b) => [b] }))
  const isApart = loss.definition.placesAlpha?.(loss.parameters) ?? false
  const less = at(-1)
  return at(0).map((a, place) => ({
    atoms: [a, less[place]],
    hasDifference: true,
    factors: (b, e) => {
      const [joined, term] = isApart ? [b + e, e] : [b * (1 + e), b * e]
      return term < 0 ? [joined, -term, 0] : [b, 0, term]
    },
  }))
}
