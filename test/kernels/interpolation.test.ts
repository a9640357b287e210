import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createInterpolation } from '../../src/kernels/interpolation.ts'
import { LOSSES } from '../../src/losses/index.ts'
import type { BoundLoss } from '../../src/losses/loss.ts'
import { polynomialOf, valueAt } from '../../src/sketch/sums/polynomial.ts'
import { anyAdjusted, classesOf, lossOf } from '../made/any-loss.ts'
import { boundTo } from '../made/bound.ts'

/** A loss of margins, by its polynomials. */
function interpolated(loss: BoundLoss, margins: readonly number[], isAsked = false): Float64Array {
  const values = new Float64Array(margins.length)
  const evaluate = createInterpolation([[loss]], Int32Array.of(0), [isAsked])
  evaluate(Float64Array.from(margins), new Int32Array(margins.length), [values])
  return values
}

const valuesOf = ({ value }: BoundLoss, margins: readonly number[]) => Float64Array.from(margins, value)

/** 14 terms, each with the rounding of the loss at 14 nodes, whose own error is some units in the last place. */
const ROUNDING = 2e-14

/**
 * How far a polynomial may be off: it has the rounding of the whole bin, at whose ends a loss differs by a third and more.
 * A loss of e^-x has x times the rounding of x.
 */
function toleranceAt({ value }: BoundLoss, s: number): number {
  const start = Math.floor(8 * s) / 8
  const size = Math.max(Math.abs(value(start)), Math.abs(value(start + 1 / 8)), Math.abs(value(s)))
  return size === 0 ? 0 : size * (ROUNDING + 4 * Number.EPSILON * Math.abs(Math.log(size))) + 1e-300
}

const margin = fc.double({ min: -70, max: 70, noNaN: true })
const margins = fc.array(margin, { minLength: 1, maxLength: 30 })

describe.each(
  LOSSES.map((definition) => [definition.name, definition] as const),
)('%s by its polynomials', (_, definition) => {
  it('is the loss but for rounding', () => {
    const any = fc.tuple(anyAdjusted(definition), fc.constantFrom(...classesOf(definition)), margins)
    fc.assert(
      fc.property(any, ([loss, positive, list]) => {
        const bound = boundTo(loss, 1, positive)
        const found = interpolated(bound, list)
        for (const [i, s] of list.entries())
          expect(Math.abs(found[i] - bound.value(s))).toBeLessThanOrEqual(toleranceAt(bound, s))
      }),
      { numRuns: 200 },
    )
  })
})

describe('a loss by its polynomials', () => {
  const ce = boundTo(lossOf('ce'))

  it('is no line between its nodes: it takes all terms', () => {
    const list = Array.from({ length: 1000 }, (_, i) => -8 + i / 61)
    const found = interpolated(ce, list)
    for (const [i, s] of list.entries()) expect(found[i] / Math.log1p(Math.exp(-s))).toBeCloseTo(1, 14)
  })

  it('has the same bits as in plain TypeScript, however many losses there are', () => {
    const losses = ['ce', 'focal:gamma=2', 'poly1', 'mae', 'brier'].map((spec) => boundTo(lossOf(spec)))
    const margin = Float64Array.from({ length: 5000 }, (_, i) => 60 * Math.sin(i * i))
    for (let count = 1; count <= losses.length; count++) {
      const own = losses.slice(0, count)
      const values = own.map(() => new Float64Array(margin.length))
      const evaluate = createInterpolation(
        [own],
        Int32Array.of(0),
        own.map(() => false),
      )
      evaluate(margin, new Int32Array(margin.length), values)
      for (const [l, loss] of own.entries())
        expect(values[l]).toEqual(
          margin.map((s) => {
            const bin = Math.floor(8 * s)
            return valueAt(polynomialOf(loss, bin / 8), 2 * (8 * s - bin) - 1)
          }),
        )
    }
  })

  it('asks the loss where it has a kink, beyond all bins, and where it is told to', () => {
    const hinge = boundTo(lossOf('hinge'))
    const near = [0.9, 1 - 2 ** -53, 1, 1 + 2 ** -52, 1.1]
    expect(interpolated(hinge, near)).toEqual(valuesOf(hinge, near))
    const far = [-1e300, -1000, -64.01, 64, 64.01, 700, 1e300]
    expect(interpolated(ce, far)).toEqual(valuesOf(ce, far))
    const some = Array.from({ length: 99 }, (_, i) => Math.sin(i))
    expect(interpolated(ce, some, true)).toEqual(valuesOf(ce, some))
    expect(interpolated(ce, some)).not.toEqual(valuesOf(ce, some))
  })

  it('finds out by itself that a loss leaps or has a kink', () => {
    const leap: BoundLoss = { ...ce, value: (s) => (s < 0.3 ? 2 : 1) }
    const kink: BoundLoss = { ...ce, value: (s) => Math.abs(s - 0.3) }
    const list = Array.from({ length: 100 }, (_, i) => i / 200)
    for (const loss of [leap, kink])
      expect(interpolated(loss, list.slice(50, 75))).toEqual(valuesOf(loss, list.slice(50, 75)))
  })

  it('is level where the loss is, to the last bit', () => {
    const third: BoundLoss = { ...ce, value: () => 1 / 3 }
    const list = Array.from({ length: 100 }, (_, i) => i / 7)
    expect(new Set(interpolated(third, list))).toEqual(new Set([1 / 3]))
  })

  it('keeps the kinds of groups apart, of more bins than are learnt too', () => {
    const kinds = Array.from({ length: 9 }, (_, k): readonly BoundLoss[] => [
      { ...ce, value: (s) => (k + 1) * ce.value(s) },
    ])
    const length = 9 * 1024
    const margin = Float64Array.from({ length }, (_, i) => -64 + (i % 1024) / 8 + 1 / 32)
    const group = Int32Array.from({ length }, (_, i) => 8 - Math.floor(i / 1024))
    const values = new Float64Array(length)
    createInterpolation(kinds, Int32Array.from([8, 7, 6, 5, 4, 3, 2, 1, 0]), [false])(margin, group, [values])
    for (let i = 0; i < length; i++) {
      const want = (9 - group[i]) * Math.log1p(Math.exp(-margin[i]))
      expect(Math.abs(values[i] / want - 1)).toBeLessThan(1e-14)
    }
  })
})
