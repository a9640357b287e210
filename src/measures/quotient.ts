/** Sums below this have lost digits: some of their terms are at the end of doubles, or beyond. */
const LOST = 2 ** -960

/** A quotient of sums; null where there is nothing to divide by, or nothing that has its digits. */
export function quotient(above: number, below: number): number | null {
  const value = above / below
  return Number.isFinite(value) && Math.abs(below) >= LOST ? value : null
}

/** From here on a sum that has lost its digits is of losses far below all that matter. */
const SOME_WEIGHT = 2 ** -100

/** A mean by weight; null also where light weights have taken the digits of the losses. */
export function meanOf(above: number, weight: number): number | null {
  return Math.abs(above) < LOST && Math.abs(weight) < SOME_WEIGHT ? null : quotient(above, weight)
}
