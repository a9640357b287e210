// ln(a / b) and e^x for two lanes at once and for one, of IEEE operations only: the same bits on every machine.
// src/margin/elementary.ts says the same in TypeScript; a test holds the two together bit by bit.

const LN2_HI: f64 = 6.93147180369123816490e-1 // 32 bits, so that k LN2_HI is exact
const LN2_LO: f64 = 1.90821492927058770002e-10
const SQRT2: f64 = 1.4142135623730951

// fdlibm's minimax coefficients: 2 atanh(s) = 2 s + s (LG1 s^2 + LG2 s^4 + ...) for |s| <= 0.1716.
const LG1: f64 = 6.666666666666735130e-1
const LG2: f64 = 3.999999999940941908e-1
const LG3: f64 = 2.857142874366239149e-1
const LG4: f64 = 2.222219843214978396e-1
const LG5: f64 = 1.818357216161805012e-1
const LG6: f64 = 1.531383769920937332e-1
const LG7: f64 = 1.479819860511658591e-1

/** ln(a / (b + bLow)) for positive normal a and b, bLow the rounding error of b. */
export function lnRatio(a: f64, b: f64, bLow: f64): f64 {
  const aBits = reinterpret<u64>(a)
  const bBits = reinterpret<u64>(b)
  const bExponent = <i64>(bBits >> 52)
  let k = <f64>(<i64>(aBits >> 52) - bExponent)
  let x = reinterpret<f64>((aBits & 0xfffffffffffff) | 0x3ff0000000000000)
  const y = reinterpret<f64>((bBits & 0xfffffffffffff) | 0x3ff0000000000000)
  const yLow = bLow * reinterpret<f64>(<u64>(2046 - bExponent) << 52)
  if (x > y * SQRT2) {
    x *= 0.5
    k += 1
  } else if (x * SQRT2 < y) {
    x *= 2
    k -= 1
  }
  const s = (x - y - yLow) / (x + y)
  const z = s * s
  const r = z * (LG1 + z * (LG2 + z * (LG3 + z * (LG4 + z * (LG5 + z * (LG6 + z * LG7))))))
  return k * LN2_HI + (2 * s + (s * r + k * LN2_LO))
}

/** The same for two lanes. */
@inline
export function lnRatio2(a: v128, b: v128, bLow: v128): v128 {
  const mantissa = i64x2.splat(0xfffffffffffff)
  const one = i64x2.splat(0x3ff0000000000000)
  const aExponent = i64x2.shr_u(a, 52)
  const bExponent = i64x2.shr_u(b, 52)
  let x = v128.or(v128.and(a, mantissa), one)
  const y = v128.or(v128.and(b, mantissa), one)
  const yLow = f64x2.mul(bLow, i64x2.shl(i64x2.sub(i64x2.splat(2046), bExponent), 52))
  const root = f64x2.splat(SQRT2)
  const large = f64x2.gt(x, f64x2.mul(y, root))
  const small = f64x2.lt(f64x2.mul(x, root), y)
  // A true comparison is -1 as an integer.
  let k = i64x2.sub(i64x2.sub(aExponent, bExponent), large)
  k = i64x2.add(k, small)
  x = i64x2.add(x, i64x2.shl(i64x2.sub(large, small), 52))
  const kf = toDouble2(k)
  const s = f64x2.div(f64x2.sub(f64x2.sub(x, y), yLow), f64x2.add(x, y))
  const z = f64x2.mul(s, s)
  let r = f64x2.splat(LG7)
  r = f64x2.add(f64x2.splat(LG6), f64x2.mul(z, r))
  r = f64x2.add(f64x2.splat(LG5), f64x2.mul(z, r))
  r = f64x2.add(f64x2.splat(LG4), f64x2.mul(z, r))
  r = f64x2.add(f64x2.splat(LG3), f64x2.mul(z, r))
  r = f64x2.add(f64x2.splat(LG2), f64x2.mul(z, r))
  r = f64x2.add(f64x2.splat(LG1), f64x2.mul(z, r))
  r = f64x2.mul(z, r)
  const low = f64x2.add(f64x2.mul(s, r), f64x2.mul(kf, f64x2.splat(LN2_LO)))
  return f64x2.add(f64x2.mul(kf, f64x2.splat(LN2_HI)), f64x2.add(f64x2.add(s, s), low))
}

/** Small integers to doubles: added to the bits of 1.5 2^52, they are its last digits. */
@inline
function toDouble2(k: v128): v128 {
  const magic = f64x2.splat(6755399441055744)
  return f64x2.sub(i64x2.add(magic, k), magic)
}

const LOG2_E: f64 = 1.44269504088896338700
const P1: f64 = 1.66666666666666019037e-1
const P2: f64 = -2.77777777770155933842e-3
const P3: f64 = 6.61375632143793436117e-5
const P4: f64 = -1.65339022054652515390e-6
const P5: f64 = 4.13813679705723846039e-8

/** e^x for x <= 0 in two lanes, fdlibm's way; below -708 it stays at e^-708, which no sum with a 1 in it feels. */
@inline
export function exp2(argument: v128): v128 {
  const x = f64x2.pmax(argument, f64x2.splat(-708))
  const k = f64x2.nearest(f64x2.mul(x, f64x2.splat(LOG2_E)))
  const hi = f64x2.sub(x, f64x2.mul(k, f64x2.splat(LN2_HI)))
  const lo = f64x2.mul(k, f64x2.splat(LN2_LO))
  const r = f64x2.sub(hi, lo)
  const t = f64x2.mul(r, r)
  let c = f64x2.splat(P5)
  c = f64x2.add(f64x2.splat(P4), f64x2.mul(t, c))
  c = f64x2.add(f64x2.splat(P3), f64x2.mul(t, c))
  c = f64x2.add(f64x2.splat(P2), f64x2.mul(t, c))
  c = f64x2.add(f64x2.splat(P1), f64x2.mul(t, c))
  c = f64x2.sub(r, f64x2.mul(t, c))
  const q = f64x2.div(f64x2.mul(r, c), f64x2.sub(f64x2.splat(2), c))
  const y = f64x2.sub(f64x2.splat(1), f64x2.sub(f64x2.sub(lo, q), hi))
  const shift = i64x2.shl(f64x2.add(k, f64x2.splat(6755399441055744)), 52)
  return i64x2.add(y, shift)
}
