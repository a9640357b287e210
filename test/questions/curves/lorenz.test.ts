import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reference } from '../../../src/kernels/reference.ts'
import type { Loss } from '../../../src/losses/loss.ts'
import { chooseLosses } from '../../../src/losses/spec/choose.ts'
import { lorenzOf, type Ordered, orderGroups } from '../../../src/questions/curves/lorenz.ts'
import { createGrid } from '../../../src/sketch/grid.ts'
import { createSketch } from '../../../src/sketch/sketch.ts'
import { exactSum } from '../../made/oracle.ts'

/** Sums of the sketch are right to 1e-12 of their terms, and a share has two of them. */
const EXACT = 3e-12

/** Losses that fall with the margin wherever it is. */
const FALLING = [
  'ce',
  'focal:gamma=0.5',
  'focal',
  'focal:gamma=10',
  'poly1:epsilon=-1',
  'poly1-focal',
  'focal-star',
]

interface Sample {
  readonly s: number
  readonly w: number
}

function orderedOf(samples: readonly Sample[]): Ordered {
  const sketch = createSketch(createGrid([0.3]), true)
  const margin = Float64Array.from(samples, ({ s }) => s)
  const weight = Float64Array.from(samples, ({ w }) => w)
  reference.accumulate(sketch, {
    length: margin.length,
    margin,
    group: new Int32Array(margin.length),
    weight,
  })
  return orderGroups(sketch.grid, [{ group: sketch.groups[0]!, balanceIndex: 0 }])
}

/** Shares of samples and loss behind each sample, by sorting and summing. */
function directly(samples: readonly Sample[], { definition, parameters }: Loss) {
  const sorted = [...samples].sort((a, b) => b.s - a.s)
  const upTo = (k: number, term: (sample: Sample) => number) => exactSum(sorted.slice(0, k).map(term))
  const value = ({ s, w }: Sample) => w * definition.value(s, parameters, 1)
  const [weight, total] = [upTo(sorted.length, ({ w }) => w), upTo(sorted.length, value)]
  return sorted.map((_, i) => ({
    samples: upTo(i + 1, ({ w }) => w) / weight,
    loss: upTo(i + 1, value) / total,
    size: total / weight,
  }))
}

const anySample = fc.record({
  s: fc.oneof(
    fc.double({ min: -12, max: 12, noNaN: true }),
    fc.double({ min: -70, max: 70, noNaN: true }),
    fc.constantFrom(-200, -64, 0, 0.3, 5, 768, 1000),
  ),
  w: fc.oneof(fc.constant(1), fc.double({ min: 0.01, max: 3, noNaN: true })),
})

describe('the share of the loss that the easiest samples carry', () => {
  it('is that of sorting and summing where a segment ends, and within its bound between', () => {
    const losses = chooseLosses(FALLING, {})
    const property = fc.property(fc.array(anySample, { minLength: 1, maxLength: 60 }), (samples) => {
      const ordered = orderedOf(samples)
      for (const loss of losses) {
        const { shareAt, total } = lorenzOf(ordered, loss, [1])
        // Where all is easy the loss sums to nothing much, and doubles below 1e-300 lose digits.
        if (total < 1e-290) continue
        for (const point of directly(samples, loss)) {
          const got = shareAt(point.samples)
          expect(
            Math.abs(got - point.loss),
            `${loss.spec} at ${point.samples}: ${got} for ${point.loss}`,
          ).toBeLessThanOrEqual(EXACT + boundAt(ordered, loss, point))
        }
      }
    })
    fc.assert(property, { numRuns: 150 })
  })

  it('grows, and ever faster, from 0 to 1', () => {
    const losses = chooseLosses(FALLING, {})
    const property = fc.property(fc.array(anySample, { minLength: 1, maxLength: 60 }), (samples) => {
      const ordered = orderedOf(samples)
      for (const loss of losses) {
        const { shareAt, total } = lorenzOf(ordered, loss, [1])
        if (total < 1e-290) continue
        const shares = Array.from({ length: 201 }, (_, i) => shareAt(i / 200))
        expect([shares[0], shares[200]]).toEqual([0, 1])
        const steps = shares.slice(1).map((share, i) => share - shares[i])
        expect(Math.min(...steps)).toBeGreaterThanOrEqual(-EXACT)
        expect(Math.min(...steps.slice(1).map((step, i) => step - steps[i]))).toBeGreaterThanOrEqual(
          -4 * EXACT,
        )
      }
    })
    fc.assert(property, { numRuns: 100 })
  })
})

/**
 * How far curve and truth may lie apart at a point within a segment: both lie between the chord and the tangents. In
 * the tail below the grid, where the slope has no bound, nothing is promised but the ends.
 */
function boundAt(
  { ends, stretches, weight }: Ordered,
  { definition, parameters }: Loss,
  { samples, size }: { readonly samples: number; readonly size: number },
): number {
  const next = ends.findIndex((end) => end >= samples - 1e-15)
  const closest = Math.min(...ends.map((end) => Math.abs(end - samples)))
  // Rounding of the share of the samples, times the slope, is all there is at an end.
  const steepest = definition.value(
    Math.min(-64, ...stretches.flatMap((one) => one.ends ?? [])),
    parameters,
    1,
  )
  const rounding = (1e-14 * steepest) / size
  if (closest < 1e-14) return rounding
  const margins = stretches[next - 1].ends
  if (margins === null) return 1
  const [slow, fast] = margins.map((s) => definition.value(s, parameters, 1) / size)
  expect(stretches[next - 1].weight / weight).toBeCloseTo(ends[next] - ends[next - 1], 12)
  return rounding + ((ends[next] - ends[next - 1]) * (fast - slow)) / 4
}
