/** The free numbers of a recipe, brought as near to the values as they go, and written as people write them. */
import type { Form, Recipe } from './choice.ts'
import { round } from './numbers.ts'
import type { Observed, Parameters } from './types.ts'

/** A free number of a recipe. */
export interface Slot {
  readonly key: string
  readonly at: number | null
}

/** All but those that count. */
export function slotsOf({ parameters, form }: Recipe): Slot[] {
  const counts = form.shapes.filter(({ isWhole }) => isWhole).map(({ key }) => key)
  return Object.entries(parameters)
    .filter(([key]) => !counts.includes(key))
    .flatMap(([key, value]): Slot[] =>
      typeof value === 'number' ? [{ key, at: null }] : value.map((_, at) => ({ key, at })),
    )
}

const valueAt = (parameters: Parameters, { key, at }: Slot) =>
  (at === null ? parameters[key] : (parameters[key] as readonly number[])[at]) as number

const set = (parameters: Parameters, { key, at }: Slot, value: number): Parameters => ({
  ...parameters,
  [key]: at === null ? value : (parameters[key] as readonly number[]).map((x, i) => (i === at ? value : x)),
})

export interface Polished {
  readonly parameters: Parameters
  /** How far each slot may be off where every value is off by all of its room. */
  readonly spread: readonly number[]
}

/** Gauss and Newton, with slopes by differences. */
export function polish(
  start: Parameters,
  slots: readonly Slot[],
  at: (parameters: Parameters) => Float64Array,
  { values }: Observed,
  scale: Float64Array,
): Polished {
  let parameters = start
  let spread: readonly number[] = []
  for (let step = 0; step < STEPS && slots.length > 0; step++) {
    const base = at(parameters)
    const columns = slots.map((slot) => {
      const x = valueAt(parameters, slot)
      const h = 1e-6 * Math.max(Math.abs(x), 0.1)
      return at(set(parameters, slot, x + h)).map((v, i) => ((v - base[i]) / h) * scale[i])
    })
    const residuals = values.map((v, i) => (v - base[i]) * scale[i])
    const { moves, errors } = leastSquares(columns, residuals)
    spread = errors
    parameters = slots.reduce(
      (all, slot, i) => (Number.isFinite(moves[i]) ? set(all, slot, valueAt(all, slot) + moves[i]) : all),
      parameters,
    )
    if (moves.every((move, i) => !(Math.abs(move) > 1e-2 * spread[i]))) break
  }
  return { parameters, spread }
}

export const STEPS = 6

/** Moves and the roots of the diagonal of the inverse. */
function leastSquares(columns: readonly Float64Array[], residuals: Float64Array) {
  const k = columns.length
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i], 0)
  const m = columns.map((a, r) => [
    ...columns.map((b) => dot(a, b)),
    dot(a, residuals),
    ...columns.map((_, c) => (c === r ? 1 : 0)),
  ])
  for (let a = 0; a < k; a++) {
    const pivot = m[a][a]
    // A class without samples leaves its weight alone.
    if (!(pivot > 0)) continue
    for (let c = 0; c <= 2 * k; c++) m[a][c] /= pivot
    for (let r = 0; r < k; r++) {
      if (r === a || m[r][a] === 0) continue
      const f = m[r][a]
      for (let c = 0; c <= 2 * k; c++) m[r][c] -= f * m[a][c]
    }
  }
  return {
    moves: m.map((row) => row[k]),
    errors: m.map((row, i) => Math.sqrt(Math.abs(row[k + 1 + i]))),
  }
}

/** The shortest numbers within reach: one after the other, the rest polished again. */
export function shorten(
  { parameters, spread }: Polished,
  all: readonly Slot[],
  { shapes }: Form,
  at: (parameters: Parameters) => Float64Array,
  observed: Observed,
  scale: Float64Array,
): Parameters {
  let [found, reach] = [parameters, spread]
  // An α of 0 leaves the positives out.
  const mayVanish = ({ key }: Slot) =>
    key === 'alpha' || shapes.some((shape) => shape.key === key && shape.grid.includes(0))
  let slots = all
  while (slots.length > 0) {
    const [slot, ...others] = slots
    const x = valueAt(found, slot)
    const near = 2 * reach[0] + 1e-12 * Math.abs(x)
    found = set(found, slot, mayVanish(slot) && Math.abs(x) <= near ? 0 : round(x, near))
    slots = others
    // Weights of classes have nothing to do with each other.
    if (slot.at !== null) reach = reach.slice(1)
    else ({ parameters: found, spread: reach } = polish(found, others, at, observed, scale))
  }
  return found
}
