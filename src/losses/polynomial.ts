/**
 * a CE + sum_j c_j q^j with q = 1 - pt: what Poly-1 and Poly-N are made of.
 *
 * Cross-entropy is itself -ln(1 - q) = sum_j q^j / j, so an easy sample's terms cancel where c_j is near -a / j: at
 * a = 1, c = -1 the difference of two numbers near q is near q^2 / 2. There coefficients are added before anything else
 *
 *     a CE + sum_j c_j q^j  =  sum_j<=N (a + j c_j) q^j / j  +  a sum_j>N q^j / j
 *
 * which has no difference left as long as no c_j is below -a / j. Where nothing can cancel it is the plain sum.
 */
import { errorToCrossEntropy, sigmoid, softplus } from './functions.ts'

/** a CE + sum_j c_j (1 - pt)^j. */
export function polyValue(margin: number, a: number, c: readonly number[]): number {
  const error = sigmoid(-margin)
  return cancels(margin, c) ? error * perError(error, a, c) : a * softplus(-margin) + error * horner(c, error)
}

/** The same over CE. */
export function polyModulation(margin: number, a: number, c: readonly number[]): number {
  const error = sigmoid(-margin)
  const ratio = errorToCrossEntropy(margin)
  return cancels(margin, c) ? ratio * perError(error, a, c) : a + ratio * horner(c, error)
}

/**
 * Minus its derivative by the margin: pt sum_j (a + j c_j) q^j + a q^(N + 1), since q^j has the slope -j pt q^j and
 * CE has -q = -pt (q + q^2 + ...).
 */
export function polySlope(margin: number, a: number, c: readonly number[]): number {
  const error = sigmoid(-margin)
  let own = 0
  for (let j = c.length; j > 0; j--) own = own * error + joined(a, j, c[j - 1])
  return error * (sigmoid(margin) * own + a * error ** c.length)
}

/** A hard sample's terms differ in size, and terms of one sign only add up. */
function cancels(margin: number, c: readonly number[]): boolean {
  if (!(margin > 0)) return false
  for (let j = 0; j < c.length; j++) if (c[j] < 0) return true
  return false
}

/** The value over q, for q up to 1/2. */
function perError(error: number, a: number, c: readonly number[]): number {
  let own = 0
  for (let j = c.length; j > 0; j--) own = own * error + joined(a, j, c[j - 1]) / j
  return own + a * restOfCrossEntropy(error, c.length)
}

/** a + j c. Where they nearly cancel, the digits that a rounded j c would lose are all there is: its halves are exact. */
function joined(a: number, j: number, c: number): number {
  const high = Math.fround(c)
  return a + j * high + j * (c - high)
}

/** sum_j>n q^(j - 1) / j, down to what no longer counts. */
function restOfCrossEntropy(error: number, n: number): number {
  let sum = 0
  let power = error ** n
  for (let j = n + 1; power > sum * Number.EPSILON; j++) {
    sum += power / j
    power *= error
  }
  return sum
}

/** sum_j c_j x^(j - 1), by Horner's rule. */
function horner(c: readonly number[], x: number): number {
  let sum = 0
  for (let j = c.length; j > 0; j--) sum = sum * x + c[j - 1]
  return sum
}
