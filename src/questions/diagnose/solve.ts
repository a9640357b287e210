/** Linear least squares by groups, and a one-dimensional search around it. */
import type { Shape } from './choice.ts'
import { floorOf } from './precision.ts'
import type { Observed, Parameters } from './types.ts'

/** The columns that a value is a linear combination of, with coefficients of its group. */
export interface Design {
  readonly columns: readonly Float64Array[]
  readonly group: Int32Array | null
  readonly groups: number
}

export interface Solution {
  /** By group, then column; NaN for a group without values. */
  readonly coefficients: readonly (readonly number[])[]
  /** Sum of squared residuals relative to their values. */
  readonly error: number
}

/** Halves of the last decimal beside which a value counts as much as the others: one of 0.001 is off by half of itself. */
const BLUNT = 50

/** Weight of a residual: relative to its value, and never below a thousandth of the usual one, or what decimals or 16 bits leave. */
export function scalesOf(observed: Observed): Float64Array {
  const { values, half } = observed
  const typical = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length)
  const least = 1e-3 * typical + BLUNT * half + floorOf(observed)
  return values.map((v) => 1 / (Math.abs(v) + least))
}

/** Coefficients that bring the columns nearest to the values. */
export function fitColumns(
  { columns, group, groups }: Design,
  values: Float64Array,
  scales: Float64Array,
): Solution {
  const k = columns.length
  const width = k + 1
  const normal = Array.from({ length: groups }, () => new Float64Array(k * width))
  for (let i = 0; i < values.length; i++) {
    const w = scales[i] * scales[i]
    const m = normal[group ? group[i] : 0]
    for (let a = 0; a < k; a++) {
      const u = w * columns[a][i]
      for (let b = 0; b < k; b++) m[a * width + b] += u * columns[b][i]
      m[a * width + k] += u * values[i]
    }
  }
  const coefficients = normal.map((matrix) => eliminate(matrix, k))
  let error = 0
  for (let i = 0; i < values.length; i++) {
    const c = coefficients[group ? group[i] : 0]
    let r = values[i]
    for (let a = 0; a < k; a++) r -= c[a] * columns[a][i]
    error += (r * scales[i]) ** 2
  }
  return { coefficients, error: Number.isNaN(error) ? Number.POSITIVE_INFINITY : error }
}

/** Gauss with diagonal pivots, scaled; a column that adds nothing gets NaN. */
function eliminate(m: Float64Array, k: number): number[] {
  const width = k + 1
  const scale = Array.from({ length: k }, (_, a) => Math.sqrt(m[a * width + a]))
  if (scale.some((s) => !(s > 0))) return new Array<number>(k).fill(Number.NaN)
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < k; b++) m[a * width + b] /= scale[a] * scale[b]
    m[a * width + k] /= scale[a]
  }
  for (let a = 0; a < k; a++) {
    if (!(m[a * width + a] > 1e-13)) return new Array<number>(k).fill(Number.NaN)
    for (let r = 0; r < k; r++) {
      if (r === a) continue
      const f = m[r * width + a] / m[a * width + a]
      for (let b = a; b <= k; b++) m[r * width + b] -= f * m[a * width + b]
    }
  }
  return Array.from({ length: k }, (_, a) => m[a * width + k] / m[a * width + a] / scale[a])
}

/**
 * Over a range of gammas as narrow as this, (1 − pt)^γ changes by 4 % where 1 − pt is e^-40, and by less elsewhere. So
 * where nothing there comes nearer to the values than a fifth of them, nothing there fits.
 */
const NARROW = 1e-3
const FAR = 0.2

/** The error of so many values that no gamma close by mends. */
export const hopeless = (values: number): number => values * FAR ** 2

/** How many times as much on all of a grid leaves nothing between its points: the losses of 500 scripts came near from half of it at most. */
const ASTRAY = 9

/**
 * Where a one-dimensional function is least: a grid over the range, then golden sections around its best points.
 * @param enough what is above it in a narrow range is not looked at any closer
 */
export function search(
  f: (x: number) => number,
  grid: readonly number[],
  steps = 60,
  enough = Number.POSITIVE_INFINITY,
): number {
  const heights = grid.map(f)
  const best = heights.reduce((least, h, i) => (h < heights[least] ? i : least), 0)
  if (heights[best] > ASTRAY * enough) return grid[best]
  let low = grid[Math.max(0, best - 1)]
  let high = grid[Math.min(grid.length - 1, best + 1)]
  const ratio = (Math.sqrt(5) - 1) / 2
  let [a, b] = [high - ratio * (high - low), low + ratio * (high - low)]
  let [fa, fb] = [f(a), f(b)]
  for (let step = 0; step < steps && high - low > 1e-13; step++) {
    if (high - low < NARROW && Math.min(fa, fb, heights[best]) > enough) break
    if (fa < fb) {
      ;[high, b, fb] = [b, a, fa]
      a = high - ratio * (high - low)
      fa = f(a)
    } else {
      ;[low, a, fa] = [a, b, fb]
      b = low + ratio * (high - low)
      fb = f(b)
    }
  }
  const x = (low + high) / 2
  // The grid's own point may be better than what rounding leaves of the bracket.
  return f(x) <= heights[best] ? x : grid[best]
}

/** Golden sections: what they leave, a three-hundredth of the way between two points of a grid, is polished away. */
const GOLDEN = 12

/** Rounds in which each of several shapes is searched with the others held. */
const ROUNDS = 3

/** The shapes at which an error is least: the best of all on the grids, then one after the other between its neighbours. */
export function searchShapes(
  shapes: readonly Shape[],
  error: (shape: Parameters) => number,
  enough: number,
  steps = GOLDEN,
): Parameters {
  if (shapes.length === 0) return {}
  // There is nothing between the numbers that are tried.
  if (shapes.every(({ isWhole }) => isWhole)) return bestOf(combinations(shapes), error)
  if (shapes.length === 1) {
    const [{ key, grid }] = shapes
    return { [key]: search((x) => error({ [key]: x }), grid, steps, enough) }
  }
  let best = bestOf(combinations(shapes), error)
  if (error(best) > ASTRAY * enough) return best
  for (let round = 0; round < ROUNDS; round++) {
    if (round > 0 && error(best) > enough) return best
    for (const { key, grid } of shapes.filter(({ isWhole }) => !isWhole)) {
      const at = grid.indexOf(
        grid.reduce((a, b) =>
          Math.abs(b - (best[key] as number)) < Math.abs(a - (best[key] as number)) ? b : a,
        ),
      )
      const [low, high] = [grid[Math.max(0, at - 1)], grid[Math.min(grid.length - 1, at + 1)]]
      const few = [...new Set([low, best[key] as number, high])].sort((a, b) => a - b)
      best = { ...best, [key]: search((x) => error({ ...best, [key]: x }), few, steps, enough) }
    }
  }
  return best
}

/** The same, to the last digit, next to shapes that are near already. */
export function refineShapes(
  shapes: readonly Shape[],
  near: Parameters,
  error: (shape: Parameters) => number,
): Parameters {
  const around = shapes.map((shape) => {
    const x = near[shape.key] as number
    if (shape.isWhole) return { ...shape, grid: [x] }
    const [below, above] = [0.99, 1.01].map((f) => x * f)
    return { ...shape, grid: x === 0 ? [0, 1e-3] : [below, x, above] }
  })
  return searchShapes(around, error, Number.POSITIVE_INFINITY, 44)
}

/** Every number of one with every number of the others. */
export const combinations = (
  shapes: readonly Shape[],
  of: (shape: Shape) => readonly number[] = ({ grid }) => grid,
): readonly Parameters[] =>
  shapes.reduce<Parameters[]>(
    (all, shape) => all.flatMap((one) => of(shape).map((x) => ({ ...one, [shape.key]: x }))),
    [{}],
  )

function bestOf(all: readonly Parameters[], error: (shape: Parameters) => number): Parameters {
  const errors = all.map(error)
  return all[errors.reduce((least, e, i) => (e < errors[least] ? i : least), 0)]
}
