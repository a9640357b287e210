/** Overlap of what the model says and what is: sums of probability, right and wrong. */
import { sigmoid } from '../functions.ts'
import type { Lack, SetBatch, SetParameter } from './set-loss.ts'

export interface Overlap {
  /** sum p over the positives: of what is, how much is said. */
  readonly hit: number
  /** sum p over the negatives. */
  readonly falsePositive: number
  /** sum 1 − p over the positives. */
  readonly falseNegative: number
}

export function overlapOf({ negatives, positives }: SetBatch): Overlap {
  return {
    hit: positives.sum(sigmoid),
    falsePositive: negatives.sum((margin) => sigmoid(-margin)),
    falseNegative: positives.sum((margin) => sigmoid(-margin)),
  }
}

/** When 0 is divided by 0, with factors of false positives and false negatives. */
export function lackOf({
  smooth,
  alpha = 1,
  beta = 1,
}: {
  readonly smooth: number
  readonly alpha?: number
  readonly beta?: number
}): Lack | null {
  if (smooth > 0) return null
  return alpha > 0 && beta > 0 ? 'nothing-positive' : 'nothing-counts'
}

/** What is added to a numerator and to a denominator. */
export const SMOOTH: SetParameter = {
  symbol: 's',
  meaning: 'what is added to the numerator and to the denominator',
  initial: 0,
  kind: 'number',
  min: 0,
  max: 1e6,
}
