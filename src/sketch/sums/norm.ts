import { exponentFor } from '../exponent.ts'
import { HIGHEST } from '../grid.ts'
import type { PreparedGroup } from './evaluate.ts'

/**
 * sqrt sum w^2 z(s)^2 over the hard or the easy samples of a group, from quadrature over its nodes. z is smooth between
 * edges, a line below the grid, and constant above it.
 */
export function norm(
  { group, squares, nodes, squareWeight, firstEasy }: PreparedGroup,
  difficulty: 'hard' | 'easy',
  z: (margin: number) => number,
): number {
  // The unit of weights goes to z, which is small where they are large.
  const unit = 2 ** squares.exponent
  const part = (margin: number) => z(margin) * unit
  const [from, to] = difficulty === 'hard' ? [0, firstEasy] : [firstEasy, nodes.margin.length]
  const inGrid = normOf(nodes.margin.subarray(from, to).map(part), (parts) =>
    parts.reduce((sum, one, j) => sum + squareWeight[from + j] * one * one, 0),
  )
  if (difficulty === 'easy') return Math.hypot(inGrid, Math.sqrt(squares.above[1]) * part(HIGHEST))
  const { lowest } = group
  const ends = Float64Array.of(part(lowest), part(lowest - 1))
  return Math.hypot(
    inGrid,
    normOf(ends, (parts) => sumLine(squares.below, parts, lowest)),
  )
}

/** The root of a sum of squares of numbers that may have no squares. */
function normOf(numbers: Float64Array, sumSquares: (parts: Float64Array) => number): number {
  const exponent = exponentFor(numbers.reduce((largest, one) => Math.max(largest, Math.abs(one)), 0))
  const squares = sumSquares(numbers.map((one) => one * 2 ** -exponent))
  return Math.sqrt(Math.max(0, squares)) * 2 ** exponent
}

/** Below the grid, by the values at its end and one further down. */
function sumLine(
  [count, w2, w2s, w2ss]: Float64Array,
  [atEnd, oneBelow]: Float64Array,
  lowest: number,
): number {
  if (count === 0) return 0
  const slope = atEnd - oneBelow
  const constant = atEnd - slope * lowest
  // Only what varies with the margin may overflow with it.
  const varying = slope === 0 ? 0 : slope * (slope * w2ss + 2 * constant * w2s)
  return constant * constant * w2 + varying
}
