/** Sums below this have lost digits: some of their terms are at the end of doubles, or beyond. */
const LOST = 2 ** -960

/** A quotient of sums; null where there is nothing to divide by, or nothing that has its digits. */
export function quotient(above: number, below: number): number | null {
  const value = above / below
  return Number.isFinite(value) && Math.abs(below) >= LOST ? value : null
}
