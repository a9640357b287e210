/** The two functions every loss here is made of, at full precision for every margin, and what is made of them. */

/**
 * What was made last, since losses are asked one after another, each for its value, its gradient and its modulated weight, at
 * the same margin: |x| with e^-|x| and ln(1 + e^-|x|), NaN as long as nobody asked for it; a margin and gamma with the power.
 */
const last = { size: new Float64Array([0, 1, Number.NaN]), power: new Float64Array([0, 0, 1]) }

/** e^-|x|. */
function falling(x: number): number {
  const size = Math.abs(x)
  if (last.size[0] !== size) {
    last.size[0] = size
    last.size[1] = Math.exp(-size)
    last.size[2] = Number.NaN
  }
  return last.size[1]
}

/** ln(1 + e^x). Never forms 1 + e^x, which would round an easy sample's loss to 0. */
export function softplus(x: number): number {
  const e = falling(x)
  if (Number.isNaN(last.size[2])) last.size[2] = Math.log1p(e)
  return x > 0 ? x + last.size[2] : last.size[2]
}

/** 1 / (1 + e^-x). Both sigmoid(s) and sigmoid(-s) are right to the last digits; neither is 1 minus the other. */
export function sigmoid(x: number): number {
  const e = falling(x)
  return x >= 0 ? 1 / (1 + e) : e / (1 + e)
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
  const { power } = last
  if (power[0] === margin && power[1] === gamma) return power[2]
  power[0] = margin
  power[1] = gamma
  power[2] = powerOf(margin, gamma)
  return power[2]
}

function powerOf(margin: number, gamma: number): number {
  if (margin < FAR) return sigmoid(-margin) ** gamma
  return (margin < SURE ? Math.exp(-margin / 2) : 0) ** (2 * gamma)
}
