/**
 * How far rounding alone may move the losses of the family, counted operation by operation, in the units of rounding.ts.
 * The sizes of their terms are in test/made/terms.ts.
 */
import { adjustmentOf } from '../../src/losses/adjust.ts'
import type { Loss } from '../../src/losses/loss.ts'
import { boundTo } from '../made/bound.ts'
import { termsOf } from '../made/terms.ts'
import { SMALLEST, UNIT } from './rounding.ts'

type Parameters = Readonly<Record<string, number>>

/** Of softplus 6, of sigmoid 5, of five products and sums 5, and the rounding of the reference: what most losses take. */
const PLAIN = 24

/** (1 − pt)^gamma errs by 4 gamma + 2 units. */
const powered = (gamma: number) => PLAIN + 4 * gamma + 2

/** A sample of a shifted margin errs by a unit of it, and the logarithm of the loss moves gamma + 1 times as far at most. */
const shifted = (gamma: number, s: number) => powered(gamma) + (gamma + 1) * Math.abs(s)

/** Units of a loss at a margin, relative to its terms. */
const UNITS: Readonly<Record<string, (of: Parameters, s: number, positive: boolean | null) => number>> = {
  focal: ({ gamma }) => powered(gamma),
  varifocal: ({ gamma }) => powered(gamma),
  'asym-focal': ({ gamma }) => powered(gamma),
  // Two powers, of (1 − pt) and of the divisor.
  'reduced-focal': ({ gamma }) => powered(gamma) + 2 * gamma,
  flsd: ({ gamma }) => powered(Math.max(5, gamma)),
  'focal-star': ({ gamma, beta }, s) => PLAIN + 2 * Math.abs(gamma * s) + Math.abs(beta),
  // e^-u errs by as many units as u has, times those of u.
  gce: ({ q }, s) => PLAIN + 8 * q * Math.max(0, -s),
  // Each power of 1 − pt has five units more than the one before.
  taylor: ({ terms }) => PLAIN + 7 * terms,
  hill: ({ gamma, margin }, s, positive) => (positive === false ? PLAIN : shifted(gamma, s - margin)),
  asl: ({ 'gamma-plus': plus, 'gamma-minus': minus, clip }, s, positive) => {
    if (positive !== false) return powered(plus)
    return clip === 0 ? powered(minus) : powered(minus) + (minus + 2) * lostAtEdge(s, clip)
  },
}

/** Units of e^(s − edge) − 1: two of its own, and the rounding of the edge, three units of it, over how far away it is. */
function lostAtEdge(s: number, clip: number): number {
  const edge = Math.log1p(-clip) - Math.log(clip)
  return s < edge ? 8 + (4 * (Math.abs(edge) + Math.abs(Math.log(clip)))) / (edge - s) : 8
}

/** Absolute error of the value and of the gradient of a loss of a class at a margin. */
export function familyError(loss: Loss, positive: boolean | null) {
  const { definition, parameters } = loss
  const bound = boundTo(loss, 1, positive)
  const terms = termsOf(loss, bound, positive)
  // The digits next to the edge of a clip are kept: there the value itself is the measure.
  const isClipped = definition.name === 'asl' && positive === false && (parameters.clip as number) > 0
  const sizes = isClipped
    ? { value: (s: number) => Math.abs(bound.value(s)), gradient: (s: number) => Math.abs(bound.gradient(s)) }
    : terms
  const adjustment = adjustmentOf(parameters)
  const { temperature, shift } = adjustment ?? { temperature: 1, shift: 0 }
  const to = (s: number) => s / temperature + (positive ? shift : -shift)
  // A margin that is scaled and shifted errs by units of itself, and the logarithm of a loss moves as far times its steepness.
  const moved = (s: number) =>
    adjustment ? (bound.steepness * temperature + 1) * (2 * Math.abs(to(s)) + Math.abs(shift)) : 0
  const units = (s: number) =>
    (UNITS[definition.name]?.(parameters as Parameters, to(s), positive) ?? PLAIN) + moved(s)
  // Subnormal factors add halves of the smallest number, which coefficients enlarge.
  const perClip = isClipped ? 1 / (parameters.clip as number) : 0
  const smallest = 40 * SMALLEST * (1 + coefficientsOf(parameters) + perClip)
  const of = (size: (s: number) => number) => (s: number) => UNIT * units(s) * size(s) + smallest
  return { value: of(sizes.value), gradient: of(sizes.gradient) }
}

function coefficientsOf(parameters: Loss['parameters']): number {
  return Object.values(parameters).reduce<number>(
    (all, one) => all + (typeof one === 'number' ? Math.abs(one) : 0),
    0,
  )
}
