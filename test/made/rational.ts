/** Sums of products of doubles without any rounding: every double is a whole number of 2^-1074. */

/** x 2^1074 */
export function wholeOf(x: number): bigint {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, Math.abs(x))
  const high = bits.getUint32(0)
  const exponent = high >>> 20
  const fraction = (BigInt(high & 0xfffff) << 32n) | BigInt(bits.getUint32(4))
  const size = exponent === 0 ? fraction : (fraction | (1n << 52n)) << BigInt(exponent - 1)
  return x < 0 ? -size : size
}

/** a / b to more digits than a double has; NaN where b is 0. */
export function quotientOf(a: bigint, b: bigint): number {
  if (b === 0n) return Number.NaN
  const [above, below] = [abs(a), abs(b)]
  // Digits of the quotient are made by shifting, and taken back by a power of two.
  const shift = BigInt(Math.max(0, 80 + lengthOf(below) - lengthOf(above)))
  const whole = (above << shift) / below
  const excess = BigInt(Math.max(0, lengthOf(whole) - 64))
  const size = times(Number(whole >> excess), Number(excess - shift))
  return a < 0n === b < 0n ? size : -size
}

function abs(a: bigint): bigint {
  return a < 0n ? -a : a
}

function lengthOf(a: bigint): number {
  return a.toString(2).length
}

/** x 2^power, of which the power alone need be no double. */
function times(x: number, power: number): number {
  const half = Math.trunc(power / 2)
  return x * 2 ** half * 2 ** (power - half)
}
