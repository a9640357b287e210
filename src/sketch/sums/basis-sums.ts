/** Sums of every atom of a basis over a group, and of products of two. */
import type { BoundLoss } from '../../losses/loss.ts'
import { HIGHEST, MOMENTS } from '../grid.ts'
import type { GroupSketch } from '../sketch.ts'
import { columnOf, GRADIENTS, LOSSES, type LossAtNodes, type NodeValues, RATIOS } from './at-nodes.ts'
import type { Basis } from './basis.ts'
import type { PreparedGroup } from './evaluate.ts'
import { scaledParts } from './parts.ts'
import type { Sums } from './sums.ts'
import { type Line, lineBelow, quotientBelow } from './tails.ts'

/** Sums over one band of one group, by atom. */
export interface BasisSums {
  readonly count: number
  readonly weight: number
  readonly loss: Float64Array
  readonly gradient: Float64Array
  readonly modulated: ModulatedSums
}

/** Of w m in units of 2^exponent, m an atom's modulated weight. */
interface ModulatedSums {
  readonly exponent: number
  readonly sums: Float64Array
  /** sum w^2 m_i m_k, row by row */
  readonly products: Float64Array
}

/**
 * [hard, easy]
 *
 * @param atNodes what atoms are at the nodes of this group and of others
 */
export function evaluateBasis(
  prepared: PreparedGroup,
  basis: Basis,
  atNodes: (atom: BoundLoss) => LossAtNodes,
): readonly [BasisSums, BasisSums] {
  const { group, squares, nodes, firstEasy, hard, easy } = prepared
  const found = basis.atoms.map((atom) => atNodes(atom)(nodes))
  const below = sumNodes(prepared, basis, found, 0, firstEasy, hard)
  const above = sumNodes(prepared, basis, found, firstEasy, nodes.margin.length, easy)
  return [addBelow(below, basis, group, squares), addAbove(above, basis, group.above, squares)]
}

/** Sums of the loss in which each atom counts that many times. */
export function combineSums({ count, weight, ...of }: BasisSums, factors: readonly number[]): Sums {
  const { exponent, sums, products } = of.modulated
  const n = factors.length
  let [loss, gradient, sum, squares] = [0, 0, 0, 0]
  for (let i = 0; i < n; i++) {
    const factor = factors[i]
    if (factor === 0) continue
    loss += factor * of.loss[i]
    gradient += factor * of.gradient[i]
    sum += factor * sums[i]
    for (let k = 0; k < n; k++) squares += factor * factors[k] * products[i * n + k]
  }
  return {
    count,
    weight,
    loss,
    gradient,
    modulation: sum * 2 ** exponent,
    modulated: { exponent, sum, squares },
  }
}

/** A number of each atom, and of their difference. */
function ofAtoms({ atoms, hasDifference }: Basis, of: (atom: BoundLoss) => number): readonly number[] {
  const found = atoms.map(of)
  return hasDifference ? [...found, found[0] - found[1]] : found
}

function withDifference({ hasDifference }: Basis, columns: readonly Float64Array[]): readonly Float64Array[] {
  return hasDifference ? [...columns, columns[0].map((x, j) => x - columns[1][j])] : columns
}

function sumNodes(
  { nodes, squareWeight, squares }: PreparedGroup,
  basis: Basis,
  found: readonly NodeValues[],
  from: number,
  to: number,
  known: Pick<BasisSums, 'count' | 'weight'>,
): BasisSums {
  const [margin, weight] = [nodes.margin.subarray(from, to), nodes.weight.subarray(from, to)]
  const columns = (which: number) =>
    found.map(({ starts, values }) => columnOf(values, starts.subarray(from / MOMENTS, to / MOMENTS), which))
  const sums = (of: readonly Float64Array[]) =>
    Float64Array.from(withDifference(basis, of), (column) => sumProducts(weight, column))
  const logs = basis.atoms.flatMap(({ logModulation }) => logModulation ?? [])
  const ratios = columns(RATIOS)
  const { parts, exponent } = scaledParts(margin, ratios, logs.length > 0 ? logs : null)
  return {
    ...known,
    loss: sums(columns(LOSSES)),
    gradient: sums(columns(GRADIENTS)),
    modulated: {
      exponent: exponent + squares.exponent,
      sums: sums(parts).map((sum) => sum * 2 ** -squares.exponent),
      products: productsOf(squareWeight.subarray(from, to), withDifference(basis, parts)),
    },
  }
}

function sumProducts(weight: Float64Array, column: Float64Array): number {
  let sum = 0
  for (let j = 0; j < column.length; j++) sum += weight[j] * column[j]
  return sum
}

function productsOf(squareWeight: Float64Array, parts: readonly Float64Array[]): Float64Array {
  const n = parts.length
  return Float64Array.from({ length: n * n }, (_, index) => {
    const [i, k] = [Math.floor(index / n), index % n]
    // Either order of the two rounds alike.
    const [a, b] = [parts[Math.max(i, k)], parts[Math.min(i, k)]]
    let sum = 0
    for (let j = 0; j < a.length; j++) sum += squareWeight[j] * a[j] * b[j]
    return sum
  })
}

/** Below the grid each atom is slope (-s) + constant to the last bit: a loss that is clipped or held has no basis. */
function addBelow(sums: BasisSums, basis: Basis, group: GroupSketch, squares: GroupSketch): BasisSums {
  const [count, weight, ws, , wOverS] = group.below
  if (count === 0) return sums
  const [, w2, , , w2OverS, w2OverSS] = squares.below
  const linesOf = (of: (atom: BoundLoss, lowest: number) => Line) =>
    (['slope', 'constant'] as const).map((part) => ofAtoms(basis, (atom) => of(atom, group.lowest)[part]))
  const [lossSlopes, lossConstants] = linesOf(lineBelow)
  const [slopes, constants] = linesOf(quotientBelow)
  const n = slopes.length
  const own: ModulatedSums = {
    exponent: squares.exponent,
    sums: Float64Array.from(
      slopes,
      (slope, i) => (slope * weight - constants[i] * wOverS) * 2 ** -squares.exponent,
    ),
    products: Float64Array.from({ length: n * n }, (_, index) => {
      const [i, k] = [Math.floor(index / n), index % n]
      const mixed = slopes[i] * constants[k] + slopes[k] * constants[i]
      return slopes[i] * slopes[k] * w2 - mixed * w2OverS + constants[i] * constants[k] * w2OverSS
    }),
  }
  return {
    count: sums.count + count,
    weight: sums.weight + weight,
    loss: sums.loss.map((sum, i) => sum - lossSlopes[i] * ws + lossConstants[i] * weight),
    gradient: sums.gradient.map((sum, i) => sum - lossSlopes[i] * weight),
    modulated: addModulated(sums.modulated, own),
  }
}

/** Above the grid every atom has come to its limit, and so has its quotient by cross-entropy. */
function addAbove(
  sums: BasisSums,
  basis: Basis,
  [count, weight]: Float64Array,
  squares: GroupSketch,
): BasisSums {
  if (count === 0) return sums
  const values = ofAtoms(basis, (atom) => atom.value(HIGHEST))
  const limits = ofAtoms(basis, (atom) => atom.modulation(HIGHEST))
  const n = limits.length
  const own: ModulatedSums = {
    exponent: squares.exponent,
    sums: Float64Array.from(limits, (limit) => limit * weight * 2 ** -squares.exponent),
    products: Float64Array.from(
      { length: n * n },
      (_, index) => limits[Math.floor(index / n)] * limits[index % n] * squares.above[1],
    ),
  }
  return {
    ...sums,
    count: sums.count + count,
    weight: sums.weight + weight,
    loss: sums.loss.map((sum, i) => sum + values[i] * weight),
    modulated: addModulated(sums.modulated, own),
  }
}

function addModulated(a: ModulatedSums, b: ModulatedSums): ModulatedSums {
  if (isNothing(a)) return b
  if (isNothing(b)) return a
  const exponent = Math.max(a.exponent, b.exponent)
  const [ofA, ofB] = [2 ** (a.exponent - exponent), 2 ** (b.exponent - exponent)]
  return {
    exponent,
    sums: a.sums.map((sum, i) => sum * ofA + b.sums[i] * ofB),
    products: a.products.map((product, i) => product * ofA * ofA + b.products[i] * ofB * ofB),
  }
}

function isNothing({ sums, products }: ModulatedSums): boolean {
  return sums.every((sum) => sum === 0) && products.every((product) => product === 0)
}
