/** Sums of MOMENTS products, and MOMENTS sums. Engines compile loops as short as these soon, and most samples are few enough for that to matter. */
import { MOMENTS } from '../grid.ts'

/** sum + a[i] b[k] + a[i + 1] b[k + 1] + ... */
export function addProducts(sum: number, a: Float64Array, i: number, b: Float64Array, k: number): number {
  let total = sum
  for (let n = 0; n < MOMENTS; n++) total += a[i + n] * b[k + n]
  return total
}

/** sum + a[i] b[k]^2 + a[i + 1] b[k + 1]^2 + ... */
export function addSquares(sum: number, a: Float64Array, i: number, b: Float64Array, k: number): number {
  let total = sum
  for (let n = 0; n < MOMENTS; n++) total += a[i + n] * b[k + n] * b[k + n]
  return total
}

/** a[k] += b[i + k] factor, for each of the MOMENTS numbers of a. */
export function addTimes(a: Float64Array, b: Float64Array, i: number, factor: number): void {
  for (let k = 0; k < MOMENTS; k++) a[k] += b[i + k] * factor
}
