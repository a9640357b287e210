/** Sums over a group's samples, band by band, from its nodes and tails. */
import type { BoundLoss, OfRow } from '../../losses/loss.ts'
import { exponentFor } from '../exponent.ts'
import { type Grid, hasEdge, MOMENTS } from '../grid.ts'
import type { GroupSketch, Sketch } from '../sketch.ts'
import { COUNT_SLOT } from '../store.ts'
import {
  columnOf,
  createLossAtNodes,
  GRADIENTS,
  LARGEST,
  type LossAtNodes,
  type NodeValues,
  RATIOS,
} from './at-nodes.ts'
import { type Nodes, nodesOf, nodeWeights } from './nodes.ts'
import { scaledParts } from './parts.ts'
import { addProducts, addSquares } from './products.ts'
import type { Scaled } from './scaled.ts'
import { addSums, type Sums } from './sums.ts'
import { sumAbove, sumBelow } from './tails.ts'

/** A group ready to be evaluated under any number of losses. */
export interface PreparedGroup {
  readonly group: GroupSketch
  readonly squares: GroupSketch
  /** Of softmax rows, where they are known and parted where the group is: hard, then easy. */
  readonly rows: Float64Array | undefined
  readonly nodes: Nodes
  /** Quadrature weights for sums of squares: those of w^2, in units of 4^(squares.exponent). */
  readonly squareWeight: Float64Array
  /** Index of the first easy node. */
  readonly firstEasy: number
  /** What does not depend on the loss, of the hard and of the easy nodes. */
  readonly hard: KnownSums
  readonly easy: KnownSums
}

type KnownSums = Pick<Sums, 'count' | 'weight'>

/** The nodes of group `index`, parted at a threshold margin that must be an edge of the grid or a bin boundary. */
export function prepareGroup(sketch: Sketch, index: number, threshold: number): PreparedGroup | undefined {
  const group = sketch.groups[index]
  if (!group) return undefined
  checkEdge(sketch.grid, threshold)
  const nodes = nodesOf(sketch.grid, group)
  const squares = sketch.squares?.[index] ?? group
  const squareWeight = sketch.squares ? nodeWeights(sketch.grid, squares) : nodes.weight
  const firstEasy = firstAtOrAbove(nodes.margin, threshold)
  const known = (from: number, to: number): KnownSums => ({
    count: sumOfFirst(nodes.count, from, to),
    weight: sumOfFirst(nodes.mass, from, to),
  })
  return {
    group,
    squares,
    rows: sketch.rows?.margin === threshold ? sketch.rows.groups[index] : undefined,
    nodes,
    squareWeight,
    firstEasy,
    hard: known(0, firstEasy),
    easy: known(firstEasy, nodes.margin.length),
  }
}

function checkEdge(grid: Grid, threshold: number): void {
  if (hasEdge(grid, threshold)) return
  throw new RangeError(
    `the sketch has no edge at margin ${threshold}; it has ${grid.edges.join(', ') || 'none'}`,
  )
}

/** The threshold is where a segment ends. */
function firstAtOrAbove(margins: Float64Array, threshold: number): number {
  let at = 0
  while (at < margins.length && margins[at] < threshold) at += MOMENTS
  return at
}

/** Of what stands on the first node of each segment. */
function sumOfFirst(values: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let at = from; at < to; at += MOMENTS) sum += values[at]
  return sum
}

/**
 * Sums of a prepared group under the loss of its class: [hard, easy].
 *
 * @param atNodes what the loss is at the nodes of this group and of others
 */
export function evaluateGroup(
  prepared: PreparedGroup,
  loss: BoundLoss,
  atNodes: LossAtNodes = createLossAtNodes(loss),
): readonly [Sums, Sums] {
  const { group, squares, nodes, firstEasy } = prepared
  const values = atNodes(nodes)
  const hard = sumNodes(prepared, loss, values, 0, firstEasy, prepared.hard)
  const easy = sumNodes(prepared, loss, values, firstEasy, nodes.margin.length, prepared.easy)
  return [
    addRows(addSums(hard, sumBelow(group, squares, loss)), prepared, loss, 0),
    addRows(addSums(easy, sumAbove(group, squares, loss)), prepared, loss, 3),
  ]
}

/** Of a loss of whole softmax rows, what the margin does not tell. */
function addRows(sums: Sums, { rows }: PreparedGroup, { row }: BoundLoss, first: number): Sums {
  if (!row) return sums
  const [others, both, logs] = rows?.subarray(first, first + 3) ?? [Number.NaN, Number.NaN, Number.NaN]
  const total = ([a, b, c]: OfRow) => a * others + b * both + c * logs
  return { ...sums, loss: sums.loss + total(row.value), gradient: sums.gradient + total(row.gradient) }
}

/** Nodes are parted where segments are. */
function sumNodes(
  prepared: PreparedGroup,
  bound: BoundLoss,
  { starts, values }: NodeValues,
  from: number,
  to: number,
  known: KnownSums,
): Sums {
  const { nodes, squareWeight, squares } = prepared
  const { weight } = nodes
  const own = starts.subarray(from / MOMENTS, to / MOMENTS)
  let [loss, gradient, modulation, sumOfSquares] = [0, 0, 0, 0]
  for (let k = 0, j = from; k < own.length; k++, j += MOMENTS) {
    loss = addProducts(loss, weight, j, values, own[k])
    gradient = addProducts(gradient, weight, j, values, own[k] + GRADIENTS)
    modulation = addProducts(modulation, weight, j, values, own[k] + RATIOS)
    sumOfSquares = addSquares(sumOfSquares, squareWeight, j, values, own[k] + RATIOS)
  }
  const largest = largestIn(values, own)
  const isOrdinary = squares.exponent === 0 && largest > 0 && exponentFor(largest) === 0
  const modulated = isOrdinary
    ? { exponent: 0, sum: modulation, squares: sumOfSquares }
    : sumModulated(prepared, bound, columnOf(values, own, RATIOS), from)
  return { ...known, loss, gradient, modulation, modulated }
}

function largestIn(values: Float64Array, starts: Int32Array): number {
  let largest = Number.NEGATIVE_INFINITY
  for (let k = 0; k < starts.length; k++) largest = Math.max(largest, values[starts[k] + LARGEST])
  return largest
}

/**
 * In units in which squares are doubles.
 *
 * @param ratios loss / CE of the nodes from `from` on
 */
function sumModulated(
  { nodes, squareWeight, squares }: PreparedGroup,
  { logModulation }: BoundLoss,
  ratios: Float64Array,
  from: number,
): Scaled {
  const margin = nodes.margin.subarray(from, from + ratios.length)
  const { exponent, parts } = scaledParts(margin, [ratios], logModulation && [logModulation])
  const unit = 2 ** -squares.exponent
  const [part] = parts
  const { weight } = nodes
  let [sum, sumOfSquares] = [0, 0]
  for (let j = 0; j < part.length; j++) {
    sum += weight[from + j] * unit * part[j]
    sumOfSquares += squareWeight[from + j] * part[j] * part[j]
  }
  return { exponent: exponent + squares.exponent, sum, squares: sumOfSquares }
}

/** sum w of a group, the tails included. */
export function weighGroup({ segments, below, above }: GroupSketch): number {
  let weight = below[1] + above[1]
  for (const moments of segments.values()) weight += moments[0]
  return weight
}

/** Samples of a group, those of the tails included. */
export function countGroup({ segments, below, above }: GroupSketch): number {
  let count = below[0] + above[0]
  for (const moments of segments.values()) count += moments[COUNT_SLOT]
  return count
}
