/** Quadrature: from a group's moments to the few thousand weighted margins that stand for all of its samples. */
import { type Grid, MOMENTS, segmentBounds } from '../grid.ts'
import { type Segment, segmentsByMargin } from '../segments.ts'
import type { GroupSketch } from '../sketch.ts'
import { COUNT_SLOT } from '../store.ts'
import { addProducts } from './products.ts'

/** Weighted margins, ascending, and how many samples each segment's first node stands for. */
export interface Nodes {
  /** The numbers of the segments. */
  readonly numbers: Int32Array
  readonly margin: Float64Array
  readonly weight: Float64Array
  /** Samples of the segment on its first node, 0 on the others: a running sum counts samples exactly. */
  readonly count: Float64Array
  /** sum w of the segment, likewise: its moment c_0, free of the rounding of sum_j omega_j. */
  readonly mass: Float64Array
  /** Margins at which each segment begins and ends, two a segment; its nodes are MOMENTS in a row. */
  readonly bounds: Float64Array
}

/**
 * Chebyshev nodes x_j = cos(pi (j + 1/2) / M), ascending, rounded to multiples of 2^-36. A node of a whole bin is then
 * an exact double: a steep loss far out (e^(-20 s) at s = 70) would otherwise feel the rounding of s.
 */
export const POINTS = Float64Array.from(
  { length: MOMENTS },
  (_, j) => -Math.round(Math.cos((Math.PI * (j + 0.5)) / MOMENTS) * 2 ** 36) / 2 ** 36,
)

/** CHEBYSHEV[k][j] = T_k(x_j). */
const CHEBYSHEV = Array.from({ length: MOMENTS }, (_, k) => POINTS.map((x) => Math.cos(k * Math.acos(x))))

/**
 * omega_j = sum_k WEIGHTS[j][k] c_k, with WEIGHTS the inverse of CHEBYSHEV. At the unrounded nodes it is
 * (2 - [k = 0]) / M T_k(x_j); one Newton step, X (2 I - A X), brings the error of 1e-10 at the rounded ones to 1e-20.
 */
export const WEIGHTS = invert()

function invert(): readonly Float64Array[] {
  const guess = Array.from(POINTS, (_, j) =>
    Float64Array.from(CHEBYSHEV, (values, k) => ((k === 0 ? 1 : 2) / MOMENTS) * values[j]),
  )
  const residual = multiply(CHEBYSHEV, guess).map((row, k) =>
    row.map((value, l) => (k === l ? 2 : 0) - value),
  )
  return multiply(guess, residual)
}

/** In loops: this runs whenever the program starts, before anything is compiled. */
function multiply(a: readonly Float64Array[], b: readonly Float64Array[]): Float64Array[] {
  return a.map((row) => {
    const product = new Float64Array(row.length)
    for (let column = 0; column < product.length; column++)
      for (let k = 0; k < row.length; k++) product[column] += row[k] * b[k][column]
    return product
  })
}

/** WEIGHTS, row by row. */
const ROWS = Float64Array.from(WEIGHTS.flatMap((row) => [...row]))

/** The nodes of a group: sum_i w_i f(s_i) over its samples in the grid is sum_j weight_j f(margin_j). */
export function nodesOf(grid: Grid, group: GroupSketch): Nodes {
  const segments = segmentsByMargin(grid, group)
  const margin = new Float64Array(segments.length * MOMENTS)
  const count = new Float64Array(margin.length)
  const mass = new Float64Array(margin.length)
  const bounds = new Float64Array(2 * segments.length)
  for (let index = 0; index < segments.length; index++) {
    const { number, moments } = segments[index]
    const at = index * MOMENTS
    const [start, end] = segmentBounds(grid, number)
    putNodes(margin, at, start, end)
    count[at] = moments[COUNT_SLOT]
    mass[at] = moments[0]
    bounds[2 * index] = start
    bounds[2 * index + 1] = end
  }
  const numbers = Int32Array.from(segments, ({ number }) => number)
  return { numbers, margin, weight: weightsOf(segments), count, mass, bounds }
}

function putNodes(margin: Float64Array, at: number, start: number, end: number): void {
  const middle = (start + end) / 2
  const width = end - start
  for (let j = 0; j < MOMENTS; j++) margin[at + j] = middle + (POINTS[j] * width) / 2
}

/** The weights of the nodes alone. */
export function nodeWeights(grid: Grid, group: GroupSketch): Float64Array {
  return weightsOf(segmentsByMargin(grid, group))
}

function weightsOf(segments: readonly Segment[]): Float64Array {
  const weights = new Float64Array(segments.length * MOMENTS)
  for (let index = 0; index < segments.length; index++) {
    const { moments } = segments[index]
    for (let j = 0; j < MOMENTS; j++)
      weights[index * MOMENTS + j] = addProducts(0, ROWS, j * MOMENTS, moments, 0)
  }
  return weights
}
