/**
 * How far rounding alone may move a margin or a loss, counted operation by operation.
 *
 * The unit is 2^-53: +, −, × and ÷ err by at most one of it, relative to their result; exp, log, log1p and
 * pow by less than one unit in the last place, which is two. A reference number is the nearest double: one
 * more.
 */
import { sigmoid, softplus } from '../../src/losses/functions.ts'

export const UNIT = 2 ** -53

/** The smallest subnormal. Below 2^-1022 an operation errs by up to half of it, however small its result. */
export const SMALLEST = Number.MIN_VALUE

/** Units of softplus: exp 2, which log1p passes on and never enlarges, log1p 2, + 1, the reference 1. */
export const SOFTPLUS = 6

/** Units of sigmoid: exp 2, + 1, ÷ 1, the reference 1. */
export const SIGMOID = 5

/**
 * Absolute error of ln p − ln(1 − p): two units of each logarithm, and one of the difference in each number
 * compared. Exactly 0 and 1 are clamped instead, to a margin that is exact.
 */
export function probabilityMarginError(p: number): number {
  if (p === 0 || p === 1) return 0
  const logs = Math.abs(Math.log(p)) + Math.abs(Math.log1p(-p))
  return UNIT * (2 * logs + 2 * Math.abs(Math.log(p) - Math.log1p(-p)))
}

/**
 * Absolute error of z_t − m − ln(sum of the others' e^(z_j − m)), m the largest of the others: one unit of
 * |z_t − m|, two of |ln sum|, and two of the margin (ours and the reference's). The sum itself errs by one
 * unit a term, two for exp, and by the rounding of z_j − m, whose mean weighted with e^(z_j − m) is at most
 * the logarithm of their number.
 */
export function softmaxMarginError(logits: readonly number[], label: number): number {
  const others = logits.filter((_, j) => j !== label)
  const largest = Math.max(...others)
  const logSum = Math.log(others.reduce((sum, z) => sum + Math.exp(z - largest), 0))
  const margin = logits[label] - largest - logSum
  const inSum = others.length === 1 ? 0 : others.length + 2 + Math.log(others.length)
  return UNIT * (Math.abs(logits[label] - largest) + 2 * Math.abs(logSum) + 2 * Math.abs(margin) + inSum)
}

/** What the losses with one polynomial term are made of: b (1 − pt)^γ CE + c ε (1 − pt)^(γ+1). */
export interface Terms {
  readonly gamma: number
  readonly epsilon: number
  /** alpha_t of the focal term, and of the polynomial one. */
  readonly balance: number
  readonly polyBalance: number
}

export const PLAIN: Terms = { gamma: 0, epsilon: 0, balance: 1, polyBalance: 1 }

/**
 * Absolute error of a loss whose margin errs by `marginError`, stated against the size of its terms: at
 * epsilon = −1 they cancel. (1 − pt)^γ errs by 4γ + 2 units, CE by 5, alpha_t by 1, and three products, a sum
 * and the reference by 5. A shift of the margin moves the logarithm of each term by at most γ + 1 times as
 * much. Subnormal factors add halves of the smallest number, a few to each term.
 */
export function valueError(margin: number, terms: Terms, marginError = 0): number {
  const { gamma, epsilon, balance, polyBalance } = terms
  const error = sigmoid(-margin)
  const size = error ** gamma * (balance * softplus(-margin) + Math.abs(epsilon) * polyBalance * error)
  return (UNIT * (4 * gamma + 13) + (gamma + 1) * marginError) * size + 4 * (1 + Math.abs(epsilon)) * SMALLEST
}

/**
 * The same for d loss / d margin, b (1 − pt)^γ (γ pt CE + 1 − pt) + c ε (γ+1) (1 − pt)^(γ+1) pt. The longest
 * way, that of γ pt CE, has 4γ + 2 units of the power, 4 of pt, 5 of CE, and eight for products, sums and the
 * reference.
 */
export function gradientError(margin: number, terms: Terms): number {
  const { gamma, epsilon, balance, polyBalance } = terms
  const error = sigmoid(-margin)
  const focal = gamma * sigmoid(margin) * softplus(-margin) + error
  const poly = Math.abs(epsilon) * (gamma + 1) * error * sigmoid(margin)
  const size = error ** gamma * (balance * focal + polyBalance * poly)
  return UNIT * (4 * gamma + 19) * size + 4 * (1 + gamma + Math.abs(epsilon)) * SMALLEST
}
