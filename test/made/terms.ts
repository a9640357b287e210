/**
 * How large the terms are that a loss is made of: what rounding and quadrature are held against. Of most losses it is the
 * value, whose terms all have one sign; others take something away.
 */
import { type Adjustment, adjustmentOf } from '../../src/losses/adjust.ts'
import { errorToCrossEntropy, SURE, sigmoid, softplus } from '../../src/losses/functions.ts'
import type { BoundLoss, Loss } from '../../src/losses/loss.ts'
import { boundTo } from './bound.ts'

export type Size = (margin: number) => number

export interface Terms {
  readonly value: Size
  readonly gradient: Size
  readonly modulation: Size
}

type Parameters = Readonly<Record<string, number>>

/** For the losses that take something away, by name: sizes of the value's and the gradient's terms. */
const TAKING: Readonly<
  Record<string, (of: Parameters, positive: boolean | null) => Partial<Terms> | undefined>
> = {
  // pm = e − m: the negatives of focal loss, which are what the clip is taken off.
  asl: ({ 'gamma-minus': gamma, clip }, positive) =>
    positive === false && clip > 0
      ? {
          value: (s) => sigmoid(-s) ** gamma * softplus(-s),
          gradient: (s) => sigmoid(-s) ** gamma * (gamma * sigmoid(s) * softplus(-s) + sigmoid(-s)),
          modulation: (s) => sigmoid(-s) ** gamma,
        }
      : undefined,
  hinge: ({ margin }) => ({ value: missing(margin), gradient: () => 1 }),
  'squared-hinge': ({ margin }) => ({
    value: (s) => missing(margin)(s) ** 2,
    gradient: (s) => 2 * missing(margin)(s),
  }),
  'modified-huber': () => ({
    value: (s) => (s < -1 ? -4 * s : missing(1)(s) ** 2),
    gradient: (s) => (s < -1 ? 4 : 2 * missing(1)(s)),
  }),
  phuber: ({ tau }) => ({ value: (s) => Math.min(softplus(-s), Math.log(tau) + 1 + tau * sigmoid(s)) }),
  hill: ({ lambda }, positive) =>
    positive === false
      ? {
          gradient: (s) => sigmoid(s) * sigmoid(-s) ** 2 * (Math.abs(2 * lambda - 3) + 3 * sigmoid(s)),
        }
      : undefined,
  'label-smooth': ({ smoothing }) => ({
    gradient: (s) => (smoothing / 2) * sigmoid(s) + (1 - smoothing / 2) * sigmoid(-s),
  }),
}

/** A sketch knows a margin to the last bit of its bin. */
const BIN = 1 / 8

/** Of m − s, as far as it goes. */
function missing(m: number): Size {
  return (s) => (s < m + BIN ? m + Math.abs(s) + BIN : 0)
}

/** The terms of a loss of a class, bound without alpha. */
export function termsOf(loss: Loss, bound: BoundLoss, positive: boolean | null): Terms {
  const adjustment = adjustmentOf(loss.parameters)
  if (adjustment) return adjustedTerms(loss, adjustment, positive)
  const value: Size = (s) => Math.abs(bound.value(s))
  const plain = {
    value,
    gradient: (s: number) => Math.abs(bound.gradient(s)),
    modulation: (s: number) => Math.abs(bound.modulation(s)),
  }
  const { epsilon, gamma = 0 } = loss.parameters
  if (epsilon !== undefined) return polynomial(epsilon as number | readonly number[], gamma as number)
  const taking = TAKING[loss.definition.name]?.(loss.parameters as Parameters, positive)
  if (!taking?.value) return { ...plain, ...taking }
  const own = taking.value
  return { ...plain, modulation: perCrossEntropy(own), ...taking }
}

/** Those of the loss at z / T + b, which is all of a negative's terms the other way round. */
function adjustedTerms(loss: Loss, { temperature, shift }: Adjustment, positive: boolean | null): Terms {
  const plain = { ...loss, parameters: { ...loss.parameters, temperature: 1, 'logit-adjust': 0 } }
  const base = termsOf(plain, boundTo(plain, 1, positive), positive)
  const to = (s: number) => s / temperature + (positive ? shift : -shift)
  const value: Size = (s) => base.value(to(s))
  const ratio: Size = (s) => base.modulation(to(s)) * Math.exp(logCrossEntropy(to(s)) - logCrossEntropy(s))
  return {
    value,
    gradient: (s) => base.gradient(to(s)) / temperature,
    modulation: (s) => ratio(Math.min(s, SURE)),
  }
}

function logCrossEntropy(s: number): number {
  return s > 37 ? -s : Math.log(softplus(-s))
}

/** Over cross-entropy, which soon has few digits left, and then none. */
function perCrossEntropy(size: Size): Size {
  return (s) => size(Math.min(s, 700)) / softplus(-Math.min(s, 700))
}

/** e^gamma (CE + sum |epsilon_j| e^j). */
function polynomial(epsilon: number | readonly number[], gamma: number): Terms {
  const list = typeof epsilon === 'number' ? [epsilon] : epsilon
  const perError = (s: number, of: (j: number) => number = () => 1) =>
    list.reduce((total, one, j) => total + Math.abs(one) * of(j + 1) * sigmoid(-s) ** j, 0)
  const value: Size = (s) => sigmoid(-s) ** gamma * (softplus(-s) + sigmoid(-s) * perError(s))
  return {
    value,
    gradient: (s) => gamma * value(s) + sigmoid(-s) ** (gamma + 1) * (1 + perError(s, (j) => j)),
    modulation: (s) => sigmoid(-s) ** gamma * (1 + errorToCrossEntropy(s) * perError(s)),
  }
}
