import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expOfNegative, lnRatio, logit } from '../../src/margin/elementary.ts'
import { softmaxMarginOfLogits, softmaxMarginRenormalized } from '../../src/margin/softmax.ts'
import { fixture } from '../made/shared.ts'

interface MarginCase {
  readonly kind: string
  readonly p: number
  readonly y: number
  readonly logits: number[]
  readonly label: number
  readonly margin: number
}

const cases: MarginCase[] = JSON.parse(readFileSync(fixture('margins.json'), 'utf8'))
const ofKind = (kind: string) => cases.filter((one) => one.kind === kind)

/** Units in the last place of `scale` between two numbers. */
function ulps(got: number, want: number, scale = Math.abs(want)): number {
  return Math.abs(got - want) / (2 ** Math.floor(Math.log2(Math.max(scale, 2 ** -1022))) * 2 ** -52)
}

describe('against 60-digit arithmetic', () => {
  it('margins of probabilities are right to 4 units in the last place, near 1/2 and at both ends', () => {
    const wrong = ofKind('binary-probability').filter(
      ({ p, y, margin }) => !(ulps(y ? logit(p) : -logit(p), margin) <= 4),
    )
    expect(wrong).toEqual([])
  })

  it('margins of softmax logits are right to 4 units of the largest term, which is what a difference can hold', () => {
    const wrong = ofKind('softmax-logits').filter(({ logits, label, margin }) => {
      const got = softmaxMarginOfLogits(Float64Array.from(logits), 0, logits.length, label)
      const largest = Math.max(...logits.filter((_, j) => j !== label))
      const scale = Math.max(
        Math.abs(margin),
        Math.abs(logits[label] - largest),
        Math.log(logits.length),
        2 ** -1022,
      )
      return !(ulps(got, margin, scale) <= 4)
    })
    expect(wrong).toEqual([])
  })
})

it('takes shares of a row down to the smallest numbers there are', () => {
  const least = [5e-324, 1e-310, 2.2250738585072014e-308, 1e-300]
  for (const p of least) {
    const row = Float64Array.of(p, 0.25, 0.5)
    const margin = Math.log(p) - Math.log(0.75)
    expect(ulps(softmaxMarginRenormalized(row, 0, 3, 0), margin)).toBeLessThanOrEqual(4)
    expect(
      ulps(softmaxMarginRenormalized(row.slice(0, 2), 0, 2, 1), Math.log(0.25) - Math.log(p)),
    ).toBeLessThanOrEqual(4)
  }
})

describe('elementary functions', () => {
  it('lnRatio agrees with Math.log', () => {
    const positive = fc.double({ min: 1e-300, max: 1e300, noNaN: true })
    fc.assert(
      fc.property(positive, (a) => {
        expect(
          ulps(lnRatio(a, 1, 0), Math.log(a), Math.max(Math.abs(Math.log(a)), 2 ** -60)),
        ).toBeLessThanOrEqual(2)
      }),
      { numRuns: 5000 },
    )
  })

  it('expOfNegative agrees with Math.exp down to -708, and stays there', () => {
    const negative = fc.double({ min: -708, max: 0, noNaN: true })
    fc.assert(
      fc.property(negative, (x) => {
        expect(ulps(expOfNegative(x), Math.exp(x))).toBeLessThanOrEqual(2)
      }),
      { numRuns: 5000 },
    )
    expect(expOfNegative(-1e6)).toBe(expOfNegative(-708))
    expect(expOfNegative(Number.NEGATIVE_INFINITY)).toBe(expOfNegative(-708))
    expect(expOfNegative(0)).toBe(1)
  })

  it('logit is odd around 1/2, where 1 - p is exact', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 1, maxExcluded: true, noNaN: true }), (p) => {
        expect(logit(1 - p)).toBeCloseTo(-logit(p), 12)
      }),
    )
    expect(logit(0.5)).toBe(0)
  })
})
