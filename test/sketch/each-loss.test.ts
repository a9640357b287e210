/** Sums from the sketch against direct sums: each loss by itself, over the ranges of its parameters and for both classes. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reference } from '../../src/kernels/reference.ts'
import { adjustmentOf } from '../../src/losses/adjust.ts'
import { LOSSES } from '../../src/losses/index.ts'
import type { BoundLoss, Loss } from '../../src/losses/loss.ts'
import { thresholdMargin } from '../../src/margin/margins.ts'
import { createGrid, HIGHEST, LOWEST } from '../../src/sketch/grid.ts'
import { createSketch } from '../../src/sketch/sketch.ts'
import { evaluateGroup, prepareGroup } from '../../src/sketch/sums/evaluate.ts'
import { norm } from '../../src/sketch/sums/norm.ts'
import { anyAdjusted, anyParameters, classesOf } from '../made/any-loss.ts'
import { boundTo, hasModulation } from '../made/bound.ts'
import { draws } from '../made/draws.ts'
import { exactSum, plainSquares } from '../made/oracle.ts'
import { termsOf } from '../made/terms.ts'

/** Relative to the sum of the terms' magnitudes: the promise of the sketch. */
const TOLERANCE = 1e-12

interface Sample {
  readonly margin: number
  readonly weight: number
}

const anyThreshold = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0.001, max: 0.999, noNaN: true }).map(thresholdMargin),
)

/** Samples all over the grid and beyond, or crowded next to some margin. */
function anyMargins(kinks: readonly number[]): fc.Arbitrary<readonly number[]> {
  const anywhere = fc.oneof(
    fc.double({ min: -12, max: 12, noNaN: true }),
    fc.double({ min: -70, max: 70, noNaN: true }),
    fc.double({ min: -1000, max: 1000, noNaN: true }),
    fc.integer({ min: -640, max: 640 }).map((i) => i / 8),
    fc.constantFrom(-1000, 1000, -64, 64, 768, -100, 100, 0, -0, 5e-324, ...kinks),
  )
  const centers = fc.oneof(fc.constantFrom(0, ...kinks), fc.double({ min: -64, max: 80, noNaN: true }))
  const crowded = centers.chain((center) =>
    fc.array(
      fc.double({ min: -0.125, max: 0.125, noNaN: true }).map((off) => center + off),
      { minLength: 1, maxLength: 40 },
    ),
  )
  return fc.oneof(fc.array(anywhere, { minLength: 1, maxLength: 40 }), crowded)
}

const anyWeight = fc.oneof(fc.constant(1), fc.constant(0), fc.double({ min: 1e-6, max: 1, noNaN: true }))

type Classes = readonly (boolean | null)[]

/** A loss, a class, samples of that class which a sketch can sum, and where they are parted. */
function anyCase(parameters: fc.Arbitrary<Loss>, classes: Classes) {
  const chosen = fc.tuple(parameters, fc.constantFrom(...classes))
  return chosen
    .filter(([loss, positive]) => boundTo(loss, 1, positive).unsketched === null)
    .chain(([loss, positive]) => {
      const bound = boundTo(loss, 1, positive)
      const samples = anyMargins(bound.kinks).chain((margins) =>
        fc.tuple(...margins.map((margin) => anyWeight.map((weight): Sample => ({ margin, weight })))),
      )
      return fc.record({
        loss: fc.constant(loss),
        positive: fc.constant(positive),
        samples: samples.map((all) =>
          all.filter(({ margin }) => isKnown(margin, bound) && isOnOneSide(margin, loss, bound)),
        ),
        isWeighted: fc.boolean(),
        threshold: anyThreshold,
      })
    })
}

/** Beyond the grid a sketch knows of a curve no more than how many samples there are. */
function isKnown(margin: number, { below, belowFrom, above }: BoundLoss): boolean {
  const isCurved = below === 'curve' || belowFrom < LOWEST
  return !(margin < LOWEST && isCurved) && !(margin >= HIGHEST && above === 'curve')
}

/** Of a kink that was moved the side on which a sample lies is a matter of rounding, and a loss may leap there. */
function isOnOneSide(margin: number, { parameters }: Loss, { kinks }: BoundLoss): boolean {
  return !adjustmentOf(parameters) || kinks.every((kink) => Math.abs(kink - margin) > 1e-9)
}

interface Case {
  readonly loss: Loss
  readonly positive: boolean | null
  readonly samples: readonly Sample[]
  readonly isWeighted: boolean
  readonly threshold: number
}

function prepare({ loss, positive, samples, isWeighted, threshold }: Case) {
  const { kinks } = boundTo(loss, 1, positive)
  const sketch = createSketch(createGrid([threshold, ...kinks]), isWeighted)
  const length = samples.length
  reference.accumulate(sketch, {
    length,
    margin: Float64Array.from(samples, ({ margin }) => margin),
    group: new Int32Array(length),
    weight: isWeighted ? Float64Array.from(samples, ({ weight }) => weight) : null,
  })
  return prepareGroup(sketch, 0, threshold)!
}

/** One line a sum that is further from the direct one than promised; a test expects none. */
function missesOf(one: Case): string[] {
  const { loss, positive, threshold } = one
  const bound = boundTo(loss, 1, positive)
  const terms = termsOf(loss, bound, positive)
  const prepared = prepare(one)
  return evaluateGroup(prepared, bound).flatMap((sums, band) => {
    const kept = one.samples
      .filter(({ margin }) => (band === 0 ? margin < threshold : margin >= threshold))
      .map(({ margin, weight }) => ({ margin, weight: one.isWeighted ? weight : 1 }))
    const total = (of: (s: number) => number, power = 1) =>
      exactSum(kept.map(({ margin, weight }) => (weight * of(margin)) ** power))
    // A slope that cannot change the last bit of a loss is none in a tail.
    const lost = 2 ** -53 * total((s) => (s < LOWEST ? 1 : 0))
    const squaresOf = (of: (s: number) => number) => norm(prepared, band === 0 ? 'hard' : 'easy', of) ** 2
    const found: (readonly [name: string, got: number, want: number, size: number])[] = [
      ['loss', sums.loss, total(bound.value), total(terms.value)],
      ['squares', squaresOf(bound.value), total(bound.value, 2), total(terms.value, 2)],
      ['slope', sums.gradient, total(bound.gradient), total(terms.gradient)],
      ['slopes squared', squaresOf(bound.gradient), total(bound.gradient, 2), total(terms.gradient, 2)],
    ]
    if (hasModulation(bound))
      found.push(
        ['weight', sums.modulation, total(bound.modulation), total(terms.modulation)],
        [
          'weights squared',
          plainSquares(sums.modulated),
          total(bound.modulation, 2),
          total(terms.modulation, 2),
        ],
      )
    return found.flatMap(([name, got, want, size]) =>
      // Below 1e-300 doubles lose digits themselves.
      Math.abs(got - want) <= TOLERANCE * size + lost + 1e-300 * kept.length
        ? []
        : [`${loss.spec} of ${positive}, ${name} in band ${band}: ${got} for ${want} of ${size}`],
    )
  })
}

describe.each(
  LOSSES.map((definition) => [definition.name, definition] as const),
)('sums of %s from the sketch', (_, definition) => {
  it('are the direct ones: of the loss, its slope, its weight, and their squares', () => {
    const property = fc.property(anyCase(anyParameters(definition), classesOf(definition)), (one) => {
      if (one.samples.length > 0) expect(missesOf(one)).toEqual([])
    })
    fc.assert(property, { numRuns: draws(600) })
  })
  it('are so at a temperature and with a prior', () => {
    const property = fc.property(anyCase(anyAdjusted(definition), [true, false]), (one) => {
      if (one.samples.length > 0) expect(missesOf(one)).toEqual([])
    })
    fc.assert(property, { numRuns: draws(400) })
  })
})
