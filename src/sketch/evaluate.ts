/** Sums over a group's samples, band by band, from its nodes and tails. */
import type { Loss } from '../losses/loss.ts'
import { type Grid, HIGHEST, LOWEST } from './grid.ts'
import { type Nodes, nodesOf } from './nodes.ts'
import type { GroupSketch, Sketch } from './sketch.ts'

/** Sums over the samples of one band of one group, under one loss. All are plain sums, so they add up. */
export interface Sums {
  /** Samples. */
  readonly count: number
  /** sum w */
  readonly weight: number
  /** sum w f and sum w^2 f^2 */
  readonly loss: number
  readonly lossSquared: number
  /** sum w df/ds */
  readonly gradient: number
  /** sum w f/CE and sum w^2 (f/CE)^2 */
  readonly modulation: number
  readonly modulationSquared: number
}

export const NO_SUMS: Sums = {
  count: 0,
  weight: 0,
  loss: 0,
  lossSquared: 0,
  gradient: 0,
  modulation: 0,
  modulationSquared: 0,
}

/** Field by field. */
export function addSums(a: Sums, b: Sums): Sums {
  return {
    count: a.count + b.count,
    weight: a.weight + b.weight,
    loss: a.loss + b.loss,
    lossSquared: a.lossSquared + b.lossSquared,
    gradient: a.gradient + b.gradient,
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
  /** Samples, and sum w, of the hard and of the easy nodes. */
  readonly hard: Pick<Sums, 'count' | 'weight'>
  readonly easy: Pick<Sums, 'count' | 'weight'>
}

/** The nodes of group `index`, parted at a threshold margin that must be an edge of the grid or a bin boundary. */
export function prepareGroup(sketch: Sketch, index: number, threshold: number): PreparedGroup | undefined {
  const group = sketch.groups[index]
  if (!group) return undefined
  checkEdge(sketch.grid, threshold)
  const nodes = nodesOf(sketch.grid, group)
  const squares = sketch.squares?.[index] ?? group
  const firstEasy = firstAtOrAbove(nodes.margin, threshold)
  return {
    group,
    squares,
    nodes,
    squareWeight: sketch.squares ? nodesOf(sketch.grid, squares).weight : nodes.weight,
    firstEasy,
    hard: { count: sum(nodes.count.subarray(0, firstEasy)), weight: sum(nodes.mass.subarray(0, firstEasy)) },
    easy: { count: sum(nodes.count.subarray(firstEasy)), weight: sum(nodes.mass.subarray(firstEasy)) },
  }
}

function checkEdge(grid: Grid, threshold: number): void {
  const onBoundary = Number.isInteger(threshold * 8)
  if (onBoundary || grid.edges.includes(threshold) || threshold <= LOWEST) return
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
    addSums(hard, sumBelow(group.below, squares.below, loss, balance)),
    addSums(easy, sumAbove(group.above, squares.above, loss, balance)),
  ]
}

function sumNodes(
  { nodes, squareWeight }: PreparedGroup,
  { definition, parameters }: Loss,
  balance: number,
  from: number,
  to: number,
  known: Pick<Sums, 'count' | 'weight'>,
): Sums {
  let [loss, lossSquared, gradient, modulation, modulationSquared] = [0, 0, 0, 0, 0]
  for (let j = from; j < to; j++) {
    const s = nodes.margin[j]
    const w = nodes.weight[j]
    const value = definition.value(s, parameters, balance)
    const ratio = definition.modulation(s, parameters, balance)
    loss += w * value
    lossSquared += squareWeight[j] * value * value
    gradient += w * definition.gradient(s, parameters, balance)
    modulation += w * ratio
    modulationSquared += squareWeight[j] * ratio * ratio
  }
  return { ...known, loss, lossSquared, gradient, modulation, modulationSquared }
}

/** Below the grid the loss is slope (-s) + constant to the last bit; slope and constant are read off at its end. */
function sumBelow(tail: Float64Array, squares: Float64Array, loss: Loss, balance: number): Sums {
  const [count, weight, ws, , wOverS] = tail
  if (count === 0) return NO_SUMS
  const slope = -loss.definition.gradient(LOWEST, loss.parameters, balance)
  const constant = loss.definition.value(LOWEST, loss.parameters, balance) + slope * LOWEST
  const [, w2, w2s, w2ss, w2OverS, w2OverSS] = squares
  return {
    count,
    weight,
    loss: slope * -ws + constant * weight,
    lossSquared: slope * slope * w2ss - 2 * slope * constant * w2s + constant * constant * w2,
    gradient: -slope * weight,
    modulation: slope * weight - constant * wOverS,
    modulationSquared: slope * slope * w2 - 2 * slope * constant * w2OverS + constant * constant * w2OverSS,
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
    modulation: limit * weight,
    modulationSquared: limit * limit * squares[1],
  }
}
