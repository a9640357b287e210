import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  holm,
  interval,
  type MeanTest,
  meanTest,
  ofDifference,
  tQuantile,
  tTail,
} from '../../src/measures/statistics.ts'
import { paired } from '../made/paired.ts'
import { fixture } from '../made/shared.ts'

interface Expected extends Omit<MeanTest, 'standardError'> {
  readonly confidence: number
  readonly interval: readonly [number, number]
  readonly lower: number
  readonly upper: number
  readonly greater: number
}

interface Fixture {
  readonly tails: readonly { t: number; df: number; tail: number }[]
  readonly quantiles: readonly { p: number; df: number; t: number }[]
  readonly paired: readonly (Expected & { n: number; sum: number; sumOfSquares: number })[]
  readonly welch: readonly (Expected & { a: Moments; b: Moments })[]
  readonly holm: readonly { p: readonly number[]; adjusted: readonly number[] }[]
}

/** Made by fixtures/make_statistics.py with SciPy and statsmodels. */
const reference: Fixture = JSON.parse(readFileSync(fixture('statistics.json'), 'utf8'))

/**
 * Tails and quantiles are good to 1e-13. From sums, a variance loses the factor (mean / sd)^2, at most 50 here, of 1e-15;
 * a p value multiplies that by its logarithmic slope, df t^2 / (df + t^2) < 1000.
 */
const TOLERANCE = 1e-10

/** @param size what the tolerance is relative to, where the value itself may cancel */
function expectClose(found: number, expected: number, size = Math.abs(expected)): void {
  expect(Math.abs(found - expected), `${found} for ${expected}`).toBeLessThanOrEqual(TOLERANCE * size)
}

function expectTest(test: MeanTest, expected: Expected): void {
  expectClose(test.difference, expected.difference)
  expectClose(test.df, expected.df)
  expectClose(test.t, expected.t)
  expectClose(test.p, expected.p)
  // An end of an interval near 0 is the difference of two large numbers.
  const size = Math.abs(test.difference) + (expected.interval[1] - expected.interval[0])
  interval(test, expected.confidence).forEach((end, i) => {
    expectClose(end, expected.interval[i], size)
  })
  // What lies beyond one end alone.
  const [lower, upper] = interval(test, 0.9)
  expectClose(lower, expected.lower, size)
  expectClose(upper, expected.upper, size)
  expectClose(tTail(test.t, test.df), expected.greater)
}

/** A group of independent samples: its mean, and its unbiased variance. */
interface Moments {
  readonly mean: number
  readonly variance: number
  readonly n: number
}

/** Welch's test of b against a. */
function welch(a: Moments, b: Moments): MeanTest | null {
  const of = ({ variance, n }: Moments) => ({ standardError: Math.sqrt(variance / n), df: n - 1 })
  const { standardError, df } = ofDifference(of(a), of(b))
  return meanTest(b.mean - a.mean, standardError, df)
}

describe("Student's t", () => {
  it('has the tails of SciPy, from 1 to 10^7 degrees of freedom and down to 1e-300', () => {
    expect(reference.tails.length).toBeGreaterThan(120)
    for (const { t, df, tail } of reference.tails) expectClose(tTail(t, df), tail)
  })

  it('has the quantiles of SciPy', () => {
    for (const { p, df, t } of reference.quantiles) expectClose(tQuantile(p, df), t)
  })

  it('has two tails that make 1, and quantiles that undo them', () => {
    const df = fc.double({ min: 1, max: 1e7, noNaN: true })
    fc.assert(
      fc.property(fc.double({ min: 0, max: 30, noNaN: true }), df, (t, df) => {
        expect(tTail(t, df) + tTail(-t, df)).toBeCloseTo(1, 14)
      }),
    )
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 0.49, noNaN: true }), df, (p, df) => {
        expectClose(tTail(-tQuantile(p, df), df), p)
      }),
    )
  })

  it('ends in 0 at infinity and begins with a half', () => {
    for (const df of [1, 2.5, 1e6]) {
      expect([tTail(Number.POSITIVE_INFINITY, df), tTail(0, df), tQuantile(0.5, df)]).toEqual([0, 0.5, 0])
    }
  })

  it('keeps its digits where t is next to nothing', () => {
    // The density of Cauchy's distribution at 0 is 1 / pi.
    expectClose(0.5 - tTail(1e-8, 1), 1e-8 / Math.PI, 1e-6)
  })
})

describe('tests of means', () => {
  it('are those of SciPy, paired', () => {
    for (const expected of reference.paired)
      expectTest(paired(expected.n, expected.sum, expected.sumOfSquares)!, expected)
  })

  it("are those of SciPy, Welch's", () => {
    for (const expected of reference.welch) expectTest(welch(expected.a, expected.b)!, expected)
  })

  it('say nothing of a single pair, or of a single sample', () => {
    expect(paired(1, 3, 9)).toBeNull()
    expect(paired(0, 0, 0)).toBeNull()
    expect(meanTest(1, 1, 0)).toBeNull()
  })

  it('find no difference between equals, and take pairs that are all alike as the sign test does', () => {
    expect(paired(5, 0, 0)).toMatchObject({ difference: 0, t: 0, p: 1 })
    // scipy.stats.binomtest(n, n).pvalue
    for (const [n, p] of [
      [2, 0.5],
      [5, 0.0625],
      [6, 0.03125],
      [20, 1.9073486328125e-6],
    ]) {
      const found = paired(n, n / 2, n / 4)!
      expect(found).toMatchObject({ difference: 0.5, t: Number.POSITIVE_INFINITY, p })
      const open = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
      expect(interval(found, 0.95)).toEqual(p < 0.05 ? [0.5, 0.5] : open)
    }
  })

  it('take for scatter what is rounding no more than for a difference', () => {
    // Differences of 0.1 and 0.1 + 2^-55 between means of 1: not proof of two rows.
    expect(meanTest(0.1, 2 ** -56, 1, 1)).toMatchObject({ standardError: 0, p: 0.5 })
    // The difference itself is of rounding: a t test of it, which finds nothing.
    expect(meanTest(1e-17, 1e-17, 40, 1)!.p).toBeGreaterThan(0.3)
    // Small and clear beside means of its own size.
    expect(meanTest(1e-30, 1e-32, 10, 1e-30)).toMatchObject({ standardError: 1e-32 })
  })

  it('know how many samples two sets have of which neither scatters', () => {
    const still = (df: number) => ({ standardError: 0, df })
    expect(ofDifference(still(6), still(3))).toEqual({ standardError: 0, df: 3 })
  })

  it('do not lose tiny variances', () => {
    const tiny = (mean: number) => ({ mean, variance: 1e-200, n: 10 })
    expectClose(welch(tiny(0), tiny(1e-100))!.df, 18)
  })

  it('hold the true difference at the ends of the interval', () => {
    const test = meanTest(0.4, 0.1, 12)!
    const [low, high] = interval(test, 0.8)
    for (const end of [test.difference - low, high - test.difference])
      expectClose(tTail(end / test.standardError, test.df), 0.1)
  })
})

describe("Holm's correction", () => {
  it('is that of statsmodels, ties included', () => {
    for (const { p, adjusted } of reference.holm)
      holm(p).forEach((found, i) => {
        expectClose(found, adjusted[i])
      })
  })

  it('changes nothing of a single test, and takes none', () => {
    expect([holm([0.03]), holm([])]).toEqual([[0.03], []])
  })

  it('keeps the order, lies between p and m p, and does not care in which order they come', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(values, (p) => {
        const adjusted = holm(p)
        for (const [i, value] of adjusted.entries()) {
          expect(value).toBeGreaterThanOrEqual(p[i])
          expect(value).toBeLessThanOrEqual(Math.min(1, p.length * p[i]))
          for (const [j, other] of adjusted.entries())
            if (p[i] < p[j]) expect(value).toBeLessThanOrEqual(other)
        }
        expect(holm(p.toReversed())).toEqual(adjusted.toReversed())
      }),
    )
  })
})
