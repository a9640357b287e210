/** Sums over samples under one loss: a vector with names. Parts of the samples add up. */
import { addScaled, multiplyScaled, NOTHING, type Scaled } from './scaled.ts'

export interface Sums {
  /** Samples. */
  readonly count: number
  /** sum w */
  readonly weight: number
  /** sum w f, sum w df/ds and sum w f/CE */
  readonly loss: number
  readonly gradient: number
  readonly modulation: number
  /** Of w f/CE */
  readonly modulated: Scaled
}

export const NO_SUMS: Sums = {
  count: 0,
  weight: 0,
  loss: 0,
  gradient: 0,
  modulation: 0,
  modulated: NOTHING,
}

export function addSums(a: Sums, b: Sums): Sums {
  return {
    count: a.count + b.count,
    weight: a.weight + b.weight,
    loss: a.loss + b.loss,
    gradient: a.gradient + b.gradient,
    modulation: a.modulation + b.modulation,
    modulated: addScaled(a.modulated, b.modulated),
  }
}

/** As if every sample weighed `factor` times as much. */
export function weighSums(sums: Sums, factor: number): Sums {
  if (factor === 1) return sums
  return {
    count: sums.count,
    weight: sums.weight * factor,
    loss: sums.loss * factor,
    gradient: sums.gradient * factor,
    modulation: sums.modulation * factor,
    modulated: multiplyScaled(sums.modulated, factor),
  }
}
