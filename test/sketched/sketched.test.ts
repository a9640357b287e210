import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scaleOf, WIDTHS } from '../../src/sketch/code/moment-bytes.ts'
import { MOMENTS } from '../../src/sketch/grid.ts'
import type { GroupSketch } from '../../src/sketch/sketch.ts'
import { COUNT_SLOT } from '../../src/sketch/store.ts'
import { fromContent, toContent } from '../../src/sketched/sketch-content.ts'
import { createAdder } from '../../src/sketched/sketch-dataset.ts'
import type { SketchedData } from '../../src/sketched/sketched-data.ts'
import { anyDataset, type DatasetKind, type Sample, sketchedOf } from '../made/datasets.ts'
import { draws } from '../made/draws.ts'

/** Through a file and back. */
const saved = (data: SketchedData): SketchedData =>
  fromContent('a.sketch.json', JSON.parse(JSON.stringify(toContent(data))))

const merged = (parts: readonly SketchedData[]): SketchedData => {
  const adder = createAdder()
  for (const part of parts) adder.add(part)
  return adder.sum()
}

/** Every group by the name of its slice and its part, the squares too. */
function groupsOf({ sketch, slices, grouping: { size } }: SketchedData): ReadonlyMap<string, GroupSketch> {
  const named = (kind: string, groups: readonly (GroupSketch | undefined)[]) =>
    groups.flatMap((group, index) =>
      group ? [[`${kind} ${slices[Math.floor(index / size)]} ${index % size}`, group] as const] : [],
    )
  return new Map([...named('w', sketch.groups), ...named('w²', sketch.squares ?? [])])
}

/**
 * Holds two sketches of the same samples against each other. n terms of one sign, added in any order, come within
 * (n - 1) 2^-53 of their sum, so two such sums are within n 2^-52 of it; terms w T_k(d) are at most w.
 *
 * @param units how often a moment was rounded to half a unit of its bytes
 */
function expectSame(one: SketchedData, other: SketchedData, units = 0): void {
  const [groups, others] = [groupsOf(one), groupsOf(other)]
  expect([...others.keys()].sort()).toEqual([...groups.keys()].sort())
  for (const [name, group] of groups) {
    const counterpart = others.get(name)!
    for (const tail of ['below', 'above'] as const) {
      const n = group[tail][0]
      expect(counterpart[tail][0]).toBe(n)
      group[tail].forEach((sum, i) => {
        hold(counterpart[tail][i], sum, n * 2 ** -52 * Math.abs(sum))
      })
    }
    expect([...counterpart.segments.keys()].sort()).toEqual([...group.segments.keys()].sort())
    for (const [number, moments] of group.segments)
      holdMoments(moments, counterpart.segments.get(number)!, units)
  }
}

/** Expectations by the hundred thousand would take seconds. */
function hold(got: number, wanted: number, bound: number): void {
  if (!(Math.abs(got - wanted) <= bound)) throw new Error(`${got} is not within ${bound} of ${wanted}`)
}

function holdMoments(a: Float64Array, b: Float64Array, units: number): void {
  const [n, sum] = [a[COUNT_SLOT], a[0]]
  hold(b[COUNT_SLOT], n, 0)
  for (let k = 0; k < MOMENTS; k++) {
    const rounding = k === 0 ? 0 : (0.52 * units) / scaleOf(WIDTHS[k - 1])
    // A few digits more for the product and the quotient by c_0.
    hold(b[k], a[k], ((n + 2 * units) * 2 ** -52 + rounding) * sum)
  }
}

const anyParted = fc.record({
  dataset: anyDataset,
  /** The part of each sample. */
  parts: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 60, maxLength: 60 }),
  order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
})

/** The sketches of the parts, those without samples left out. */
function partsOf(
  kind: DatasetKind,
  samples: readonly Sample[],
  parts: readonly number[],
  order = [0, 1, 2, 3, 4],
) {
  return order
    .map((part) => samples.filter((_, i) => parts[i] === part))
    .filter(({ length }) => length > 0)
    .map((part) => sketchedOf(kind, part))
}

describe('adding sketches up', () => {
  it('gives the sketch of the whole, for any partition of any data', () => {
    const property = fc.property(anyParted, ({ dataset: { kind, samples }, parts }) => {
      const sum = merged(partsOf(kind, samples, parts))
      const whole = sketchedOf(kind, samples)
      expectSame(whole, sum)
      expect(new Set(sum.slices)).toEqual(new Set(whole.slices))
      expect(sum.source).toEqual({ ...whole.source, files: sum.source.files })
    })
    fc.assert(property, { numRuns: 300 })
  })

  it('does so in any order', () => {
    const property = fc.property(anyParted, ({ dataset: { kind, samples }, parts, order }) => {
      expectSame(merged(partsOf(kind, samples, parts)), merged(partsOf(kind, samples, parts, order)))
    })
    fc.assert(property, { numRuns: 200 })
  })

  it('loses no more digits of ten thousand parts than it says', () => {
    const kind: DatasetKind = {
      task: 'binary',
      perClass: false,
      by: false,
      weighted: true,
      thresholds: [0.5],
    }
    // A power of two, so that the true sum is the part times it, to the last bit.
    const n = 2 ** 13
    const part = () => sketchedOf(kind, [{ margin: 0.71, weight: 1 / 3, slice: '', part: 1 }])
    const adder = createAdder()
    for (let i = 0; i < n; i++) adder.add(part())
    const [one, all] = [part(), adder.sum()].map(({ sketch }) => [...sketch.groups[1]!.segments.values()][0])
    let plain = 0
    for (let i = 0; i < n; i++) plain += one[0]
    const units = (sum: number, k: number) => Math.abs(sum - n * one[k]) / (n * Math.abs(one[k])) / 2 ** -52
    for (let k = 0; k < MOMENTS; k++) expect(units(all[k], k)).toBeLessThanOrEqual(64 + n / 256)
    expect(units(plain, 0)).toBeGreaterThan(64 + n / 256)
    expect(all[COUNT_SLOT]).toBe(n)
  })

  it('does so through files, but for the rounding of each', () => {
    const property = fc.property(anyParted, ({ dataset: { kind, samples }, parts }) => {
      const sum = saved(merged(partsOf(kind, samples, parts).map(saved)))
      expectSame(sketchedOf(kind, samples), sum, 2)
    })
    fc.assert(property, { numRuns: draws(200) })
  })

  it('refuses what is of another kind, and says in what', () => {
    const samples = [{ margin: 1, weight: 1, slice: 'day', part: 0 }]
    const kind: DatasetKind = {
      task: 'softmax',
      perClass: false,
      by: false,
      weighted: false,
      thresholds: [0.5],
    }
    const differences: readonly (readonly [Partial<DatasetKind>, string])[] = [
      [{ task: 'multilabel' }, 'its task is multilabel, not softmax'],
      [{ perClass: true }, 'its classes are kept apart, not together'],
      [{ by: true }, 'its slices are by light, not nothing'],
      [{ weighted: true }, 'its samples are weighted, not unweighted'],
      [{ thresholds: [0.3, 0.5] }, 'its thresholds are 0.3 and 0.5, not 0.5'],
    ]
    for (const [difference, words] of differences)
      expect(() =>
        merged([sketchedOf(kind, samples, 'a'), sketchedOf({ ...kind, ...difference }, samples, 'b')]),
      ).toThrow(`b: does not go together with a: ${words}`)
  })
})
