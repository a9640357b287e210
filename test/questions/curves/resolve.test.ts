import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reference } from '../../../src/kernels/reference.ts'
import type { Loss } from '../../../src/losses/loss.ts'
import { chooseLosses } from '../../../src/losses/spec/choose.ts'
import { createGrouping } from '../../../src/margin/grouping.ts'
import type { Margins } from '../../../src/margin/margins.ts'
import { type CdfReport, HARDEST, reportSides } from '../../../src/questions/curves/cdf.ts'
import { resolveSides } from '../../../src/questions/curves/resolve.ts'
import { createGrid } from '../../../src/sketch/grid.ts'
import { lookAt } from '../../../src/sketch/lens.ts'
import { createSketch } from '../../../src/sketch/sketch.ts'
import type { SketchedData } from '../../../src/sketched/sketched-data.ts'
import { draws } from '../../made/draws.ts'
import { anySamples, exactCurve, FALLING, type Sample, TURNING } from '../../made/shares.ts'
import { sketchedOf } from '../../made/sketched.ts'

/** Where all is easy the loss sums to nothing much, and doubles below 1e-300 lose digits. */
const SOMETHING = 1e-290

/** A tenth of a percent, and what rounding may leave on its edge. */
const DIGIT = 0.001
const EDGE = 1e-9

/** Equal, or not by a millionth: what differs by less than 1e-12 counts as equal. */
const anyRounded = fc.oneof(
  fc.integer({ min: -70_000_000, max: 5_000_000 }).map((n) => n / 1e6),
  fc.integer({ min: 0, max: 9 }).map((n) => 1 + n / 1e6),
  fc.constantFrom(-100, 0.5, 1),
)

/** A pass over margins that are held in memory. */
function passOver(block: Margins) {
  let passes = 0
  return {
    pass: async (view: Parameters<typeof lookAt>[0]) => {
      passes++
      const sketch = createSketch(createGrid(), false)
      reference.accumulate(sketch, lookAt(view, block))
      return sketch
    },
    passes: () => passes,
  }
}

interface Binary {
  readonly samples: readonly Sample[]
  readonly positive: readonly number[]
}

async function cumulated({ samples, positive }: Binary, losses: readonly Loss[]) {
  const margin = Float64Array.from(samples, ({ s }) => s)
  const group = Int32Array.from(positive)
  const weight = Float64Array.from(samples, ({ w }) => w)
  const data = sketchedOf({ margin, positive: group, weight }, 0.5)
  const { pass, passes } = passOver({ length: margin.length, margin, group, weight })
  const report = reportSides(data, losses, await resolveSides(data, losses, pass))
  return { report, passes: passes() }
}

/** Holds every share of a report against the truth. */
function expectExact(
  report: CdfReport,
  losses: readonly Loss[],
  samplesOf: (side: string) => readonly Sample[],
  alpha?: (index: number) => number,
) {
  for (const { class: side, curves, samples } of report.classes) {
    for (const [k, curve] of curves.entries()) {
      if (!(Math.abs(curve.total) > SOMETHING)) continue
      const exact = exactCurve(samplesOf(side), losses[k], alpha)
      const check = (share: number, low: number, value: number, high: number) => {
        const words = `${curve.spec}, ${side}, ${share}: ${low} to ${high}`
        const truth = exact.shareAt(share)
        const off = 8 * Number.EPSILON * exact.size
        expect(low <= truth + off && truth <= high + off, `${words}, not ${truth}`).toBe(true)
        expect(low <= value && value <= high, words).toBe(true)
        return { low, high, words }
      }
      for (const [i, share] of samples.entries())
        check(share, curve.lossLow![i], curve.loss![i], curve.lossHigh![i])
      for (const [i, share] of HARDEST.entries()) {
        const [low, value, high] = [curve.hardestLow![i], curve.hardest![i], curve.hardestHigh![i]]
        const found = check(1 - share, 1 - high, 1 - value, 1 - low)
        const digits = [low, high].map((one) => Math.round(one / DIGIT))
        // Where a loss that some samples lower nearly sums to nothing, so does what its shares are parts of.
        if (exact.size < 1e4) expect(digits[0] === digits[1] || high - low < EDGE, found.words).toBe(true)
      }
    }
  }
}

describe('the shares that the hardest samples carry, looked for in the data', () => {
  it('are known to the digit, whatever the samples and the loss', async () => {
    const anyLoss = fc.constantFrom(...chooseLosses([...FALLING, ...TURNING], {}))
    const anyBinary = anySamples.chain((samples) =>
      fc
        .array(fc.integer({ min: 0, max: 1 }), { minLength: samples.length, maxLength: samples.length })
        .map((positive) => ({ samples, positive })),
    )
    const property = fc.asyncProperty(
      anyBinary,
      fc.array(anyLoss, { minLength: 1, maxLength: 3 }),
      async (data, losses) => {
        const { report } = await cumulated(data, losses)
        const ofSide = (side: string) =>
          data.samples.filter((_, i) => (data.positive[i] === 1) === (side === 'positive'))
        expectExact(report, losses, ofSide)
      },
    )
    await fc.assert(property, { numRuns: draws(300) })
  })

  it('need no look where samples are alike, and few where very many are spread', async () => {
    const losses = chooseLosses(['focal'], { gamma: '0,2,5' })
    const alike = {
      samples: new Array<Sample>(100).fill({ s: 3.178, w: 1 }),
      positive: new Array<number>(100).fill(1),
    }
    expect((await cumulated(alike, losses)).passes).toBe(0)
    const n = draws(1_000_000)
    const spread = Array.from({ length: n }, (_, i) => ({ s: normalQuantile((i + 0.5) / n), w: 1 }))
    const { report, passes } = await cumulated(
      { samples: spread, positive: new Array<number>(n).fill(1) },
      losses,
    )
    // One for the figures, one for the other points of the curve.
    expect(passes).toBeLessThanOrEqual(2)
    expectExact(report, losses, () => spread)
  })

  it('are those of all slices and classes, each class with its factor', async () => {
    const margins = fc.array(fc.tuple(anyRounded, fc.integer({ min: 0, max: 5 })), {
      minLength: 1,
      maxLength: 80,
    })
    const factors = [1, 2.5, 0.25]
    const losses = chooseLosses([`focal:alpha=${factors.join()}`], { gamma: '0,5' })
    const property = fc.asyncProperty(margins, async (samples) => {
      const margin = Float64Array.from(samples, ([s]) => s)
      // Two slices of three classes.
      const group = Int32Array.from(samples, ([, own]) => own)
      const block = { length: margin.length, margin, group, weight: null }
      const { pass } = passOver(block)
      const data = softmaxOf(block)
      const report = reportSides(data, losses, await resolveSides(data, losses, pass))
      const own = samples.map(([s]) => ({ s, w: 1 }))
      expectExact(
        report,
        losses,
        () => own,
        (i) => factors[group[i] % 3],
      )
    })
    await fc.assert(property, { numRuns: draws(100) })
  })

  it('are refused when the data are no longer what they were', async () => {
    const losses = chooseLosses(['ce'], {})
    const margin = Float64Array.from({ length: 40 }, (_, i) => 1 + i / 400)
    const positive = new Int32Array(40).fill(1)
    const data = sketchedOf({ margin, positive, weight: null }, 0.5)
    const { pass } = passOver({ length: 30, margin: margin.slice(0, 30), group: positive, weight: null })
    await expect(resolveSides(data, losses, pass)).rejects.toThrow('changed while it was read')
  })
})

/** Three classes in two slices, kept apart. */
function softmaxOf(block: Margins): SketchedData {
  const sketch = createSketch(createGrid(), false)
  reference.accumulate(sketch, block)
  const classes = ['a', 'b', 'c']
  const { source } = sketchedOf({ margin: new Float64Array(), positive: new Int32Array(), weight: null }, 0.5)
  return {
    source: { ...source, task: 'softmax', classes },
    grouping: createGrouping('softmax', classes, true),
    slices: ['x', 'y'],
    thresholds: [],
    sketch,
  }
}

/** Winitzki's approximation of 1 + 2 times it: margins that are spread as a normal distribution is, near enough. */
function normalQuantile(p: number): number {
  const a = 0.147
  const ln = Math.log(4 * p * (1 - p))
  const b = 2 / (Math.PI * a) + ln / 2
  return 1 + 2 * Math.sign(p - 0.5) * Math.SQRT2 * Math.sqrt(Math.sqrt(b * b - ln / a) - b)
}
