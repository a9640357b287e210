/** Sums of powers as sums of Chebyshev polynomials. */
import { MOMENTS } from '../../sketch/grid.ts'

/** Coefficients of T_k, that of d^j at j: T_k+1 = 2 d T_k - T_k-1. */
const COEFFICIENTS = coefficients()

function coefficients(): readonly (readonly number[])[] {
  const all: number[][] = [[1], [0, 1]]
  while (all.length < MOMENTS) {
    const [before, last] = all.slice(-2)
    all.push([0, ...last.map((c) => 2 * c)].map((c, j) => c - (before[j] ?? 0)))
  }
  return all
}

/**
 * Σ T_k(d) of Σ d^k. The conversion grows as (1 + √2)^k, and what a loss makes of T_k falls as (r / 32)^k / k!: of the digits of
 * an answer e^((1 + √2) r / 32) ulps are lost, 5 at r = 22, the square of a focal loss with γ = 10.
 */
export function toChebyshev(powers: readonly number[]): readonly number[] {
  return COEFFICIENTS.map((row) => row.reduce((sum, c, j) => sum + c * powers[j], 0))
}
