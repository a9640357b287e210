import { describe, expect, it } from 'vitest'
import { chooseLosses } from '../../src/losses/spec/choose.ts'
import { type CompareReport, compareSketched } from '../../src/questions/compare/compare.ts'
import { pool } from '../../src/sketched/pool.ts'
import { partingMargin, type SketchedData } from '../../src/sketched/sketched-data.ts'
import { BINARY, madeUp, type Shape, SOFTMAX } from '../made/contents.ts'

const OPTIONS = { threshold: 0.5, reduction: 'mean', classWeights: null, by: null, hardest: 0 } as const
const SLICED: Shape = { ...SOFTMAX, slices: ['day', 'night'], weighted: true }
const compare = (data: SketchedData): CompareReport =>
  compareSketched(data, chooseLosses(['ce', 'focal'], {}), OPTIONS)

/** Of the same samples, added up in another order. */
function expectAlike(a: CompareReport, b: CompareReport): void {
  expect(a.bands.map(({ count }) => count)).toEqual(b.bands.map(({ count }) => count))
  a.losses.forEach(({ value, effectiveSamples }, i) => {
    expect(Math.abs(value! / b.losses[i].value! - 1)).toBeLessThan(1e-12)
    expect(Math.abs(effectiveSamples! / b.losses[i].effectiveSamples! - 1)).toBeLessThan(1e-12)
  })
}

describe('a pooled data set', () => {
  it.each([
    ['classes and slices', SLICED],
    ['slices of negatives and positives', { ...BINARY, slices: ['day', 'night'] }],
    ['classes of multi-label data', { task: 'multilabel', classes: ['sea', 'sky'], perClass: true }],
  ] as const)('says of all what it says with its groups apart: %s', (_, shape) => {
    const pooled = pool(madeUp(shape))
    expect(pooled.sketch.groups.length).toBe(pooled.grouping.size)
    expectAlike(compare(pooled), compare(madeUp(shape)))
  })

  it('leaves the data as they are', () => {
    const data = madeUp(SLICED)
    const before = JSON.stringify(compare(data))
    pool(data)
    expect(JSON.stringify(compare(data))).toBe(before)
  })
})

describe('a margin in place of a threshold', () => {
  it('parts the samples there', () => {
    const data = madeUp(BINARY)
    const losses = chooseLosses(['ce'], {})
    const at = (margin: number) => compareSketched(data, losses, { ...OPTIONS, margin }).bands
    expect(at(partingMargin(data, 0.5))).toEqual(compare(data).bands)
    expect(at(1.125)[0].count).toBeLessThan(at(0)[0].count)
    expect(() => at(1.1)).toThrow(/no edge at margin 1.1/)
  })
})
