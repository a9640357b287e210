import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Loss } from '../../../src/losses/loss.ts'
import { thresholdMargin } from '../../../src/margin/margins.ts'
import { countSamples, decodeSketch, encodeSketch, type SketchCode } from '../../../src/sketch/code/codec.ts'
import { readBase64, SEGMENT_BYTES, scaleOf, WIDTHS } from '../../../src/sketch/code/moment-bytes.ts'
import { MOMENTS } from '../../../src/sketch/grid.ts'
import type { Sketch } from '../../../src/sketch/sketch.ts'
import { evaluateGroup, type PreparedGroup, prepareGroup } from '../../../src/sketch/sums/evaluate.ts'
import { norm } from '../../../src/sketch/sums/norm.ts'
import type { Sums } from '../../../src/sketch/sums/sums.ts'
import { boundTo } from '../../made/bound.ts'
import { anyDataset, type DatasetKind, type Sample, sketchedOf } from '../../made/datasets.ts'
import { draws } from '../../made/draws.ts'
import { plainSquares } from '../../made/oracle.ts'
import { HARD_CASES, magnitudeOf } from '../hard-cases.ts'

/**
 * Four times what rounding can do to a sum (moment-bytes.test.ts): both sums also differ in the last bits of 14 terms a
 * bin, of which the largest are 16 times the sum where all samples lie at the easy end.
 */
const TOLERANCE = 2e-13

interface Evaluated extends Pick<Sums, 'loss' | 'gradient' | 'modulation'> {
  readonly lossSquared: number
  readonly modulationSquared: number
}

/** Magnitudes of all sums, sample by sample. */
function scaleOfSums(samples: readonly Sample[], loss: Loss): Evaluated {
  const { value, gradient, modulation } = boundTo(magnitudeOf(loss), 0.25)
  const sum = (term: (margin: number, weight: number) => number) =>
    samples.reduce((total, { margin, weight }) => total + Math.abs(term(margin, weight)), 0)
  return {
    loss: sum((s, w) => w * value(s)),
    lossSquared: sum((s, w) => (w * value(s)) ** 2),
    gradient: sum((s, w) => w * gradient(s)),
    modulation: sum((s, w) => w * modulation(s)),
    modulationSquared: sum((s, w) => (w * modulation(s)) ** 2),
  }
}

function sumsOf(prepared: PreparedGroup, loss: Loss, band: number): Evaluated {
  const bound = boundTo(loss, 0.25)
  const { modulated, ...sums } = evaluateGroup(prepared, bound)[band]
  return {
    ...sums,
    lossSquared: norm(prepared, band === 0 ? 'hard' : 'easy', bound.value) ** 2,
    modulationSquared: plainSquares(modulated),
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
    expect(after.group.far).toEqual(before.group.far)
    const inGroup = samples.filter(
      ({ slice, part }) => slices.indexOf(kind.by ? slice : '') * grouping.size + part === index,
    )
    for (const loss of HARD_CASES) {
      const scale = scaleOfSums(inGroup, loss)
      const [was, is] = [before, after].map((prepared) => evaluateGroup(prepared, boundTo(loss, 0.25)))
      for (const band of [0, 1]) {
        expect(is[band].count).toBe(was[band].count)
        expect(is[band].weight).toBe(was[band].weight)
        const [sumsBefore, sumsAfter] = [before, after].map((prepared) => sumsOf(prepared, loss, band))
        for (const name of Object.keys(scale) as (keyof Evaluated)[]) {
          const moved = Math.abs(sumsAfter[name] - sumsBefore[name])
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
function holdMoments(moments: Float64Array, back: Float64Array): void {
  moments.forEach((number, k) => {
    const unit = k > 0 && k < MOMENTS ? moments[0] / scaleOf(WIDTHS[k - 1]) : 0
    if (Math.abs(back[k] - number) > 0.52 * unit) throw new Error(`moment ${k} was ${number}, is ${back[k]}`)
  })
}

const BINARY = { task: 'binary', perClass: false, by: false, weighted: false, thresholds: [0.3] } as const

describe('a sketch that was encoded and decoded', () => {
  it('gives every loss the same sums, and the same counts and tails to the bit', () => {
    const property = fc.property(anyDataset, ({ kind, samples }) => {
      checkRoundTrip(kind, samples)
    })
    fc.assert(property, { numRuns: draws(200) })
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
          const { segments } = back[name]![index] ?? { segments: new Map<number, Float64Array>() }
          expect([...segments.keys()].sort()).toEqual([...(group?.segments.keys() ?? [])].sort())
          group?.segments.forEach((moments, number) => {
            holdMoments(moments, segments.get(number)!)
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
