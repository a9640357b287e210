/** What a smooth loss is in a bin, to the last bits: the polynomial through what it is at the bin's nodes (grid.ts). */
import type { BoundLoss } from '../../losses/loss.ts'
import { BINS_PER_UNIT, MOMENTS, SAME_EDGE } from '../grid.ts'
import { POINTS, WEIGHTS } from './nodes.ts'

/** The last term of a smooth loss is so small beside the loss that the first one which is left out is nothing. */
const ROUNDING = 2 ** -48

/** d^i in T_k(d): T_(k+1) = 2 d T_k - T_(k-1). */
const POWERS = powersOfChebyshev()

function powersOfChebyshev(): readonly Float64Array[] {
  const all = [new Float64Array(MOMENTS), new Float64Array(MOMENTS)]
  all[0][0] = 1
  all[1][1] = 1
  for (let k = 2; k < MOMENTS; k++)
    all.push(all[k - 1].map((_, i) => 2 * (all[k - 1][i - 1] ?? 0) - all[k - 2][i]))
  return all
}

/** Terms where nothing is known. */
export const UNKNOWN = new Float64Array(MOMENTS).fill(Number.NaN)

/** A loss in the bin that begins at `start`, in powers of d, the place within from -1 to 1; unknown where it is no polynomial. */
export function polynomialOf({ value, kinks, unsketched }: BoundLoss, start: number): Float64Array {
  const end = start + 1 / BINS_PER_UNIT
  const isBroken = kinks.some((kink) => kink >= start - SAME_EDGE && kink <= end + SAME_EDGE)
  if (unsketched !== null || isBroken) return UNKNOWN
  const half = 0.5 / BINS_PER_UNIT
  // Of a level loss nothing but this is left, to the bit.
  const middle = value(start + half)
  const beside = POINTS.map((x) => value(start + half + x * half) - middle)
  const found = new Float64Array(MOMENTS)
  let last = 0
  for (let k = 0; k < MOMENTS; k++) {
    last = 0
    for (let j = 0; j < MOMENTS; j++) last += WEIGHTS[j][k] * beside[j]
    for (let i = 0; i <= k; i++) found[i] += last * POWERS[k][i]
  }
  found[0] += middle
  return Math.abs(last) <= ROUNDING * Math.abs(middle) ? found : UNKNOWN
}

/** t_0 + t_1 d + ... + t_13 d^13, operation by operation as src/kernels/assembly/polynomials.ts adds it up. */
export function valueAt(t: Float64Array, d: number): number {
  const [d2, d4] = [d * d, d * d * (d * d)]
  const four = (k: number) => t[k] + t[k + 1] * d + (t[k + 2] + t[k + 3] * d) * d2
  return four(0) + (four(4) + (four(8) + (t[12] + t[13] * d) * d4) * d4) * d4
}
