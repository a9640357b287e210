/** Tests of a difference, paired or of two independent sets, intervals, and Holm's correction for several at once. */
import betainc from '@stdlib/math-base-special-betainc'

/** A difference of means with what is known of its chance. */
export interface MeanTest {
  readonly difference: number
  readonly standardError: number
  /** Degrees of freedom; not whole with Welch's test. */
  readonly df: number
  /** difference / standardError; infinite when a difference has no scatter, 0 when there is neither. */
  readonly t: number
  /** Two-sided: how often so large a |t| comes of equal means. */
  readonly p: number
}

/** How far an estimate may be off by chance. */
export interface Uncertainty {
  readonly standardError: number
  /** Degrees of freedom. */
  readonly df: number
}

/** Ends of an interval, in units of the difference. */
export type Interval = readonly [low: number, high: number]

/**
 * P(T > t) of Student's t with df > 0 degrees of freedom, whole or not: half of I_(df / (df + t^2))(df / 2, 1 / 2)
 * (Abramowitz & Stegun 26.7.1). Good to 1e-13 of itself, deep in the tail too, which 1 - cdf is not.
 */
export function tTail(t: number, df: number): number {
  if (t < 0) return 1 - tTail(-t, df)
  // Cauchy's distribution, where the beta function loses half its digits near 0.
  if (df === 1) return Math.atan2(1, t) / Math.PI
  const square = t * t
  // Whichever of the beta function's two arguments is the smaller one keeps its digits.
  if (df > 2 * square) return betainc(square / (df + square), 1 / 2, df / 2, true, true) / 2
  return betainc(df / (df + square), df / 2, 1 / 2) / 2
}

/** The t with P(T <= t) = p, 0 < p < 1, where the logarithm of the tail meets that of what p leaves. */
export function tQuantile(p: number, df: number): number {
  if (p === 0.5) return 0
  const beyond = Math.min(p, 1 - p)
  const excess = (t: number) => Math.log(tTail(t, df) / beyond)
  let end = 1
  while (excess(end) > 0) end *= 2
  const t = findRoot(excess, 0, end)
  return p < 0.5 ? -t : t
}

/** Root of a falling function between two points, by the Illinois variant of regula falsi (Dowell & Jarratt 1971). */
function findRoot(f: (x: number) => number, left: number, right: number): number {
  let [low, high] = [left, right]
  let [above, below] = [f(low), f(high)]
  let side = 0
  // Some ten steps do; the limit is for rounding that never settles.
  for (let step = 0; step < 100; step++) {
    const middle = (low * below - high * above) / (below - above)
    if (!(middle > low && middle < high)) break
    const value = f(middle)
    if (value === 0) return middle
    // An end that stays for a second time counts half, or it would stay for good.
    if (value > 0) {
      ;[low, above] = [middle, value]
      if (side > 0) below /= 2
      side = 1
    } else {
      ;[high, below] = [middle, value]
      if (side < 0) above /= 2
      side = -1
    }
  }
  return Math.abs(above) < Math.abs(below) ? low : high
}

/** Sums are right to 1e-12 of what they add up: scatter below that is none, */
const ROUNDING = 1e-12
/** if the difference is so many times as large: else that is of rounding, too. */
const CLEAR = 1000

/**
 * Whether all rows differ by the same, but for rounding.
 *
 * @param size of what differs, as its means
 */
export function isConstant(difference: number, standardError: number, size: number): boolean {
  const shift = Math.abs(difference)
  return shift > 0 && standardError <= ROUNDING * Math.max(size, shift) && standardError * CLEAR <= shift
}

/**
 * One-sided p of a difference that is the same in each of n = df + 1 rows: 2^-n, that of the sign test (Fisher 1925), since
 * without scatter Student's t has nothing to go by. It would take two rows that happen to be alike for proof.
 */
export function signTail(df: number): number {
  return 2 ** -(df + 1)
}

/**
 * Any estimate with a standard error as a t test. Null without degrees of freedom: then nothing is known of its scatter.
 *
 * @param size of what differs, as its means
 */
export function meanTest(difference: number, standardError: number, df: number, size = 0): MeanTest | null {
  if (!(df > 0)) return null
  if (isConstant(difference, standardError, size))
    return { difference, standardError: 0, df, t: difference / 0, p: 2 * signTail(df) }
  const t = difference === 0 ? 0 : difference / standardError
  return { difference, standardError, df, t, p: Math.min(1, 2 * tTail(Math.abs(t), df)) }
}

/**
 * The difference of two independent estimates: e^2 = e_a^2 + e_b^2, df = e^4 / (e_a^4 / df_a + e_b^4 / df_b) (Satterthwaite
 * 1946, Welch 1947). Of shares, so that no square of a tiny variance vanishes; the fewer ones where neither has any.
 */
export function ofDifference(a: Uncertainty, b: Uncertainty): Uncertainty {
  const standardError = Math.hypot(a.standardError, b.standardError)
  if (standardError === 0) return { standardError, df: Math.min(a.df, b.df) }
  const [shareA, shareB] = [a.standardError / standardError, b.standardError / standardError]
  return { standardError, df: 1 / (shareA ** 4 / a.df + shareB ** 4 / b.df) }
}

/**
 * The two-sided interval that holds the true difference with this confidence: difference -+ t_(1 + confidence) / 2 se. Without
 * scatter it has no length, or no end where so few rows may be alike by chance.
 */
export function interval({ difference, standardError, df, p }: MeanTest, confidence: number): Interval {
  const isOpen = difference !== 0 && p >= 1 - confidence
  const reach =
    standardError === 0
      ? isOpen
        ? Number.POSITIVE_INFINITY
        : 0
      : tQuantile((1 + confidence) / 2, df) * standardError
  return [difference - reach, difference + reach]
}

/**
 * Holm's correction (1979): the p values, in their own order, as if each test stood alone and yet so that all of them
 * together raise a false alarm no more often than the level says. The k-th smallest of m is multiplied by m - k + 1, and
 * is never smaller than those before it, nor greater than 1.
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a] - pValues[b])
  const adjusted = new Array<number>(pValues.length)
  let least = 0
  for (const [rank, index] of order.entries()) {
    least = Math.max(least, Math.min(1, pValues[index] * (pValues.length - rank)))
    adjusted[index] = least
  }
  return adjusted
}
