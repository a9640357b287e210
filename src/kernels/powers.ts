/** Powers of ten in 128 bits, which src/kernels/assembly/shortest.ts multiplies by. */

/** Exponents that doubles need. */
const LEAST = -292
const MOST = 324

/** 10^k times the power of two that makes 2^127 <= 10^k < 2^128 of it, rounded up: two of each, the upper half first. */
export function powersOfTen(): BigUint64Array {
  const halves = new BigUint64Array(2 * (MOST - LEAST + 1))
  let power = 1n
  for (let k = 0; k <= MOST; k++, power *= 10n) {
    put(halves, k, power, 1n)
    if (-k >= LEAST) put(halves, -k, 1n, power)
  }
  return halves
}

function put(halves: BigUint64Array, k: number, above: bigint, below: bigint): void {
  // 127 - floor(log2 10^k), for all k in use.
  const shift = BigInt(127 - ((k * 1741647) >> 19))
  const [numerator, denominator] = shift >= 0n ? [above << shift, below] : [above, below << -shift]
  const rounded = (numerator + denominator - 1n) / denominator
  halves[2 * (k - LEAST)] = rounded >> 64n
  halves[2 * (k - LEAST) + 1] = BigInt.asUintN(64, rounded)
}
