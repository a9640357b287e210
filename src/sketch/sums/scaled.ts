/** Sums of numbers and of their squares, in units of a power of two in which the squares neither vanish nor overflow. */
export interface Scaled {
  /** Of 2. */
  readonly exponent: number
  /** sum x / 2^exponent and sum x^2 / 4^exponent */
  readonly sum: number
  readonly squares: number
}

export const NOTHING: Scaled = { exponent: 0, sum: 0, squares: 0 }

export function addScaled(a: Scaled, b: Scaled): Scaled {
  // Nothing has no unit. A sum whose squares are lost is something, and goes on to be lost.
  if (a.sum === 0 && a.squares === 0) return b
  if (b.sum === 0 && b.squares === 0) return a
  const exponent = Math.max(a.exponent, b.exponent)
  const [ofA, ofB] = [inUnits(a, exponent), inUnits(b, exponent)]
  return { exponent, sum: ofA.sum + ofB.sum, squares: ofA.squares + ofB.squares }
}

function inUnits({ sum, squares, exponent }: Scaled, other: number): Scaled {
  const unit = 2 ** (exponent - other)
  return { exponent: other, sum: sum * unit, squares: squares * unit * unit }
}

/** As if every number were `factor` times as large. */
export function multiplyScaled({ sum, squares, exponent }: Scaled, factor: number): Scaled {
  return { exponent, sum: sum * factor, squares: squares * factor * factor }
}

/** Below this, squares of the largest number are at the end of doubles, and have lost their digits. */
const LOST = 2 ** -900

/** (sum x)^2 and sum x^2, whose quotient is how many numbers of one size would be as many; zeros where squares are lost. */
export function effectiveFraction({ sum, squares }: Scaled): readonly [number, number] {
  return squares < LOST ? [0, 0] : [sum * sum, squares]
}
