/**
 * Powers of two that keep squares within doubles, where a number below 2^-537 has a square of 0 and one from 2^512 on
 * has none. Numbers are taken as parts of 2^e before they are squared, which changes no digit of theirs.
 */

/**
 * e is a multiple of this. Within half of it of 2^0 numbers are squared as they are, and such a square times that of a
 * weight is still far from both ends.
 */
export const STEP = 256

/** 2^768 and its inverse are doubles, and bring the smallest and the largest number near enough. */
const LAST = 768

/** The e for numbers of which `largest` is the largest by size: 0 for ordinary ones. */
export function exponentFor(largest: number): number {
  return largest > 0 ? Math.max(-LAST, Math.min(LAST, exponentOfPower(Math.log2(largest)))) : 0
}

/** The same for 2^power, which need not be a double. */
export function exponentOfPower(power: number): number {
  return STEP * Math.round(power / STEP)
}
