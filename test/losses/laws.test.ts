import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bind, bindClass } from '../../src/losses/bound.ts'
import { sigmoid, softplus } from '../../src/losses/functions.ts'
import { LOSSES } from '../../src/losses/index.ts'
import type { Loss } from '../../src/losses/loss.ts'
import { thresholdMargin } from '../../src/margin/margins.ts'
import { softmaxMarginOfLogits } from '../../src/margin/softmax.ts'
import { lineBelow } from '../../src/sketch/sums/tails.ts'
import { anyAdjusted, anyParameters, classesOf, lossOf as loss } from '../made/any-loss.ts'
import { boundTo, hasModulation } from '../made/bound.ts'
import { termsOf } from '../made/terms.ts'

const value = (spec: string, margin: number) => boundTo(loss(spec)).value(margin)

const margin = fc.double({ min: -700, max: 700, noNaN: true })
const gamma = fc.double({ min: 0, max: 10, noNaN: true })
const epsilon = fc.double({ min: -1, max: 10, noNaN: true })

/** A few roundings: each formula has fewer than ten operations of relative error 2^-53. */
const ROUNDING = 1e-14

function near(got: number, want: number, scale = Math.abs(want)): void {
  expect(Math.abs(got - want)).toBeLessThanOrEqual(ROUNDING * scale + 5e-323)
}

/** Settings and margins at which a loss is meant to rise, or may: all others fall as pt grows. */
const RISES: Readonly<
  Record<string, (of: Parameters, positive: boolean | null, from: number, to: number) => boolean>
> = {
  // With the epsilon term outside alpha, epsilon below -alpha turns it around: the other tests cover that.
  'poly1-focal': (of) => of['poly-alpha'] === 'off' && Number(of.epsilon) < 0,
  'label-smooth': ({ smoothing }, _, __, to) => to > Math.log(2 / Number(smoothing) - 1) - 1e-6,
  hill: ({ lambda }, positive) => positive === false && Number(lambda) < 1.5,
  'reduced-focal': ({ threshold, continuous }) => continuous === 'off' && Number(threshold) < 0.5,
  flsd: (_, __, from, to) => [thresholdMargin(0.2), 0].some((leap) => from < leap && to >= leap),
}

type Parameters = Loss['parameters']

describe.each(
  LOSSES.map((definition) => [definition.name, definition] as const),
)('%s', (name, definition) => {
  const any = fc.tuple(anyParameters(definition), fc.constantFrom(...classesOf(definition)))

  it('is finite, and so are its gradient and its weight if it has one, from -700 to 700', () => {
    const property = fc.property(any, margin, ([one, positive], s) => {
      const bound = boundTo(one, 1, positive)
      expect(Number.isFinite(bound.value(s))).toBe(true)
      expect(Number.isFinite(bound.gradient(s))).toBe(true)
      expect(Number.isFinite(bound.modulation(s))).toBe(hasModulation(bound))
    })
    fc.assert(property, { numRuns: 500 })
  })

  it.skipIf(definition.tasks?.includes('binary') === false)(
    'is bound once for both signs only where it is the same for both',
    () => {
      const property = fc.property(anyAdjusted(definition), margin, (one, s) => {
        const [negative, positive] = bind(one, 'binary', 2)
        const apart = [false, true].map((sign) => bindClass(one, { alpha: 1, positive: sign, classes: 2 }))
        const { alpha = 'none' } = one.parameters
        if (alpha !== 'none') {
          if (alpha !== 0.5) expect(negative).not.toBe(positive)
          return
        }
        for (const [i, shared] of [negative, positive].entries()) {
          expect(shared.value(s)).toBe(apart[i].value(s))
          expect(shared.gradient(s)).toBe(apart[i].gradient(s))
          expect(shared.modulation(s)).toBe(apart[i].modulation(s))
          expect(shared.kinks).toEqual(apart[i].kinks)
        }
      })
      fc.assert(property, { numRuns: 300 })
    },
  )

  it('falls as pt grows, and its gradient is negative, but where it is said to rise', () => {
    const property = fc.property(
      any,
      margin,
      fc.double({ min: 1e-3, max: 5, noNaN: true }),
      ([one, positive], s, step) => {
        const { value, gradient } = boundTo(one, 1, positive)
        if (RISES[name]?.(one.parameters, positive, s, s + step)) return
        const here = value(s)
        expect(value(s + step)).toBeLessThanOrEqual(
          here + ROUNDING * Math.max(here, sizeOf(one, positive, s)),
        )
        expect(gradient(s)).toBeLessThanOrEqual(1e-13 * sigmoid(-s))
      },
    )
    fc.assert(property, { numRuns: 500 })
  })

  it('has the gradient that finite differences see', () => {
    const property = fc.property(any, fc.double({ min: -30, max: 30, noNaN: true }), ([one, positive], s) => {
      const { value: f, gradient, kinks } = boundTo(one, 0.7, positive)
      if (kinks.some((kink) => Math.abs(kink - s) < 0.25)) return
      // Richardson: the h^2 terms of two central differences cancel, h^4 and rounding remain.
      const h = 2e-3
      const coarse = (f(s + h) - f(s - h)) / (2 * h)
      const fine = (f(s + h / 2) - f(s - h / 2)) / h
      const difference = (4 * fine - coarse) / 3
      const scale = (sizeOf(one, positive, s) + coefficientsOf(one.parameters)) * 200
      expect(Math.abs(difference - gradient(s))).toBeLessThanOrEqual(1e-10 * scale)
    })
    fc.assert(property, { numRuns: 500 })
  })

  it('is its weight times cross-entropy, if it has a weight', () => {
    const property = fc.property(any, margin, ([one, positive], s) => {
      const bound = boundTo(one, 0.3, positive)
      if (!hasModulation(bound)) return
      const product = bound.modulation(s) * softplus(-s)
      expect(Math.abs(product - bound.value(s))).toBeLessThanOrEqual(
        // gamma s enters an exponent on both sides.
        1e-15 * (20 + 10 * Math.abs(s)) * sizeOf(one, positive, s) + 1e-300,
      )
    })
    fc.assert(property, { numRuns: 500 })
  })

  it('is linear in alpha: half the alpha is half the loss, but for what it places elsewhere', () => {
    const property = fc.property(any, margin, ([one, positive], s) => {
      if (definition.placesAlpha?.(one.parameters)) return
      const half = boundTo(one, 1, positive).value(s) / 2
      near(boundTo(one, 0.5, positive).value(s), half, sizeOf(one, positive, s))
    })
    fc.assert(property, { numRuns: 200 })
  })

  it('is the line that it says it is from a margin of -64 down, or from further, or level there, to the last bit', () => {
    const property = fc.property(
      any,
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      ([one, positive], depth) => {
        const bound = boundTo(one, 1, positive)
        if (bound.below === 'curve') return
        const s = bound.belowFrom - depth
        const { slope, constant } = lineBelow(bound, bound.belowFrom)
        near(bound.value(s), slope * -s + constant, sizeOf(one, positive, slope === 0 ? bound.belowFrom : s))
      },
    )
    fc.assert(property, { numRuns: 200 })
  })

  it('is level above a margin of 768 unless it says otherwise', () => {
    const property = fc.property(
      any,
      fc.double({ min: 768, max: 1e6, noNaN: true }),
      ([one, positive], s) => {
        const bound = boundTo(one, 1, positive)
        if (bound.above === 'level') near(bound.value(s), bound.value(768), coefficientsOf(one.parameters))
      },
    )
    fc.assert(property, { numRuns: 200 })
  })

  it('names its formula, its gradient and its source, and why it is not for all tasks', () => {
    expect(definition.formula.length).toBeGreaterThan(5)
    expect(definition.gradientFormula.length).toBeGreaterThan(1)
    expect(definition.reference).toMatch(
      /arXiv:\d{4}\.\d{5}|listing of the article|\b(19|20)\d\d\b|scikit-learn/,
    )
    expect(definition.summary).toMatch(/\.$/)
    expect(definition.whyNot === undefined).toBe(definition.tasks === undefined)
  })

  it('has presets that are losses of its own', () => {
    for (const { spec } of definition.presets) expect(loss(spec).definition).toBe(definition)
  })
})

/** What the terms of a loss sum to: the scale of its rounding. */
function sizeOf(one: Loss, positive: boolean | null, s: number): number {
  return (
    coefficientsOf(one.parameters) *
    Math.max(softplus(-s), termsOf(one, boundTo(one, 1, positive), positive).value(s))
  )
}

/** Sum of the magnitudes of the coefficients of CE and of the polynomial terms. */
function coefficientsOf({ epsilon }: Loss['parameters']): number {
  if (epsilon === undefined) return 1
  const list = typeof epsilon === 'number' ? [epsilon] : (epsilon as readonly number[])
  return list.reduce((sum, e, j) => sum + (j + 1) * Math.abs(e), 1)
}

describe('identities between losses', () => {
  it('gamma = 0 is cross-entropy, also where 1 - pt is 0', () => {
    fc.assert(fc.property(margin, (s) => near(value('focal:gamma=0', s), value('ce', s))))
    expect(value('focal:gamma=0', 800)).toBe(0)
    expect(boundTo(loss('focal:gamma=0')).modulation(800)).toBe(1)
  })

  it('epsilon = 0 is the base loss', () => {
    fc.assert(
      fc.property(margin, gamma, (s, g) => {
        near(value('poly1:epsilon=0', s), value('ce', s))
        near(value(`poly1-focal:gamma=${g},epsilon=0`, s), value(`focal:gamma=${g}`, s))
      }),
    )
  })

  it('Poly-1 focal at gamma = 0 is Poly-1, and Poly-N with one coefficient too', () => {
    fc.assert(
      fc.property(margin, epsilon, (s, e) => {
        const scale = (1 + Math.abs(e)) * softplus(-s)
        near(value(`poly1-focal:gamma=0,epsilon=${e}`, s), value(`poly1:epsilon=${e}`, s), scale)
        near(value(`poly-n:epsilon=${e}`, s), value(`poly1:epsilon=${e}`, s), scale)
      }),
    )
  })

  it('focal-star at gamma = 1, beta = 0 is cross-entropy', () => {
    fc.assert(fc.property(margin, (s) => near(value('focal-star:gamma=1,beta=0', s), value('ce', s))))
  })

  it('poly-alpha changes nothing without alpha', () => {
    fc.assert(
      fc.property(margin, (s) => near(value('poly1-focal:poly-alpha=off', s), value('poly1-focal', s))),
    )
  })

  it('article-focal modulates the mean: (1 - e^-m)^gamma m', () => {
    const { definition } = loss('article-focal:gamma=2')
    near(definition.ofMeanCrossEntropy!(0.7, { gamma: 2 }), (1 - Math.exp(-0.7)) ** 2 * 0.7)
    near(definition.ofMeanCrossEntropy!(0.7, { gamma: 0 }), 0.7)
  })
})

describe('softmax', () => {
  const row = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 2, maxLength: 8 })

  it('over (0, z) is the sigmoid of z', () => {
    fc.assert(fc.property(margin, (z) => near(softmaxMarginOfLogits(Float64Array.of(0, z), 0, 2, 1), z)))
  })

  it('does not change when a constant is added to the row', () => {
    const property = fc.property(row, fc.double({ min: -50, max: 50, noNaN: true }), (logits, shift) => {
      const plain = softmaxMarginOfLogits(Float64Array.from(logits), 0, logits.length, 0)
      const shifted = softmaxMarginOfLogits(
        Float64Array.from(logits, (z) => z + shift),
        0,
        logits.length,
        0,
      )
      near(shifted, plain, 200)
    })
    fc.assert(property)
  })

  it('keeps the margin of an easy sample, where logsumexp over all classes would cancel to 0', () => {
    near(softmaxMarginOfLogits(Float64Array.of(60, 0, 0), 0, 3, 0), 60 - Math.LN2)
  })
})
