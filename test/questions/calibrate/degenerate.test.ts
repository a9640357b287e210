/** Calibration where figures have no value, and of scores that are few or far out: against closed forms, and pairs counted one by one. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CalibrateReport, calibrate as calibrateAny, check } from '../../../src/index.ts'
import { draws } from '../../made/draws.ts'
import { lossctl } from '../../made/host.ts'
import { scratchFolder } from '../../made/scratch.ts'

const scratch = scratchFolder()

const calibrate = async (
  scores: readonly number[],
  labels: readonly number[],
  more: { readonly from?: 'probs' } = {},
) => (await calibrateAny({ scores, labels, from: 'logits', task: 'binary', ...more })) as CalibrateReport

/** P(z of a positive > z of a negative) + 1/2 P(equal), pair by pair. */
function areaOf(scores: readonly number[], labels: readonly number[]): number {
  const of = (label: number) => scores.filter((_, i) => labels[i] === label)
  const pairs = of(1).flatMap((p) => of(0).map((n) => (p > n ? 1 : p === n ? 0.5 : 0)))
  return pairs.reduce((sum: number, one) => sum + one, 0) / pairs.length
}

const rows = (z: fc.Arbitrary<number>) =>
  fc
    .array(fc.tuple(z, fc.constantFrom(0, 1)), { minLength: 4, maxLength: 60 })
    .filter((all) => all.some(([, y]) => y === 1) && all.some(([, y]) => y === 0))

describe('the area under the curve', () => {
  it.each([
    ['whole numbers', fc.integer({ min: -6, max: 6 })],
    ['eighths', fc.integer({ min: -40, max: 40 }).map((k) => k / 8)],
    ['fifths', fc.integer({ min: -30, max: 30 }).map((k) => k / 5)],
    ['one number', fc.constant(0.7)],
  ])('of %s is that of the pairs, to rounding', async (_name, z) => {
    const property = fc.asyncProperty(rows(z), async (all) => {
      const [scores, labels] = [all.map(([z]) => z), all.map(([, y]) => y)]
      const { area } = await calibrate(scores, labels)
      // A sum of at most 900 pairs of whole weight.
      expect(Math.abs(area!.value - areaOf(scores, labels))).toBeLessThanOrEqual(1e-12)
    })
    await fc.assert(property, { numRuns: draws(100) })
  })

  it.each([
    [[0, 1]],
    [[0, 0.5, 1]],
    [[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]],
  ])('of probabilities %j is that of the pairs too', async (few) => {
    const property = fc.asyncProperty(rows(fc.constantFrom(...few)), async (all) => {
      const [scores, labels] = [all.map(([p]) => p), all.map(([, y]) => y)]
      const { area } = await calibrate(scores, labels, { from: 'probs' })
      expect(Math.abs(area!.value - areaOf(scores, labels))).toBeLessThanOrEqual(1e-12)
    })
    await fc.assert(property, { numRuns: draws(60) })
  })

  it('of scores that are spread but for a third at 0 is off by less than pairs within a bin are', async () => {
    const labels = Array.from({ length: 900 }, (_, i) => ((i * 7919) % 5) % 2)
    const scores = labels.map((y, i) => (i % 3 === 0 ? 0 : 3 * Math.sin(i * i) + y))
    const { area } = await calibrate(scores, labels)
    const truth = areaOf(scores, labels)
    // Half the pairs of a bin, and half of what touches and may have the same z. All that is 0 in truth is taken for that.
    const places = (label: number) => scores.filter((_, i) => labels[i] === label)
    const isIn = (z: number, bin: number, label: number) =>
      label === 1 ? z >= bin / 8 && z < (bin + 1) / 8 : z > bin / 8 && z <= (bin + 1) / 8
    const countIn = (bin: number, label: number) => places(label).filter((z) => isIn(z, bin, label)).length
    const bins = Array.from({ length: 80 }, (_, k) => k - 40)
    const open = bins.map((bin) => countIn(bin, 1) * (countIn(bin, 0) + countIn(bin - 1, 0)))
    const ties = places(0).filter((z) => z === 0).length * places(1).filter((z) => z === 0).length
    const most = (open.reduce((sum, one) => sum + one) - ties) / 2 / (places(0).length * places(1).length)
    expect(most).toBeLessThan(0.05)
    expect(Math.abs(area!.value - truth)).toBeLessThan(most)
    expect(area!.low).toBeLessThanOrEqual(truth)
    expect(area!.high).toBeGreaterThanOrEqual(truth)
  })

  it('has its bounds beside it in CSV', async () => {
    const path = scratch('halves.csv', `p,y\n${'0.5,1\n'.repeat(10)}0.5,0\n`)
    const { stdout } = await lossctl(['calibrate', path, '--from', 'probs', '--format', 'csv'])
    const [names, values] = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(','))
    const of = (name: string) => Number(values[names.indexOf(name)])
    expect([of('area'), of('areaLow'), of('areaHigh')]).toEqual([0.5, 0.5, 1])
  })
})

describe('there is no temperature, no line and no statistic', () => {
  it.each([null, 3])('of log-odds that are all 0, with weights of %j', async (weight) => {
    const labels = Array.from({ length: 50 }, (_, i) => (i < 42 ? 1 : 0))
    const data = {
      scores: labels.map(() => 0.5),
      labels,
      from: 'probs' as const,
      ...(weight !== null && { weights: labels.map((_, i) => 0.1 + (i % weight)) }),
    }
    const found = (await calibrateAny(data)) as CalibrateReport
    expect(found).toMatchObject({ temperature: null, platt: null, spiegelhalter: null })
    expect(found.why).toEqual({ temperature: 'alike', platt: 'alike' })
    expect(found.chance!.p).toBeNull()
    for (const rule of ['max temperature=100', 'max slope=100', 'max spiegelhalter=100'])
      expect((await check(data, { rules: [rule] })).verdict, rule).toBe('cannot compare')
  })

  it('of log-odds that are alike, but for the temperature: logit of the share over them', async () => {
    const labels = [1, 1, 1, 1, 1, 0, 0]
    const { temperature, why } = await calibrate(
      labels.map(() => 0.3),
      labels,
    )
    expect(Math.abs(temperature!.temperature - 0.3 / Math.log(5 / 2))).toBeLessThanOrEqual(1e-12)
    expect(why).toEqual({ temperature: null, platt: 'alike' })
    const path = scratch('alike.csv', `z,y\n${labels.map((y) => `0.3,${y}`).join('\n')}`)
    expect((await lossctl(['calibrate', path, '--from', 'logits'])).stdout).toContain(
      'There is no Platt line: all log-odds are alike',
    )
  })

  // Of two places, with either label at both, weighed so that the log-odds of the labels there are those of a line of slope 2.
  const twoPlaces = (centre: number, distance: number) => {
    const z = [centre - distance, centre + distance]
    const shares = z.map((one) => 1 / (1 + Math.exp(1 - 2 * (one - centre))))
    return {
      scores: [z[0], z[0], z[1], z[1]],
      labels: [0, 1, 0, 1],
      weights: shares.flatMap((share) => [1 - share, share]),
      from: 'logits',
      task: 'binary',
    } as const
  }

  it.each([
    0.3, 0.3125, 5.03, 20.05, 50.01, -3.01,
  ])('of log-odds about %d that bins do not part, and of others a line within 1e-9', async (centre) => {
    for (const distance of [1e-2, 3e-3, 1e-3, 4e-4]) {
      const { platt } = (await calibrateAny(twoPlaces(centre, distance))) as CalibrateReport
      expect(Math.abs(platt!.slope - 2), `${distance}`).toBeLessThanOrEqual(1e-9)
    }
    for (const distance of [3e-5, 1e-6, 1e-7, 1e-8, 1e-9]) {
      const { why } = (await calibrateAny(twoPlaces(centre, distance))) as CalibrateReport
      expect(why.platt, `${distance}`).toBe('alike')
    }
  })

  it('of scores that tell nothing, each once with either label: the best slope is 0', async () => {
    const property = fc.asyncProperty(
      fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 12 }),
      async (one) => {
        fc.pre(one.some((z) => Math.abs(z) > 0.1))
        const scores = [...one, ...one]
        const { temperature, platt, why } = await calibrate(
          scores,
          scores.map((_, i) => (i < one.length ? 1 : 0)),
        )
        expect([temperature, why.temperature]).toEqual([null, 'flat'])
        // One verdict of both: the line is level at the share of positives, to the last bit.
        if (why.platt !== 'alike') expect(platt).toMatchObject({ slope: 0, intercept: 0 })
      },
    )
    await fc.assert(property, { numRuns: draws(100) })
  })

  it.each([1, 150, 180, 200, 300, 370, 700, 2000])('of classes that a threshold parts: ±%d', async (z) => {
    const { why, temperature, platt } = await calibrate([z, -z, z, -z / 2], [1, 0, 1, 0])
    expect([temperature, platt]).toEqual([null, null])
    expect(why).toEqual({ temperature: 'separable', platt: 'separable' })
    const turned = await calibrate([z, -z, z, -z / 2], [0, 1, 0, 1])
    expect(turned.why).toEqual({ temperature: 'separable', platt: 'separable' })
  })
})

it.each([
  60, 200, 380, 700,
])('sure samples with one mistake of four at ±%d have the line of their shares', async (z) => {
  // Of three in four at each end the best line has the log-odds ±ln 3 there, and no intercept.
  const found = await calibrate([z, z, z, z, -z, -z, -z, -z], [1, 1, 1, 0, 0, 0, 0, 1])
  const slope = Math.log(3) / z
  // The slope of the loss is a sum of 8 terms of at most 3 z / 4, each off by some 2^-52, over a curvature of 3 z² / 2: a tenth of this.
  expect(Math.abs(found.platt!.slope / slope - 1)).toBeLessThanOrEqual(1e-14)
  expect(found.platt!.intercept).toBe(0)
  expect(Math.abs(found.temperature!.temperature * slope - 1)).toBeLessThanOrEqual(1e-14)
})

describe('Spiegelhalter’s z', () => {
  it.each([10, 29.841, 100, 340, 600])('of a sure mistake at %d beside one half is e^(z / 2)', async (z) => {
    const { spiegelhalter } = await calibrate([z, 0], [0, 0])
    // (1 − 2p)(y − p) = p (2p − 1) over (2p − 1) √(p (1 − p)) is √(p / (1 − p)), and the half adds nothing.
    expect(Math.abs(spiegelhalter! / Math.exp(z / 2) - 1)).toBeLessThanOrEqual(1e-12)
  })
})
