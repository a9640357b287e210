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
import { HIGHEST, LOWEST } from '../grid.ts'
import type { PreparedGroup } from './evaluate.ts'

/** A loss without its alpha and epsilon. */
export interface Basis {
  /** What is evaluated at every node: A and D, or A alone. */
  readonly atoms: readonly Atom[]
  /** Whether F = A - D is a third atom. */
  readonly hasDifference: boolean
  /** The factors of all atoms, in their order. */
  factors(balance: number, epsilon: number): readonly number[]
}

interface Atom {
  value(margin: number): number
  gradient(margin: number): number
  modulation(margin: number): number
}

/** Sums over one band of one group: by atom, and for products by pair of atoms, row by row. */
export interface BasisSums {
  readonly count: number
  readonly weight: number
  readonly loss: Float64Array
  readonly gradient: Float64Array
  readonly modulation: Float64Array
  /** sum w^2 m_i m_j */
  readonly products: Float64Array
}

/** The basis of a loss; what its parameters say of alpha and epsilon does not matter. */
export function basisOf({ definition, parameters }: Loss): Basis {
  const movable = definition.parameters.epsilon?.kind === 'number'
  const at = (balance: number, epsilon: number): Atom => {
    const values = movable ? { ...parameters, epsilon } : parameters
    return {
      value: (s) => definition.value(s, values, balance),
      gradient: (s) => definition.gradient(s, values, balance),
      modulation: (s) => definition.modulation(s, values, balance),
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

/** Sums of every atom over a group: [hard, easy]. */
export function evaluateBasis(prepared: PreparedGroup, basis: Basis): readonly [BasisSums, BasisSums] {
  const { group, squares, nodes, firstEasy, hard, easy } = prepared
  const below = sumNodes(prepared, basis, 0, firstEasy, hard)
  const above = sumNodes(prepared, basis, firstEasy, nodes.margin.length, easy)
  return [
    addBelow(below, allAtoms(basis), group.below, squares.below),
    addAbove(above, allAtoms(basis), group.above, squares.above),
  ]
}

function allAtoms({ atoms, hasDifference }: Basis): readonly Atom[] {
  if (!hasDifference) return atoms
  const [a, d] = atoms
  const difference: Atom = {
    value: (s) => a.value(s) - d.value(s),
    gradient: (s) => a.gradient(s) - d.gradient(s),
    modulation: (s) => a.modulation(s) - d.modulation(s),
  }
  return [a, d, difference]
}

function sumNodes(
  { nodes, squareWeight }: PreparedGroup,
  { atoms, hasDifference }: Basis,
  from: number,
  to: number,
  known: Pick<BasisSums, 'count' | 'weight'>,
): BasisSums {
  const n = atoms.length + Number(hasDifference)
  const [loss, gradient, modulation] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)]
  const products = new Float64Array(n * n)
  const [values, slopes, ratios] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)]
  for (let j = from; j < to; j++) {
    const s = nodes.margin[j]
    for (let i = 0; i < atoms.length; i++) {
      values[i] = atoms[i].value(s)
      slopes[i] = atoms[i].gradient(s)
      ratios[i] = atoms[i].modulation(s)
    }
    if (hasDifference) {
      values[2] = values[0] - values[1]
      slopes[2] = slopes[0] - slopes[1]
      ratios[2] = ratios[0] - ratios[1]
    }
    const w = nodes.weight[j]
    const w2 = squareWeight[j]
    for (let i = 0; i < n; i++) {
      loss[i] += w * values[i]
      gradient[i] += w * slopes[i]
      modulation[i] += w * ratios[i]
      for (let k = 0; k <= i; k++) products[i * n + k] += w2 * ratios[i] * ratios[k]
    }
  }
  for (let i = 0; i < n; i++) for (let k = 0; k < i; k++) products[k * n + i] = products[i * n + k]
  return { ...known, loss, gradient, modulation, products }
}

/** Below the grid each atom is slope (-s) + constant to the last bit. */
function addBelow(
  sums: BasisSums,
  atoms: readonly Atom[],
  tail: Float64Array,
  squares: Float64Array,
): BasisSums {
  const [count, weight, ws, , wOverS] = tail
  if (count === 0) return sums
  const [, w2, , , w2OverS, w2OverSS] = squares
  const lines = atoms.map((atom) => {
    const slope = -atom.gradient(LOWEST)
    return { slope, constant: atom.value(LOWEST) + slope * LOWEST }
  })
  const n = atoms.length
  return {
    count: sums.count + count,
    weight: sums.weight + weight,
    loss: sums.loss.map((sum, i) => sum - lines[i].slope * ws + lines[i].constant * weight),
    gradient: sums.gradient.map((sum, i) => sum - lines[i].slope * weight),
    modulation: sums.modulation.map((sum, i) => sum + lines[i].slope * weight - lines[i].constant * wOverS),
    products: sums.products.map((sum, index) => {
      const [a, b] = [lines[Math.floor(index / n)], lines[index % n]]
      const mixed = a.slope * b.constant + b.slope * a.constant
      return sum + a.slope * b.slope * w2 - mixed * w2OverS + a.constant * b.constant * w2OverSS
    }),
  }
}

/** Above the grid every atom is 0 in double precision, and its quotient by cross-entropy has come to its limit. */
function addAbove(
  sums: BasisSums,
  atoms: readonly Atom[],
  [count, weight]: Float64Array,
  squares: Float64Array,
): BasisSums {
  if (count === 0) return sums
  const limits = atoms.map((atom) => atom.modulation(HIGHEST))
  const n = atoms.length
  return {
    ...sums,
    count: sums.count + count,
    weight: sums.weight + weight,
    modulation: sums.modulation.map((sum, i) => sum + limits[i] * weight),
    products: sums.products.map(
      (sum, index) => sum + limits[Math.floor(index / n)] * limits[index % n] * squares[1],
    ),
  }
}
