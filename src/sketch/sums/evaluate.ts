/** Sums over a group's samples, band by band, from its nodes and tails. */
import type { BoundLoss } from '../../losses/loss.ts'
import { type Grid, hasEdge } from '../grid.ts'
import type { GroupSketch, Sketch } from '../sketch.ts'
import { COUNT_SLOT } from '../store.ts'
import { type Nodes, nodesOf } from './nodes.ts'
import { scaledParts } from './parts.ts'
import type { Scaled } from './scaled.ts'
import { addSums, type Sums } from './sums.ts'
import { sumAbove, sumBelow } from './tails.ts'

/** A group ready to be evaluated under any number of losses. */
export interface PreparedGroup {
  readonly group: GroupSketch
  readonly squares: GroupSketch
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
  const squareWeight = sketch.squares ? nodesOf(sketch.grid, squares).weight : nodes.weight
  const firstEasy = firstAtOrAbove(nodes.margin, threshold)
  const known = (from: number, to: number): KnownSums => ({
    count: sum(nodes.count.subarray(from, to)),
    weight: sum(nodes.mass.subarray(from, to)),
  })
  return {
    group,
    squares,
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

function firstAtOrAbove(margins: Float64Array, threshold: number): number {
  const index = margins.findIndex((margin) => margin >= threshold)
  return index < 0 ? margins.length : index
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}

/** Sums of a prepared group under the loss of its class: [hard, easy]. */
export function evaluateGroup(prepared: PreparedGroup, loss: BoundLoss): readonly [Sums, Sums] {
  const { group, squares, nodes, firstEasy } = prepared
  const hard = sumNodes(prepared, loss, 0, firstEasy, prepared.hard)
  const easy = sumNodes(prepared, loss, firstEasy, nodes.margin.length, prepared.easy)
  return [addSums(hard, sumBelow(group, squares, loss)), addSums(easy, sumAbove(group, squares, loss))]
}

function sumNodes(
  prepared: PreparedGroup,
  bound: BoundLoss,
  from: number,
  to: number,
  known: KnownSums,
): Sums {
  const { margin, weight } = prepared.nodes
  let [loss, gradient, modulation] = [0, 0, 0]
  const ratios = new Float64Array(to - from)
  for (let j = from; j < to; j++) {
    const ratio = bound.modulation(margin[j])
    loss += weight[j] * bound.value(margin[j])
    gradient += weight[j] * bound.gradient(margin[j])
    modulation += weight[j] * ratio
    ratios[j - from] = ratio
  }
  const modulated = sumModulated(prepared, bound, ratios, from)
  return { ...known, loss, gradient, modulation, modulated }
}

/** @param ratios loss / CE of the nodes from `from` on */
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

/** Samples of a group, those of the tails included. */
export function countGroup({ segments, below, above }: GroupSketch): number {
  let count = below[0] + above[0]
  for (const moments of segments.values()) count += moments[COUNT_SLOT]
  return count
}
