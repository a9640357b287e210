import { describe, expect, it } from 'vitest'
import { reference } from '../../../src/kernels/reference.ts'
import { chooseLosses } from '../../../src/losses/spec/choose.ts'
import { createGrouping } from '../../../src/margin/grouping.ts'
import { marginOfProbability } from '../../../src/margin/margins.ts'
import { cumulate, HARDEST } from '../../../src/questions/curves/cdf.ts'
import { createGrid } from '../../../src/sketch/grid.ts'
import { createSketch } from '../../../src/sketch/sketch.ts'
import type { SketchedData } from '../../../src/sketched/sketched-data.ts'
import { exactSum } from '../../made/oracle.ts'
import { sketchedOf } from '../../made/sketched.ts'

describe('a class whose pt are evenly spread over 0 to 1', () => {
  const n = 1_000_000
  const margin = Float64Array.from({ length: n }, (_, i) => marginOfProbability((i + 0.5) / n))
  const data = sketchedOf({ margin, positive: new Int32Array(n).fill(1), weight: null }, 0.5)
  const gammas = [0, 1, 2, 5]
  const report = cumulate(data, chooseLosses(['focal'], { gamma: gammas.join() }))
  const [{ curves, samples, count }] = report.classes

  /** Integral of -(1 - p)^gamma ln p from 0 to q, term by term of the binomial. At 1 it is H(gamma+1) / (gamma+1). */
  const integral = (gamma: number, q: number) =>
    exactSum(
      Array.from({ length: gamma + 1 }, (_, k) => {
        const power = q ** (k + 1) / (k + 1)
        return (-1) ** k * binomial(gamma, k) * (power / (k + 1) - power * Math.log(q))
      }),
    )
  const binomial = (a: number, b: number): number => (b === 0 ? 1 : (binomial(a - 1, b - 1) * a) / b)

  /**
   * Midpoints instead of an integral: -ln p is infinite at 0, where the first midpoints miss ln(2)/2 of a step's width
   * by Stirling's formula. At the other end all is smooth.
   */
  const missing = Math.LN2 / 2 / n

  it('is reported alone, with all of its samples', () => {
    expect(report.classes.map((part) => part.class)).toEqual(['positive'])
    expect(count).toBe(n)
  })

  it.each([
    [0, 1],
    [1, 3 / 4],
    [2, 11 / 18],
    [5, 49 / 120],
  ])('has a mean of H(γ+1)/(γ+1) for γ = %d', (gamma, mean) => {
    expect(integral(gamma, 1)).toBeCloseTo(mean, 14)
    expect(Math.abs(curves[gammas.indexOf(gamma)].total / n - (mean - missing))).toBeLessThan(1e-10)
  })

  it.each(gammas)('carries the shares of the integral for γ = %d', (gamma) => {
    const { loss, hardest } = curves[gammas.indexOf(gamma)]
    const total = integral(gamma, 1)
    const shareBelow = (pt: number) => integral(gamma, pt) / total
    // pt = 1/2 ends a segment, as margin 0 does.
    expect(Math.abs(loss![samples.indexOf(0.5)] - (1 - shareBelow(0.5)))).toBeLessThan(missing / total)
    // Within one, h^4 / 384 |f'''| / total: h = 0.02 of the samples, f''' at most 451 at pt = 0.2 (for γ = 5).
    const between = (0.02 ** 4 / 384) * 451
    expect(Math.abs(hardest![HARDEST.indexOf(0.2)] - shareBelow(0.2))).toBeLessThan(
      (missing + between) / total,
    )
  })
})

describe('the report', () => {
  const binary = (samples: readonly (readonly [number, number, number])[]) =>
    sketchedOf(
      {
        margin: Float64Array.from(samples, ([s]) => s),
        positive: Int32Array.from(samples, ([, label]) => label),
        weight: Float64Array.from(samples, ([, , w]) => w),
      },
      0.5,
    )
  const ce = chooseLosses(['ce'], {})

  it('counts the tails, and says what lies below the grid', () => {
    const data = binary([
      [-800, 0, 1],
      [-1000, 0, 1],
      [2000, 0, 1],
      [0, 0, 1],
    ])
    const [{ belowGrid, curves, count }] = cumulate(data, ce).classes
    expect([belowGrid, count]).toEqual([0.5, 4])
    expect(curves[0].total).toBeCloseTo(1800 + Math.LN2, 10)
    expect(curves[0].hardest!.at(-1)).toBeCloseTo(1800 / (1800 + Math.LN2), 14)
  })

  it('takes weights for numbers of samples, and leaves out what weighs nothing', () => {
    const weighted = cumulate(
      binary([
        [1, 0, 2],
        [-1, 0, 1],
        [3, 0, 0],
        [2, 1, 0],
      ]),
      ce,
    )
    const repeated = cumulate(
      binary([
        [1, 0, 1],
        [1, 0, 1],
        [-1, 0, 1],
      ]),
      ce,
    )
    expect(weighted.classes.map((part) => part.class)).toEqual(['negative'])
    expect(weighted.classes[0].curves[0].hardest).toEqual(
      repeated.classes[0].curves[0].hardest!.map((share) => expect.closeTo(share, 13)),
    )
  })

  it('knows no share of a loss that is nothing', () => {
    const [{ curves }] = cumulate(binary([[800, 1, 1]]), ce).classes
    expect([curves[0].loss, curves[0].hardest]).toEqual([null, null])
  })

  it('refuses a loss of the mean of a batch', () => {
    expect(() => cumulate(binary([[1, 1, 1]]), chooseLosses(['article-focal'], {}))).toThrow("batch's mean")
  })

  it('gives each class of softmax data its factor', () => {
    const margin = Float64Array.of(2, 1, -1, 0.04, 0.08)
    const group = Int32Array.of(0, 1, 2, 0, 1)
    const sketch = createSketch(createGrid(), false)
    reference.accumulate(sketch, { length: 5, margin, group, weight: null })
    const classes = ['a', 'b', 'c']
    const source = { ...binary([[0, 0, 1]]).source, task: 'softmax' as const, classes }
    const data: SketchedData = {
      source,
      grouping: createGrouping('softmax', classes, true),
      slices: [''],
      thresholds: [],
      sketch,
    }
    const factors = [1, 2, 5]
    const [part] = cumulate(data, chooseLosses(['ce:alpha=1,2,5'], {})).classes
    const value = (i: number) => factors[group[i]] * Math.log1p(Math.exp(-margin[i]))
    const total = exactSum([0, 1, 2, 3, 4].map(value))
    expect(part.class).toBe('all')
    expect(part.curves[0].total).toBeCloseTo(total, 13)
    // Two samples of other classes share a segment, behind which, at 0.8, the sums are exact.
    const at = (share: number) => part.curves[0].loss![part.samples.indexOf(share)]
    expect(at(0.2)).toBeCloseTo(value(0) / total, 13)
    expect(at(0.4)).toBeCloseTo((value(0) + value(1)) / total, 13)
    expect(at(0.8)).toBeCloseTo(1 - value(2) / total, 13)
  })
})
