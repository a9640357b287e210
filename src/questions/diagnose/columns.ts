/** Columns of numbers made of a reading, one an element. */
import type { ScoreReading } from './types.ts'

/** Of each element, a number made of its cross-entropy, 1 − pt, pt and the sum of all logarithms. */
export function column(
  reading: ScoreReading,
  of: (ce: number, q: number, pt: number, total: number) => number,
): Float64Array {
  const { ce, q, pt, total } = reading
  const out = new Float64Array(ce.length)
  for (let i = 0; i < out.length; i++) out[i] = of(ce[i], q[i], pt[i], total[i])
  return out
}

/** By reading, then gamma. */
const powers = new WeakMap<ScoreReading, Map<number, Float64Array>>()

/** Every form asks for the usual gammas first; a search would fill the memory. */
const KEPT = 8

/** (1 − pt)^γ, which several forms have in common. */
export function powerOf(reading: ScoreReading, gamma: number): Float64Array {
  const known = powers.get(reading) ?? new Map<number, Float64Array>()
  powers.set(reading, known)
  const power = known.get(gamma) ?? reading.q.map((q) => raise(q, gamma))
  if (known.size < KEPT) known.set(gamma, power)
  return power
}

export function focalColumn(reading: ScoreReading, gamma: number): Float64Array {
  const power = powerOf(reading, gamma)
  return reading.ce.map((ce, i) => power[i] * ce)
}

/** q^gamma, without the library's slow way for the gammas that everybody uses. */
export function raise(q: number, gamma: number): number {
  if (gamma === 2) return q * q
  if (gamma === 1) return q
  return gamma === 1.5 ? q * Math.sqrt(q) : q ** gamma
}
