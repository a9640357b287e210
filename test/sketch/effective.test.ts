/** How many samples of equal weight would count as much, where weights and their squares leave the range of doubles. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reference } from '../../src/kernels/reference.ts'
import type { Loss } from '../../src/losses/loss.ts'
import { completeLoss, parseLoss } from '../../src/losses/spec/spec.ts'
import { parseQuantity, quantityOf } from '../../src/measures/quantities.ts'
import { compareSketched } from '../../src/questions/compare/compare.ts'
import { createFamily } from '../../src/questions/tune/family.ts'
import { createGrid } from '../../src/sketch/grid.ts'
import { mergeInto } from '../../src/sketch/merge.ts'
import { createSketch } from '../../src/sketch/sketch.ts'
import { sketchedOf } from '../made/sketched.ts'
import { HARD_CASES } from './hard-cases.ts'

const QUESTION = { threshold: 0.5, reduction: 'mean', classWeights: null, by: null, hardest: 0 } as const

function effective(margins: readonly number[], weights: readonly number[] | null, loss: Loss): number | null {
  const samples = {
    margin: Float64Array.from(margins),
    positive: Int32Array.from(margins, (_, i) => i % 2),
    weight: weights && Float64Array.from(weights),
  }
  return compareSketched(sketchedOf(samples, 0.5), [loss], QUESTION).losses[0].effectiveSamples
}

const lossOf = (spec: string) => completeLoss(parseLoss(spec))

/** A sum over the nodes of a bin is right to 1e-12 of its terms; at gamma = 10 its square to as much. */
const TOLERANCE = 2e-12

describe('samples with p exactly 1', () => {
  const GAMMAS = [0, 1, 2, 3.6, 3.71, 3.72, 4, 7, 7.5, 10]
  const specs = [
    ...GAMMAS.map((gamma) => `focal:gamma=${gamma}`),
    ...GAMMAS.map((gamma) => `poly1-focal:gamma=${gamma},epsilon=-1`),
    ...['poly1:epsilon=-1', 'poly-n:epsilon=-1,-0.5', 'focal-star:gamma=10,beta=20', 'ce'],
  ]

  it.each(specs)('count as many as they are under %s', (spec) => {
    const found = effective(new Array(10).fill(100), null, lossOf(spec))!
    expect(Math.abs(found / 10 - 1)).toBeLessThan(TOLERANCE)
  })

  it('count as many for a sweep', () => {
    const data = sketchedOf(
      { margin: new Float64Array(10).fill(100), positive: new Int32Array(10), weight: null },
      0.5,
    )
    const family = createFamily(data, parseLoss('poly1-focal:alpha=0.3'), 0)
    const quantity = parseQuantity('effective', 'binary')
    for (const gamma of GAMMAS)
      for (const epsilon of [-1, -0.5, 0, 2]) {
        const found = quantityOf(quantity, family.sumsAt({ gamma, epsilon }))!
        expect(Math.abs(found / 10 - 1), `${gamma} ${epsilon}`).toBeLessThan(TOLERANCE)
      }
  })
})

describe('very easy samples', () => {
  it('count by e^-gamma s, however small that is', () => {
    const margins = fc.array(fc.double({ min: 40, max: 760, noNaN: true }), { minLength: 1, maxLength: 20 })
    const property = fc.property(margins, fc.double({ min: 0, max: 10, noNaN: true }), (s, gamma) => {
      const least = Math.min(...s)
      const parts = s.map((margin) => Math.exp(-gamma * (margin - least)))
      const sum = parts.reduce((total, part) => total + part, 0)
      const want = (sum * sum) / parts.reduce((total, part) => total + part * part, 0)
      const got = effective(s, null, lossOf(`focal:gamma=${gamma}`))!
      // The exponent of e errs by half a unit of gamma s, up to 7,600.
      expect(Math.abs(got / want - 1)).toBeLessThan(TOLERANCE + 4 * gamma * 760 * Number.EPSILON)
    })
    fc.assert(property, { numRuns: 200 })
  })
})

describe('weights', () => {
  const margin = fc.double({ min: -60, max: 60, noNaN: true })
  const weight = fc.double({ min: 2 ** -20, max: 2 ** 20, noNaN: true })
  const samples = fc.array(fc.tuple(margin, weight), { minLength: 1, maxLength: 12 })

  it('times a power of two change no digit, from 2^-900 to 2^900', () => {
    const property = fc.property(
      samples,
      fc.integer({ min: -900, max: 900 }),
      fc.constantFrom(...HARD_CASES.filter(({ definition }) => !definition.ofMeanCrossEntropy)),
      (drawn, power, loss) => {
        const [margins, weights] = [drawn.map(([s]) => s), drawn.map(([, w]) => w)]
        const scaled = weights.map((w) => w * 2 ** power)
        expect(effective(margins, scaled, loss)).toBe(effective(margins, weights, loss))
      },
    )
    fc.assert(property, { numRuns: 300 })
  })

  it('of all sizes count by the largest, in whatever blocks they come', () => {
    const anyWeight = fc.integer({ min: -1000, max: 1000 }).map((power) => 2 ** power)
    const property = fc.property(
      fc.array(fc.tuple(margin, anyWeight), { minLength: 2, maxLength: 12 }),
      (drawn) => {
        const parts = drawn.map(([s, w]) => sketchOf([s], [w]))
        const [sum, ...others] = parts
        for (const part of others) mergeInto(sum, part)
        const largest = Math.max(...drawn.map(([, w]) => w))
        const relative = drawn.map(([, w]) => w / largest)
        const total = relative.reduce((a, b) => a + b, 0)
        const want = (total * total) / relative.reduce((a, b) => a + b * b, 0)
        const data = {
          ...sketchedOf({ margin: new Float64Array(1), positive: new Int32Array(1), weight: null }, 0.5),
          sketch: sum,
        }
        const got = compareSketched(data, [lossOf('ce')], QUESTION).losses[0].effectiveSamples!
        expect(Math.abs(got / want - 1)).toBeLessThan(TOLERANCE)
      },
    )
    fc.assert(property, { numRuns: 200 })
  })
})

function sketchOf(margins: readonly number[], weights: readonly number[]) {
  const sketch = createSketch(createGrid([]), true)
  reference.accumulate(sketch, {
    length: margins.length,
    margin: Float64Array.from(margins),
    group: new Int32Array(margins.length),
    weight: Float64Array.from(weights),
  })
  return sketch
}
