/**
 * ln(a / b) and e^x from IEEE operations only: the same bits on every machine and, operation by operation, in
 * src/kernels/assembly/logarithm.ts. Coefficients and error analysis are fdlibm's (e_log.c, e_exp.c).
 */

/** 32 bits of ln 2, so that k LN2_HI is exact, and the rest. */
const LN2_HI = 0.6931471803691238
const LN2_LO = 1.9082149292705877e-10

/** 2 atanh(s) = 2 s + s (LG1 s^2 + LG2 s^4 + ...) for |s| <= 0.1716, to 2^-58. */
const LG = [
  0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784, 0.1818357216161805,
  0.15313837699209373, 0.14798198605116586,
] as const

const double = new Float64Array(1)
const words = new Uint32Array(double.buffer)

/** Little-endian machines keep the exponent in the second word; Node runs on no others. */
function exponentOf(x: number): number {
  double[0] = x
  return words[1] >>> 20
}

/** The significand of a positive normal number, in [1, 2). */
function significandOf(x: number): number {
  double[0] = x
  words[1] = (words[1] & 0xfffff) | 0x3ff00000
  return double[0]
}

/**
 * ln(a / (b + bLow)) for positive normal a and b; bLow is the rounding error of b. With a / b = 2^k x / y,
 * ln(x / y) = 2 atanh((x - y) / (x + y)), and x - y is exact: nothing cancels, at a ratio of nearly 1 either.
 */
export function lnRatio(a: number, b: number, bLow: number): number {
  const bExponent = exponentOf(b)
  let k = exponentOf(a) - bExponent
  let x = significandOf(a)
  const y = significandOf(b)
  const yLow = bLow * 2 ** (1023 - bExponent)
  if (x > y * Math.SQRT2) {
    x *= 0.5
    k += 1
  } else if (x * Math.SQRT2 < y) {
    x *= 2
    k -= 1
  }
  const s = (x - y - yLow) / (x + y)
  const z = s * s
  const r = z * (LG[0] + z * (LG[1] + z * (LG[2] + z * (LG[3] + z * (LG[4] + z * (LG[5] + z * LG[6]))))))
  return k * LN2_HI + (2 * s + (s * r + k * LN2_LO))
}

const LEAST_NORMAL = 2.2250738585072014e-308

/** ln(a / b) for any positive a and b: a subnormal one is scaled up by 2^54 first. */
export function lnQuotient(a: number, b: number): number {
  const [up, down] = [a < LEAST_NORMAL ? 54 : 0, b < LEAST_NORMAL ? 54 : 0]
  return lnRatio(a * 2 ** up, b * 2 ** down, 0) - (up - down) * LN2_HI - (up - down) * LN2_LO
}

/** ln p - ln(1 - p) for 0 < p < 1. */
export function logit(p: number): number {
  // 1 - p is 1 then.
  if (p < LEAST_NORMAL) return lnQuotient(p, 1)
  const q = 1 - p
  return lnRatio(p, q, 1 - q - p)
}

/** 1.5 * 2^52: a small integer added to it is its last digits, and a fraction is rounded to the nearest even. */
const ROUNDER = 6755399441055744

/** e^x for x <= 0. Below -708 it stays at e^-708, which no sum with a 1 in it feels. */
export function expOfNegative(argument: number): number {
  const x = Math.max(argument, -708)
  const k = x * Math.LOG2E + ROUNDER - ROUNDER
  const hi = x - k * LN2_HI
  const lo = k * LN2_LO
  const r = hi - lo
  const t = r * r
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (6.613756321437934e-5 + t * (-1.6533902205465252e-6 + t * 4.1381367970572385e-8))))
  const y = 1 - (lo - (r * c) / (2 - c) - hi)
  double[0] = y
  words[1] += k * 1048576
  return double[0]
}
