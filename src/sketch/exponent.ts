/**
 * Powers of two that keep squares within doubles, where a number below 2^-537 has a square of 0 and one from 2^512 on
 * has none. Numbers are taken as parts of 2^e before they are squared, which changes no digit of theirs.
 */

/** From 2^-100 to 2^100 numbers are squared as they are: their squares, times those of a weight, are far from both ends. */
const ORDINARY = 2 ** 100

/** 2^1000 and its inverse are doubles, and bring the smallest number of all to an ordinary size. */
const LAST = 1000

/** The e for numbers of which `largest` is the largest by size: 0 for ordinary ones. */
export function exponentFor(largest: number): number {
  if (!(largest > 0) || (largest >= 1 / ORDINARY && largest <= ORDINARY)) return 0
  return Math.max(-LAST, Math.min(LAST, Math.floor(Math.log2(largest))))
}
