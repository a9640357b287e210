/**
 * ln(p / (1 − p)) of a probability at which a loss changes, moved down by a few units in the last place: a pt equal to it
 * is beyond. As the threshold between easy and hard is (margin/margins.ts).
 */
export function thresholdOf(p: number): number {
  const margin = Math.log(p) - Math.log1p(-p)
  return margin - 8 * Number.EPSILON * Math.abs(margin)
}
