/** A loss whose probabilities are clipped: modulated weight times cross-entropy of the clipped ones. */
import { sigmoid, softplus } from '../functions.ts'
import type { BoundLoss } from '../loss.ts'
import type { Precision } from '../task.ts'
import type { ClampRule } from './library.ts'

/** What a clip does to the probability of the truth. */
export interface Clip {
  /** The least pt that it leaves. */
  readonly least: number
  /** The least 1 − pt; as much unless said. */
  readonly rest?: number
  /** Whether the modulating factor sees the clipped probability. */
  readonly modulation: boolean
  /** What is then added inside the logarithm. */
  readonly added: number
}

/** The spacing of the numbers at 1. */
const SPACING: Readonly<Record<Precision, number>> = {
  float16: 2 ** -10,
  float32: 2 ** -23,
  float64: Number.EPSILON,
}

/**
 * The clip of numbers of that precision, for positives and softmax, and for negatives, whose pt is 1 − p. The libraries
 * round 1 − least before they take it from 1 again, so the two differ: 1e-7 in 32 bits is 1.19e-7 for a negative.
 */
export function clipsOf(
  { least, modulation, added }: ClampRule,
  precision: Precision,
): { readonly positive: Clip; readonly negative: Clip } {
  const round = (value: number) => (precision === 'float64' ? value : Math.fround(value))
  const low = least === 'spacing' ? SPACING[precision] : round(least)
  const rest = least === 'spacing' ? low : 1 - round(1 - least)
  const clip = { rest, modulation, added }
  return { positive: { ...clip, least: low }, negative: { ...clip, least: rest } }
}

/** The margin of a probability of 1 − least. */
export function clampMargin({ least }: Pick<Clip, 'least'>): number {
  return Math.log1p(-least) - Math.log(least)
}

/** The margins between which it changes nothing. */
export function clipMargins({ least, rest = least }: Clip): readonly [low: number, high: number] {
  return [-clampMargin({ least }), clampMargin({ least: rest })]
}

/** The largest cross-entropy that it lets through. */
export function largestUnder({ least, added }: Clip): number {
  return -Math.log(least + added)
}

/**
 * A loss under a clip. It is f = M(s) C(s) with C = −ln(pt + added) of the clipped margin, so it holds for losses that are
 * a modulated weight times cross-entropy: ce, whose gamma is 0, and focal. Its modulated weight is M.
 */
export function clampLoss(base: BoundLoss, clip: Clip, gamma: number): BoundLoss {
  const { modulation, logModulation } = base
  const [low, high] = clipMargins(clip)
  const clipped = (margin: number) => Math.min(high, Math.max(low, margin))
  const seen = (margin: number) => (clip.modulation ? clipped(margin) : margin)
  return {
    ...base,
    value: (margin) => modulation(seen(margin)) * crossEntropy(clipped(margin), clip),
    gradient(margin) {
      const isClipped = clipped(margin) !== margin
      if (isClipped && clip.modulation) return 0
      const weight = modulation(margin)
      // dM/ds = -gamma pt M.
      const turn = -gamma * sigmoid(margin) * weight
      const slope = isClipped ? 0 : crossEntropySlope(margin, clip)
      return turn * crossEntropy(clipped(margin), clip) + weight * slope
    },
    modulation: (margin) => modulation(seen(margin)),
    logModulation: logModulation && ((margin) => logModulation(seen(margin))),
    kinks: [low, high],
    below: 'clipped',
  }
}

function crossEntropy(margin: number, { added }: Clip): number {
  return added === 0 ? softplus(-margin) : -Math.log(sigmoid(margin) + added)
}

function crossEntropySlope(margin: number, { added }: Clip): number {
  const pt = sigmoid(margin)
  return (-pt * sigmoid(-margin)) / (pt + added)
}
