/** Sums over a group's samples, band by band, from its nodes and tails. */
import { CLAMP } from '../../losses/held.ts'
import type { Loss } from '../../losses/loss.ts'
import { type Grid, HIGHEST, hasEdge, LOWEST } from '../grid.ts'
import type { GroupSketch, Sketch } from '../sketch.ts'
import { COUNT_SLOT } from '../store.ts'
import { type Nodes, nodesOf } from './nodes.ts'

/** Sums over the samples of one band of one group, under one loss. All are plain sums, so they add up. */
export interface Sums {
  /** Samples. */
  readonly count: number
  /** sum w */
  readonly weight: number
  /** sum w^2 */
  readonly weightSquared: number
  /** sum w f, sum w^2 f and sum w^2 f^2 */
  readonly loss: number
  readonly weightedLoss: number
  readonly lossSquared: number
  /** sum w df/ds and sum w^2 (df/ds)^2 */
  readonly gradient: number
  readonly gradientSquared: number
  /** sum w f/CE and sum w^2 (f/CE)^2 */
  readonly modulation: number
  readonly modulationSquared: number
}

export const NO_SUMS: Sums = {
  count: 0,
  weight: 0,
  weightSquared: 0,
  loss: 0,
  weightedLoss: 0,
  lossSquared: 0,
  gradient: 0,
  gradientSquared: 0,
  modulation: 0,
  modulationSquared: 0,
}

/** Field by field. */
export function addSums(a: Sums, b: Sums): Sums {
  return {
    count: a.count + b.count,
    weight: a.weight + b.weight,
    weightSquared: a.weightSquared + b.weightSquared,
    loss: a.loss + b.loss,
    weightedLoss: a.weightedLoss + b.weightedLoss,
    lossSquared: a.lossSquared + b.lossSquared,
    gradient: a.gradient + b.gradient,
    gradientSquared: a.gradientSquared + b.gradientSquared,
    modulation: a.modulation + b.modulation,
    modulationSquared: a.modulationSquared + b.modulationSquared,
  }
}

/** A group ready to be evaluated under any number of losses. */
export interface PreparedGroup {
  readonly group: GroupSketch
  readonly squares: GroupSketch
  readonly nodes: Nodes
  /** Quadrature weights for sums of squares: those of w^2. */
  readonly squareWeight: Float64Array
  /** Index of the first easy node. */
  readonly firstEasy: number
  /** What does not depend on the loss, of the hard and of the easy nodes. */
  readonly hard: KnownSums
  readonly easy: KnownSums
}

type KnownSums = Pick<Sums, 'count' | 'weight' | 'weightSquared'>

/** The nodes of group `index`, parted at a threshold margin that must be an edge of the grid or a bin boundary. */
export function prepareGroup(sketch: Sketch, index: number, threshold: number): PreparedGroup | undefined {
  const group = sketch.groups[index]
  if (!group) return undefined
  checkEdge(sketch.grid, threshold)
  const nodes = nodesOf(sketch.grid, group)
  const squares = sketch.squares?.[index] ?? group
  const squareNodes = sketch.squares ? nodesOf(sketch.grid, squares) : nodes
  const firstEasy = firstAtOrAbove(nodes.margin, threshold)
  const known = (from: number, to: number): KnownSums => ({
    count: sum(nodes.count.subarray(from, to)),
    weight: sum(nodes.mass.subarray(from, to)),
    weightSquared: sum(squareNodes.mass.subarray(from, to)),
  })
  return {
    group,
    squares,
    nodes,
    squareWeight: squareNodes.weight,
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
    addSums(easy, sumAbove(group.above, squares.above, loss, balance)),
  ]
}

function sumNodes(
  { nodes, squareWeight }: PreparedGroup,
  { definition, parameters }: Loss,
  balance: number,
  from: number,
  to: number,
  known: KnownSums,
): Sums {
  let [loss, weightedLoss, lossSquared, gradient, gradientSquared, modulation, modulationSquared] =
    new Float64Array(7)
  for (let j = from; j < to; j++) {
    const s = nodes.margin[j]
    const w = nodes.weight[j]
    const w2 = squareWeight[j]
    const value = definition.value(s, parameters, balance)
    const slope = definition.gradient(s, parameters, balance)
    const ratio = definition.modulation(s, parameters, balance)
    loss += w * value
    weightedLoss += w2 * value
    lossSquared += w2 * value * value
    gradient += w * slope
    gradientSquared += w2 * slope * slope
    modulation += w * ratio
    modulationSquared += w2 * ratio * ratio
  }
  return {
    ...known,
    loss,
    weightedLoss,
    lossSquared,
    gradient,
    gradientSquared,
    modulation,
    modulationSquared,
  }
}

/** Below the grid. A loss that holds its logarithms is a line down to where it does, and a constant from there. */
function sumTail(group: GroupSketch, squares: GroupSketch, loss: Loss, balance: number): Sums {
  if (!loss.kinks?.includes(-CLAMP)) return sumBelow(group.below, squares.below, loss, balance)
  const near = sumBelow(without(group), without(squares), loss, balance)
  return addSums(near, sumHeld(group.far, squares.far, loss, balance))
}

/** The numbers below the grid of the samples that are not far below. */
function without({ below, far }: GroupSketch): Float64Array {
  return below.map((sum, i) => sum - far[i])
}

function sumHeld([count, weight]: Float64Array, [, w2]: Float64Array, loss: Loss, balance: number): Sums {
  const value = loss.definition.value(-CLAMP, loss.parameters, balance)
  const ratio = loss.definition.modulation(-CLAMP, loss.parameters, balance)
  return {
    count,
    weight,
    weightSquared: w2,
    loss: value * weight,
    weightedLoss: value * w2,
    lossSquared: value * value * w2,
    gradient: 0,
    gradientSquared: 0,
    modulation: ratio * weight,
    modulationSquared: ratio * ratio * w2,
  }
}

/** Below the grid the loss is slope (-s) + constant to the last bit; slope and constant are read off at its end. */
export function sumBelow(tail: Float64Array, squares: Float64Array, loss: Loss, balance: number): Sums {
  const [count, weight, ws, , wOverS] = tail
  if (count === 0) return NO_SUMS
  const slope = -loss.definition.gradient(LOWEST, loss.parameters, balance)
  const constant = loss.definition.value(LOWEST, loss.parameters, balance) + slope * LOWEST
  const [, w2, w2s, w2ss, w2OverS, w2OverSS] = squares
  // A clamped loss is constant here, and its modulated weight, by its own cross-entropy, is too.
  const ratio = loss.kinks?.length ? loss.definition.modulation(LOWEST, loss.parameters, balance) : null
  return {
    count,
    weight,
    weightSquared: w2,
    loss: slope * -ws + constant * weight,
    weightedLoss: slope * -w2s + constant * w2,
    lossSquared: slope * slope * w2ss - 2 * slope * constant * w2s + constant * constant * w2,
    gradient: -slope * weight,
    gradientSquared: slope * slope * w2,
    modulation: ratio === null ? slope * weight - constant * wOverS : ratio * weight,
    modulationSquared:
      ratio === null
        ? slope * slope * w2 - 2 * slope * constant * w2OverS + constant * constant * w2OverSS
        : ratio * ratio * w2,
  }
}

/** Above the grid every loss is 0 in double precision, and its quotient by cross-entropy has come to its limit. */
function sumAbove([count, weight]: Float64Array, squares: Float64Array, loss: Loss, balance: number): Sums {
  if (count === 0) return NO_SUMS
  const limit = loss.definition.modulation(HIGHEST, loss.parameters, balance)
  return {
    ...NO_SUMS,
    count,
    weight,
    weightSquared: squares[1],
    modulation: limit * weight,
    modulationSquared: limit * limit * squares[1],
  }
}

/** Samples of a group, those of the tails included. */
export function countGroup({ segments, below, above }: GroupSketch): number {
  let count = below[0] + above[0]
  for (const moments of segments.values()) count += moments[COUNT_SLOT]
  return count
}
