import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reference } from '../../../src/kernels/reference.ts'
import type { Loss } from '../../../src/losses/loss.ts'
import { chooseLosses } from '../../../src/losses/spec/choose.ts'
import { lorenzOf } from '../../../src/questions/curves/lorenz.ts'
import { type Ordered, orderGroups } from '../../../src/questions/curves/ordered.ts'
import { createGrid } from '../../../src/sketch/grid.ts'
import { createSketch } from '../../../src/sketch/sketch.ts'
import { boundTo } from '../../made/bound.ts'
import { draws } from '../../made/draws.ts'
import { anySamples, exactCurve, FALLING, type Sample, TURNING } from '../../made/shares.ts'

/** Sums of the sketch are right to 1e-12 of their terms, and a share has two of them. */
const EXACT = 3e-12

/** Where all is easy the loss sums to nothing much, and doubles below 1e-300 lose digits. */
const SOMETHING = 1e-290

/** What the truth itself may be off by: some roundings of sums that are compensated. */
const OF_TRUTH = 8 * Number.EPSILON

const anyLoss = fc.constantFrom(...chooseLosses([...FALLING, ...TURNING], {}))
const anyFalling = fc.constantFrom(...chooseLosses(FALLING, {}))

const SHARES = [0, 0.001, ...Array.from({ length: 19 }, (_, i) => (i + 1) / 20), 0.99, 0.999, 1]

const bound = (loss: Loss) => [boundTo(loss)]

function orderedOf(samples: readonly Sample[]): Ordered {
  const sketch = createSketch(createGrid([0.3]), true)
  const margin = Float64Array.from(samples, ({ s }) => s)
  const weight = Float64Array.from(samples, ({ w }) => w)
  const group = new Int32Array(margin.length)
  reference.accumulate(sketch, { length: margin.length, margin, group, weight })
  return orderGroups(sketch.grid, [{ group: sketch.groups[0]!, place: 0 }])
}

describe('the share of the loss that the easiest samples carry', () => {
  it('lies between its bounds, wherever it is asked for, whatever the loss', () => {
    const property = fc.property(anySamples, anyLoss, (samples, loss) => {
      const { shareAt, total } = lorenzOf(orderedOf(samples), bound(loss))
      if (Math.abs(total) < SOMETHING) return
      const exact = exactCurve(samples, loss)
      for (const share of SHARES) {
        const { low, high, value } = shareAt(share)
        const truth = exact.shareAt(share)
        const words = `${loss.spec} at ${share}: ${truth} in ${low} to ${high}`
        expect(low <= truth + OF_TRUTH && truth <= high + OF_TRUTH, words).toBe(true)
        expect(low <= value && value <= high, `${words}, ${value} drawn`).toBe(true)
      }
    })
    fc.assert(property, { numRuns: draws(2000) })
  })

  it('is that of sorting and summing where a segment ends', () => {
    const property = fc.property(anySamples, anyLoss, (samples, loss) => {
      const ordered = orderedOf(samples)
      const { shareAt, total } = lorenzOf(ordered, bound(loss))
      if (Math.abs(total) < SOMETHING) return
      const exact = exactCurve(samples, loss)
      for (const end of ordered.ends) {
        const { low, high, value } = shareAt(end)
        // All that is left are the bounds of rounding.
        expect(Math.abs(value - exact.shareAt(end))).toBeLessThanOrEqual(high - low)
      }
    })
    fc.assert(property, { numRuns: draws(500) })
  })

  it('grows, and ever faster, from 0 to 1', () => {
    const property = fc.property(anySamples, anyFalling, (samples, loss) => {
      const { shareAt, total } = lorenzOf(orderedOf(samples), bound(loss))
      if (total < SOMETHING) return
      const shares = Array.from({ length: 201 }, (_, i) => shareAt(i / 200).value)
      expect([shares[0], shares[200]]).toEqual([0, 1])
      const steps = shares.slice(1).map((share, i) => share - shares[i])
      expect(Math.min(...steps)).toBeGreaterThanOrEqual(-EXACT)
      expect(Math.min(...steps.slice(1).map((step, i) => step - steps[i]))).toBeGreaterThanOrEqual(-4 * EXACT)
    })
    fc.assert(property, { numRuns: draws(500) })
  })

  it('is known, of samples that are alike, without asking for them', () => {
    const [loss] = chooseLosses(['focal:gamma=5'], {})
    const alike = Array.from({ length: 100 }, () => ({ s: Math.log(24), w: 1 }))
    for (const share of SHARES) {
      const { low, high } = lorenzOf(orderedOf(alike), bound(loss)).shareAt(share)
      expect(high - low).toBeLessThan(1e-6)
      expect(low <= share && share <= high).toBe(true)
    }
  })
})
