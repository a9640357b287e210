/** Sums over a group's samples, band by band, from its nodes and tails. */
import { CLAMP } from '../../losses/held.ts'
import type { Loss } from '../../losses/loss.ts'
import { type Grid, HIGHEST, hasEdge, LOWEST } from '../grid.ts'
import type { GroupSketch, Sketch } from '../sketch.ts'
import { COUNT_SLOT } from '../store.ts'
import { type Nodes, nodesOf } from './nodes.ts'
import { partsOf } from './parts.ts'
import type { Scaled } from './scaled.ts'
import { addSums, NO_SUMS, type Sums } from './sums.ts'

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

/** Sums of a prepared group under a loss whose class factor is `balance`: [hard, easy]. */
export function evaluateGroup(prepared: PreparedGroup, loss: Loss, balance: number): readonly [Sums, Sums] {
  const { group, squares, nodes, firstEasy } = prepared
  const hard = sumNodes(prepared, loss, balance, 0, firstEasy, prepared.hard)
  const easy = sumNodes(prepared, loss, balance, firstEasy, nodes.margin.length, prepared.easy)
  return [
    addSums(hard, sumTail(group, squares, loss, balance)),
    addSums(easy, sumAbove(group.above, squares, loss, balance)),
  ]
}

function sumNodes(
  prepared: PreparedGroup,
  lossOf: Loss,
  balance: number,
  from: number,
  to: number,
  known: KnownSums,
): Sums {
  const { definition, parameters } = lossOf
  const { margin, weight } = prepared.nodes
  let [loss, gradient, modulation] = [0, 0, 0]
  const ratios = new Float64Array(to - from)
  for (let j = from; j < to; j++) {
    const ratio = definition.modulation(margin[j], parameters, balance)
    loss += weight[j] * definition.value(margin[j], parameters, balance)
    gradient += weight[j] * definition.gradient(margin[j], parameters, balance)
    modulation += weight[j] * ratio
    ratios[j - from] = ratio
  }
  const modulated = sumModulated(prepared, lossOf, balance, ratios, from)
  return { ...known, loss, gradient, modulation, modulated }
}

/** @param ratios loss / CE of the nodes from `from` on */
function sumModulated(
  { nodes, squareWeight, squares }: PreparedGroup,
  { definition, parameters }: Loss,
  balance: number,
  ratios: Float64Array,
  from: number,
): Scaled {
  const log = definition.logModulation
  const logs = log ? [(s: number) => log(s, parameters, balance)] : null
  const { exponent, parts } = partsOf(nodes.margin.subarray(from, from + ratios.length), [ratios], logs)
  const unit = 2 ** -squares.exponent
  let [sum, sumOfSquares] = [0, 0]
  for (const [j, part] of parts[0].entries()) {
    sum += nodes.weight[from + j] * unit * part
    sumOfSquares += squareWeight[from + j] * part * part
  }
  return { exponent: exponent + squares.exponent, sum, squares: sumOfSquares }
}

/** Below the grid. A loss that holds its logarithms is a line down to where it does, and a constant from there. */
function sumTail(group: GroupSketch, squares: GroupSketch, loss: Loss, balance: number): Sums {
  if (!loss.kinks?.includes(-CLAMP)) return sumBelow(group.below, squares, loss, balance)
  const near = sumBelow(
    without(group),
    { below: without(squares), exponent: squares.exponent },
    loss,
    balance,
  )
  return addSums(near, sumHeld(group.far, squares, loss, balance))
}

/** The numbers below the grid of the samples that are not far below. */
function without({ below, far }: GroupSketch): Float64Array {
  return below.map((sum, i) => sum - far[i])
}

function sumHeld(
  [count, weight]: Float64Array,
  { far: [, w2], exponent }: GroupSketch,
  loss: Loss,
  balance: number,
): Sums {
  const value = loss.definition.value(-CLAMP, loss.parameters, balance)
  const ratio = loss.definition.modulation(-CLAMP, loss.parameters, balance)
  const modulation = ratio * weight
  return {
    count,
    weight,
    loss: value * weight,
    gradient: 0,
    modulation,
    modulated: { exponent, sum: modulation * 2 ** -exponent, squares: ratio * ratio * w2 },
  }
}

/** Below the grid the loss is slope (-s) + constant to the last bit; slope and constant are read off at its end. */
export function sumBelow(
  tail: Float64Array,
  { below: squares, exponent }: Pick<GroupSketch, 'below' | 'exponent'>,
  loss: Loss,
  balance: number,
): Sums {
  const [count, weight, ws, , wOverS] = tail
  if (count === 0) return NO_SUMS
  const slope = -loss.definition.gradient(LOWEST, loss.parameters, balance)
  const constant = loss.definition.value(LOWEST, loss.parameters, balance) + slope * LOWEST
  const [, w2, , , w2OverS, w2OverSS] = squares
  // A clamped loss is constant here, and its modulated weight, by its own cross-entropy, is too.
  const ratio = loss.kinks?.length ? loss.definition.modulation(LOWEST, loss.parameters, balance) : null
  const modulation = ratio === null ? slope * weight - constant * wOverS : ratio * weight
  const modulationSquared =
    ratio === null
      ? slope * slope * w2 - 2 * slope * constant * w2OverS + constant * constant * w2OverSS
      : ratio * ratio * w2
  return {
    count,
    weight,
    loss: slope * -ws + constant * weight,
    gradient: -slope * weight,
    modulation,
    modulated: { exponent, sum: modulation * 2 ** -exponent, squares: modulationSquared },
  }
}

/** Above the grid every loss is 0 in double precision, and its quotient by cross-entropy has come to its limit. */
function sumAbove(
  [count, weight]: Float64Array,
  { above: [, w2], exponent }: GroupSketch,
  loss: Loss,
  balance: number,
): Sums {
  if (count === 0) return NO_SUMS
  const limit = loss.definition.modulation(HIGHEST, loss.parameters, balance)
  const modulation = limit * weight
  return {
    ...NO_SUMS,
    count,
    weight,
    modulation,
    modulated: { exponent, sum: modulation * 2 ** -exponent, squares: limit * limit * w2 },
  }
}

/** Samples of a group, those of the tails included. */
export function countGroup({ segments, below, above }: GroupSketch): number {
  let count = below[0] + above[0]
  for (const moments of segments.values()) count += moments[COUNT_SLOT]
  return count
}
