/** The γ of focal loss: its usual values, and what it makes of elements. */
import type { Shape } from './choice.ts'
import type { Elements } from './elements.ts'
import type { Parameters } from './types.ts'

export const GAMMA: Shape = {
  key: 'gamma',
  symbol: 'γ',
  grid: [0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 12],
  usual: [2, 1, 1.5, 0.5, 3, 4, 5],
}

/** x^gamma, without the library's slow way for the gammas that everybody uses. */
export function raise(x: number, gamma: number): number {
  if (gamma === 2) return x * x
  if (gamma === 1) return x
  if (gamma === 0) return 1
  return gamma === 1.5 ? x * Math.sqrt(x) : x ** gamma
}

export const gammaOf = ({ gamma }: Parameters) => gamma as number

/** Every form asks for the usual gammas first; a search would fill the memory. */
const KEPT = 8

/** A column of every gamma, by elements: several forms have it in common. */
function ofGamma(make: (elements: Elements, gamma: number) => Float64Array) {
  const known = new WeakMap<Elements, Map<number, Float64Array>>()
  return (elements: Elements, gamma: number): Float64Array => {
    const own = known.get(elements) ?? new Map<number, Float64Array>()
    known.set(elements, own)
    const column = own.get(gamma) ?? make(elements, gamma)
    if (own.size < KEPT && GAMMA.usual.includes(gamma)) own.set(gamma, column)
    return column
  }
}

const logs = new WeakMap<Float64Array, Float64Array>()

/** Logarithms that all gammas have in common. */
function logsOf(q: Float64Array): Float64Array {
  const known = logs.get(q) ?? q.map(Math.log)
  logs.set(q, known)
  return known
}

/** (1 − pt)^γ: an exponential takes a quarter of the time of a power, and its last digits are no one's. */
export const powerOf = ofGamma(({ q }, gamma) => {
  const out = new Float64Array(q.length)
  const log = gamma === 0 || GAMMA.usual.includes(gamma) ? null : logsOf(q)
  for (let e = 0; e < out.length; e++) out[e] = log ? Math.exp(gamma * log[e]) : raise(q[e], gamma)
  return out
})

export function times(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length)
  for (let e = 0; e < out.length; e++) out[e] = a[e] * b[e]
  return out
}

const modulated = ofGamma((elements, gamma) => times(powerOf(elements, gamma), elements.ce))

export const focalColumn = (elements: Elements, shape: Parameters) => modulated(elements, gammaOf(shape))
