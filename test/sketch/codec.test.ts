import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LOSSES } from '../../src/losses/index.ts'
import type { Loss } from '../../src/losses/loss.ts'
import { completeLoss, parseLoss } from '../../src/losses/spec.ts'
import { thresholdMargin } from '../../src/margin/margins.ts'
import { countSamples, decodeSketch, encodeSketch, type SketchCode } from '../../src/sketch/codec.ts'
import { evaluateGroup, prepareGroup, type Sums } from '../../src/sketch/evaluate.ts'
import { BINS_PER_UNIT, HIGHEST, LOWEST, MOMENTS } from '../../src/sketch/grid.ts'
import { readBase64, SEGMENT_BYTES, scaleOf, WIDTHS } from '../../src/sketch/moment-bytes.ts'
import { BIN_STRIDE, type Sketch } from '../../src/sketch/sketch.ts'
import { anyDataset, type DatasetKind, type Sample, sketchedOf } from './datasets.ts'

/** What rounding can do to a sum of positive terms; the bound of docs/sketch.md at r = 22 is 4.5e-14. */
const ROUNDING = 5e-14

/** That, and four times as much for the sums over 14 nodes, which differ in their last bits too. */
const TOLERANCE = 2e-13

/** Every registered loss, and the settings that are hardest. */
const HARD_CASES = [
  ...LOSSES.map(({ name }) => name),
  'focal:gamma=0',
  'focal:gamma=0.3',
  'focal:gamma=10',
  'poly1:epsilon=-1',
  'poly1-focal:gamma=10,epsilon=3,poly-alpha=off',
  'poly-n:epsilon=-1,-0.5,2,0,3',
  'focal-star:gamma=10,beta=-20',
  'focal-star:gamma=4,beta=20',
].map((spec) => completeLoss(parseLoss(spec)))

/** The same with |epsilon|: its sums are those of the terms' magnitudes, since all terms fall with the margin. */
function magnitudeOf(loss: Loss): Loss {
  const { epsilon } = loss.parameters
  if (epsilon === undefined) return loss
  const size = typeof epsilon === 'number' ? Math.abs(epsilon) : (epsilon as readonly number[]).map(Math.abs)
  return { ...loss, parameters: { ...loss.parameters, epsilon: size } }
}

type Evaluated = Pick<Sums, 'loss' | 'lossSquared' | 'gradient' | 'modulation' | 'modulationSquared'>

/** Magnitudes of all sums, sample by sample. */
function scaleOfSums(samples: readonly Sample[], loss: Loss): Evaluated {
  const { definition, parameters } = magnitudeOf(loss)
  const sum = (term: (margin: number, weight: number) => number) =>
    samples.reduce((total, { margin, weight }) => total + Math.abs(term(margin, weight)), 0)
  return {
    loss: sum((s, w) => w * definition.value(s, parameters, 0.25)),
    lossSquared: sum((s, w) => (w * definition.value(s, parameters, 0.25)) ** 2),
    gradient: sum((s, w) => w * definition.gradient(s, parameters, 0.25)),
    modulation: sum((s, w) => w * definition.modulation(s, parameters, 0.25)),
    modulationSquared: sum((s, w) => (w * definition.modulation(s, parameters, 0.25)) ** 2),
  }
}

const throughJson = (sketch: Sketch, room = 100) =>
  decodeSketch(JSON.parse(JSON.stringify(encodeSketch(sketch))), room)

/** Holds every sum of every loss over the decoded sketch against the one that was encoded. */
function checkRoundTrip(kind: DatasetKind, samples: readonly Sample[]): void {
  const { sketch, slices, grouping } = sketchedOf(kind, samples)
  const back = throughJson(sketch)
  const threshold = thresholdMargin(kind.thresholds[0])
  sketch.groups.forEach((_, index) => {
    const [before, after] = [sketch, back].map((one) => prepareGroup(one, index, threshold)!)
    expect(after.group.below).toEqual(before.group.below)
    expect(after.group.above).toEqual(before.group.above)
    const inGroup = samples.filter(
      ({ slice, part }) => slices.indexOf(kind.by ? slice : '') * grouping.size + part === index,
    )
    for (const loss of HARD_CASES) {
      const scale = scaleOfSums(inGroup, loss)
      const was = evaluateGroup(before, loss, 0.25)
      const is = evaluateGroup(after, loss, 0.25)
      for (const band of [0, 1]) {
        expect(is[band].count).toBe(was[band].count)
        expect(is[band].weight).toBe(was[band].weight)
        for (const name of Object.keys(scale) as (keyof Evaluated)[]) {
          const moved = Math.abs(is[band][name] - was[band][name])
          // Below 1e-300 doubles lose digits themselves.
          expect(moved, `${loss.spec} ${name} ${band}`).toBeLessThanOrEqual(
            TOLERANCE * scale[name] + 1e-300 * samples.length,
          )
        }
      }
    }
  })
}

/** Sum and count are the same; of each moment half a unit may be missing, and 1/64 for the rounding of the quotient. */
function holdMoments(page: Float64Array, back: Float64Array): void {
  page.forEach((number, slot) => {
    const k = slot % BIN_STRIDE
    const unit = k > 0 && k < MOMENTS ? page[slot - k] / scaleOf(WIDTHS[k - 1]) : 0
    if (Math.abs(back[slot] - number) > 0.52 * unit)
      throw new Error(`moment ${k} was ${number}, is ${back[slot]}`)
  })
}

const BINARY = { task: 'binary', perClass: false, by: false, weighted: false, thresholds: [0.3] } as const

describe('a sketch that was encoded and decoded', () => {
  it('gives every loss the same sums, and the same counts and tails to the bit', () => {
    const property = fc.property(anyDataset, ({ kind, samples }) => {
      checkRoundTrip(kind, samples)
    })
    fc.assert(property, { numRuns: 200 })
  })

  it('does so when all samples crowd at the easy end of a bin, where losses are smallest', () => {
    for (const bin of [-512, -200, -8, 0, 8, 24, 80, 160, 200, 400]) {
      const samples = Array.from({ length: 100 }, (_, i) => ({
        margin: (bin + 1) / 8 - 1e-6 * (i + 1),
        weight: 1,
        slice: '',
        part: 0,
      }))
      checkRoundTrip(BINARY, samples)
    }
  })

  it('has each moment within half a unit of what it was', () => {
    const property = fc.property(anyDataset, ({ kind, samples }) => {
      const { sketch } = sketchedOf(kind, samples)
      const back = throughJson(sketch)
      for (const name of ['groups', 'squares'] as const)
        sketch[name]?.forEach((group, index) => {
          group?.pages.forEach((page, at) => {
            if (page) holdMoments(page, back[name]![index]!.pages[at]!)
          })
        })
    })
    fc.assert(property, { numRuns: 200 })
  })

  it('has 1 and -1 as the largest whole numbers of their bytes', () => {
    // At the beginning of a bin d is -1, and T_k(-1) is 1 and -1 by turns.
    const sample = { margin: 0, weight: 1, slice: '', part: 0 }
    const bytes = [...readBase64(encodeSketch(sketchedOf(BINARY, [sample]).sketch).groups[0].moments)!]
    for (const [i, width] of WIDTHS.entries()) {
      const filling = Array.from({ length: width - 1 }, (_, at) => (at === 0 ? 1 : 0))
      const number = i % 2 === 0 ? [...filling, 0x80] : [...filling.map(() => 0xff), 0x7f]
      expect(bytes.splice(0, width)).toEqual(number)
    }
    expect(bytes).toEqual([])
  })

  it('is the same text when it is encoded again', () => {
    const property = fc.property(anyDataset, ({ kind, samples }) => {
      const once = throughJson(sketchedOf(kind, samples).sketch)
      expect(JSON.stringify(encodeSketch(throughJson(once)))).toBe(JSON.stringify(encodeSketch(once)))
    })
    fc.assert(property, { numRuns: 200 })
  })

  it('counts its samples, and takes 58 bytes a segment', () => {
    const property = fc.property(anyDataset, ({ kind, samples }) => {
      const code: SketchCode = encodeSketch(sketchedOf(kind, samples).sketch)
      expect(countSamples(code)).toBe(samples.length)
      for (const { moments, segments } of code.groups)
        expect(readBase64(moments)!.length).toBe(segments.length * SEGMENT_BYTES)
      expect(SEGMENT_BYTES).toBe(58)
    })
    fc.assert(property, { numRuns: 50 })
  })
})

describe('rounding of the moments', () => {
  /** Chebyshev coefficients 1 to 13 of a function over a bin, at 32 nodes. */
  function coefficients(f: (margin: number) => number, start: number): readonly number[] {
    const angles = Array.from({ length: 32 }, (_, j) => (Math.PI * (j + 0.5)) / 32)
    const values = angles.map((angle) => f(start + (1 + Math.cos(angle)) / 16))
    return WIDTHS.map(
      (_, i) =>
        values.reduce((sum, value, j) => sum + value * Math.cos((i + 1) * angles[j]), 0) /
        (values.length / 2),
    )
  }

  /** The most that it can move a sum over one bin, by the smallest sum of as many terms. */
  function worst(f: (margin: number) => number, size: (margin: number) => number, start: number): number {
    const moved = coefficients(f, start).reduce(
      (sum, a, i) => sum + (Math.abs(a) * 0.52) / scaleOf(WIDTHS[i]),
      0,
    )
    return moved / Math.min(...Array.from({ length: 17 }, (_, i) => size(start + i / 128)))
  }

  it('moves an exponential by no more than the table in docs/sketch.md says', () => {
    const table = { 1: 2.5e-16, 2: 5.5e-16, 5: 1.8e-15, 11: 6.4e-15, 22: 4.7e-14 }
    for (const [r, bound] of Object.entries(table)) {
      const f = (s: number) => Math.exp(-Number(r) * s)
      expect(worst(f, f, 0)).toBeLessThan(bound)
      expect(worst(f, f, 0)).toBeGreaterThan(bound / 1.2)
    }
  })

  it('moves no sum of any loss by more than 5e-14 of its terms, in any bin', () => {
    for (const loss of HARD_CASES) {
      const { definition, parameters } = loss
      const size = magnitudeOf(loss).parameters
      // Beyond 30 every loss is a plain exponential.
      for (let start = LOWEST; start < Math.min(30, HIGHEST); start += 1 / BINS_PER_UNIT) {
        const sums = [
          worst(
            (s) => definition.value(s, parameters, 1),
            (s) => definition.value(s, size, 1),
            start,
          ),
          worst(
            (s) => definition.value(s, parameters, 1) ** 2,
            (s) => definition.value(s, size, 1) ** 2,
            start,
          ),
          worst(
            (s) => definition.gradient(s, parameters, 1),
            (s) => -definition.gradient(s, size, 1),
            start,
          ),
          worst(
            (s) => definition.modulation(s, parameters, 1) ** 2,
            (s) => definition.modulation(s, size, 1) ** 2,
            start,
          ),
        ]
        expect(Math.max(...sums), `${loss.spec} at ${start}`).toBeLessThan(ROUNDING)
      }
    }
  })
})
