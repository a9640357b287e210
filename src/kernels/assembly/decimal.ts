// Decimals to doubles, correctly rounded or not at all. Powers of ten stand outside, where `writePowers` put them:
//
//   f64     10^0 .. 10^22, all exact
//   u64     10^0 .. 10^8

/** Bytes of the powers. */
export const POWER_BYTES: usize = 256

const LARGEST: i32 = 22
const INTEGERS: usize = 184

/** Beyond it, products come near the ends of the exponent range. */
const FARTHEST: i32 = 264

/** Relative to the number: the sums below are wrong by less than 2^-94, even after twelve steps. */
const DOUBT: f64 = 8.077935669463161e-28 // 2^-90

/** Relative to the number: the digits left out behind nineteen are under 10^-18. */
const LEFT_OUT: f64 = 1.734723475976807e-18 // 2^-59

export function writePowers(powers: usize): void {
  let power: f64 = 1
  for (let k = 0; k <= LARGEST; k++) {
    store<f64>(powers + (<usize>k << 3), power)
    if (k <= 8) store<u64>(powers + INTEGERS + (<usize>k << 3), <u64>power)
    power *= 10
  }
}

@inline
function powerOf(powers: usize, k: i32): f64 {
  return load<f64>(powers + (<usize>k << 3))
}

@inline
export function integerPower(powers: usize, k: usize): u64 {
  return load<u64>(powers + INTEGERS + (k << 3))
}

/** w 10^k for w < 10^19: NaN where it is not told which double is nearest. */
@inline
export function toDouble(w: u64, k: i32, powers: usize): f64 {
  // Both operands are exact, so the one operation rounds rightly.
  if (w <= 1 << 53 && k <= 0 && k >= -LARGEST) return <f64>(<i64>w) / powerOf(powers, -k)
  return w == 0 ? 0 : toNearest(w, k, false, powers)
}

/**
 * The digits in [at, end), with at most one point among them, times 10^k: any number of them. Nineteen count; what
 * comes behind only says that the number is somewhere above.
 */
export function manyToDouble(at: usize, end: usize, k: i32, powers: usize): f64 {
  let w: u64 = 0
  let taken = 0
  let rest: u32 = 0
  for (; at < end; at++) {
    const digit = <u32>load<u8>(at) - 48
    if (digit > 9) continue
    if (taken < 19) {
      w = w * 10 + digit
      taken += <i32>(w != 0)
    } else {
      rest |= digit
      k++
    }
  }
  return w == 0 ? 0 : toNearest(w, k, rest != 0, powers)
}

/** w 10^k for w > 0, as a sum of two doubles; where all that it may be rounds to one double, that is the nearest. */
function toNearest(w: u64, k: i32, more: bool, powers: usize): f64 {
  if (k < -FARTHEST || k > FARTHEST) return NaN
  // w = high + low: 53 bits and 11, then added so that high is w rounded.
  const upper = <f64>(<i64>(w >> 11)) * 2048
  let low = <f64>(<i64>(w & 2047))
  let high = upper + low
  low -= high - upper
  if (k == 0 && !more) return high
  if (k > 0 && k <= LARGEST && low == 0 && !more) return high * powerOf(powers, k)
  while (k < 0) {
    const step = min(-k, LARGEST)
    const power = powerOf(powers, step)
    const quotient = high / power
    const product = quotient * power
    // The remainder of a division is a double, and so are the two differences that lead to it.
    low = (high - product - productError(quotient, power, product) + low) / power
    high = quotient
    k += step
  }
  while (k > 0) {
    const step = min(k, LARGEST)
    const power = powerOf(powers, step)
    const product = high * power
    low = productError(high, power, product) + low * power
    high = product
    k -= step
  }
  const doubt = high * DOUBT
  const least = high + (low - doubt)
  const most = high + (low + (more ? high * LEFT_OUT : doubt))
  return least == most ? least : NaN
}

/** What a * b is above its rounded product, exactly, as Dekker and Veltkamp do it. */
@inline
function productError(a: f64, b: f64, product: f64): f64 {
  const aSplit = a * 134217729
  const aHigh = aSplit - (aSplit - a)
  const aLow = a - aHigh
  const bSplit = b * 134217729
  const bHigh = bSplit - (bSplit - b)
  const bLow = b - bHigh
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
}
