// Doubles to the shortest decimals that read back as them, in the characters of JavaScript's String(x). Which digits these
// are is found as in Giulietti, "The Schubfach way to render doubles" (2020); its bounds are products by one power of ten,
// so that a sum makes two of them of the third. Powers of ten stand outside, where src/kernels/powers.ts puts them:
//
//   u64, u64   the upper and the lower half of 10^k in 128 bits, the highest of them set, rounded up; from k = LEAST on

import { writeDecimal, writeWhole } from './digits'

const LEAST: i32 = -292

const FRACTION: u64 = 0xfffffffffffff
const HIDDEN: u64 = 1 << 52

/** The upper half of a product. */
@inline
function multiplyHigh(a: u64, b: u64): u64 {
  const aLow = a & 0xffffffff
  const aHigh = a >> 32
  const bLow = b & 0xffffffff
  const bHigh = b >> 32
  const low = aLow * bLow
  const mixed = aHigh * bLow + (low >> 32)
  const other = aLow * bHigh + (mixed & 0xffffffff)
  return aHigh * bHigh + (mixed >> 32) + (other >> 32)
}

/** Of a product with 128 bits behind its point: odd where it is no whole number, which keeps all comparisons right. */
@inline
function roundToOdd(whole: u64, rest: u64): u64 {
  return whole | <u64>(rest > 1)
}

/** a - b, rounded, of three words each; the lowest ones only borrow. */
@inline
function minus(a2: u64, a1: u64, a0: u64, b2: u64, b1: u64, b0: u64): u64 {
  const borrow = <u64>(a0 < b0)
  return roundToOdd(a2 - b2 - <u64>(a1 < b1 || (a1 == b1 && a0 < b0)), a1 - b1 - borrow)
}

/** a + b, rounded, likewise. */
@inline
function plus(a2: u64, a1: u64, a0: u64, b2: u64, b1: u64, b0: u64): u64 {
  const sum = a1 + b1
  const rest = sum + <u64>(a0 + b0 < a0)
  return roundToOdd(a2 + b2 + <u64>(sum < b1) + <u64>(rest < sum), rest)
}

/** Writes a finite double; returns the address behind it. The 32 bytes from `out` on may be written. */
export function writeDouble(x: f64, out: usize, powers: usize): usize {
  // 0 has no sign in JavaScript.
  if (x < 0) store<u8>(out++, 45)
  const magnitude = abs(x)
  if (magnitude < 9007199254740992 && floor(magnitude) == magnitude) return writeWhole(<u64>magnitude, out)
  const bits = reinterpret<u64>(magnitude)
  const fraction = bits & FRACTION
  const exponent = <i32>(bits >> 52)
  // Below a power of two, doubles stand twice as close.
  const isCloser = fraction == 0 && exponent > 1
  return writeProduct(exponent == 0 ? fraction : fraction | HIDDEN, max(exponent, 1) - 1075, isCloser, out, powers)
}

/** Writes c 2^q. */
function writeProduct(c: u64, q: i32, isCloser: bool, out: usize, powers: usize): usize {
  const k = (q * 1262611 - (isCloser ? 524031 : 0)) >> 22
  const h = q + ((-k * 1741647) >> 19) + 1
  const power = powers + (<usize>(-k - LEAST) << 4)
  const high = load<u64>(power)
  const low = load<u64>(power, 8)
  // 4 c 2^q in units of 10^k, and the ends of what rounds to it: half the way to the next double on either side.
  const factor = (c << 2) << h
  const a0 = low * factor
  const product = high * factor
  const a1 = product + multiplyHigh(low, factor)
  const a2 = multiplyHigh(high, factor) + <u64>(a1 < product)
  const up = h + 1
  const down = isCloser ? h : up
  const least = minus(a2, a1, a0, high >> (64 - down), (high << down) | (low >> (64 - down)), low << down)
  const most = plus(a2, a1, a0, high >> (64 - up), (high << up) | (low >> (64 - up)), low << up)
  // Ends that are equally far from two doubles are the even one's.
  return writeNearest(roundToOdd(a2, a1), least + (c & 1), most - (c & 1), k, out)
}

/** Writes the shortest decimal in [least, most] that is nearest to v, all of them in units of 10^k / 4. */
@inline
function writeNearest(v: u64, least: u64, most: u64, k: i32, out: usize): usize {
  const s = v >> 2
  const tens = s / 10
  const isBelowTen = least <= 40 * tens
  const isAboveTen = 40 * tens + 40 <= most
  if (s >= 10 && isBelowTen != isAboveTen) return writeDecimal(tens + <u64>isAboveTen, k + 1, out)
  const isBelow = least <= 4 * s
  const isAbove = 4 * s + 4 <= most
  const half = 4 * s + 2
  const isNearer = v > half || (v == half && (s & 1) != 0)
  return writeDecimal(s + <u64>(isBelow != isAbove ? isAbove : isNearer), k, out)
}
