/** A loss whose cross-entropy is kept from infinity: modulated weight times clamped cross-entropy. */
import { sigmoid, softplus } from '../functions.ts'
import type { LossDefinition } from '../loss.ts'
import type { ClampRule } from './library.ts'

/** The margin of a probability of 1 − least: beyond ± it nothing changes any more. */
export function clampMargin({ least }: ClampRule): number {
  return Math.log1p(-least) - Math.log(least)
}

/** The largest cross-entropy that it lets through. */
export function largestUnder({ least, added }: ClampRule): number {
  return -Math.log(least + added)
}

/**
 * The definition under a clamp. It is f = M(s) C(s) with C = −ln(pt + added) of the clipped margin, so it holds for
 * losses that are a modulated weight times cross-entropy: ce and focal. Its modulated weight is M.
 *
 * The libraries round 1 − least before they take it from 1, so a clipped negative is off by 1e-16 / least, relative
 * to pt.
 */
export function clampLoss(base: LossDefinition, clamp: ClampRule): LossDefinition {
  const limit = clampMargin(clamp)
  const clip = (margin: number) => Math.min(limit, Math.max(-limit, margin))
  const seen = (margin: number) => (clamp.modulation ? clip(margin) : margin)
  return {
    ...base,
    value: (margin, parameters, balance) =>
      base.modulation(seen(margin), parameters, balance) * crossEntropy(clip(margin), clamp),
    gradient(margin, parameters, balance) {
      const clipped = clip(margin) !== margin
      if (clipped && clamp.modulation) return 0
      const weight = base.modulation(margin, parameters, balance)
      // dM/ds = -gamma pt M, and nothing without a gamma.
      const turn = -((parameters.gamma as number | undefined) ?? 0) * sigmoid(margin) * weight
      const slope = clipped ? 0 : crossEntropySlope(margin, clamp)
      return turn * crossEntropy(clip(margin), clamp) + weight * slope
    },
    modulation: (margin, parameters, balance) => base.modulation(seen(margin), parameters, balance),
  }
}

function crossEntropy(margin: number, { added }: ClampRule): number {
  return added === 0 ? softplus(-margin) : -Math.log(sigmoid(margin) + added)
}

function crossEntropySlope(margin: number, { added }: ClampRule): number {
  const pt = sigmoid(margin)
  return (-pt * sigmoid(-margin)) / (pt + added)
}
