/** The two functions every loss here is made of, at full precision for every margin, and what is made of them. */

/** ln(1 + e^x). Never forms 1 + e^x, which would round an easy sample's loss to 0. */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x))
}

/** 1 / (1 + e^-x). Both sigmoid(s) and sigmoid(-s) are right to the last digits; neither is 1 minus the other. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x))
  const e = Math.exp(x)
  return e / (1 + e)
}

/** (1 - pt) / CE at a margin: 0 for hopeless samples, and 1 in the limit of easy ones, where both vanish together. */
export function errorToCrossEntropy(margin: number): number {
  // Beyond 700 numerator and denominator are subnormal and their quotient is noise; it is 1 to the last bit from 37 on.
  return margin > 37 ? 1 : sigmoid(-margin) / softplus(-margin)
}

/** From here on e^-s is below 2^-1009 and soon has few digits left. */
const FAR = 700

/** From here on 1 - pt counts as 0, and what is left of a loss is constant: the end of the sketch's grid. */
export const SURE = 768

/** (1 - pt)^gamma, also where 1 - pt itself is too small to keep its digits. */
export function errorPower(margin: number, gamma: number): number {
  if (margin < FAR) return sigmoid(-margin) ** gamma
  return (margin < SURE ? Math.exp(-margin / 2) : 0) ** (2 * gamma)
}
