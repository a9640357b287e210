/** Accuracy from a sketch, against counts of the samples in the test. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare } from '../../../src/api/compare.ts'
import type { CalibrateReport } from '../../../src/questions/calibrate/calibrate.ts'
import type { CompareReport } from '../../../src/questions/compare/compare.ts'
import { draws } from '../../made/draws.ts'
import { lossctl, lossctlJson } from '../../made/host.ts'
import { scratchFolder } from '../../made/scratch.ts'
import { fixture } from '../../made/shared.ts'

/** Sums of weights in another order, and bounds that allow for 1e-9 of a bin. */
const ROUNDING = 1e-12

interface Sample {
  readonly z: number
  readonly label: number
  readonly weight: number
}

/** Positive above 1/2 alone, sample by sample. */
function directly(samples: readonly Sample[]): number {
  const right = samples.filter(({ z, label }) => Number(z > 0) === label)
  const sum = (some: readonly Sample[]) => some.reduce((all, { weight }) => all + weight, 0)
  return sum(right) / sum(samples)
}

const accuracyOf = async (samples: readonly Sample[], weighs = false) => {
  const data = {
    scores: samples.map(({ z }) => z),
    labels: samples.map(({ label }) => label),
    from: 'logits',
  } as const
  const weights = weighs ? { weights: samples.map(({ weight }) => weight) } : {}
  return (await compare({ ...data, ...weights }, { losses: ['ce'] })).accuracy!
}

/** At 0, near it on both sides, at ends of bins, anywhere. */
const z = fc.oneof(
  fc.constantFrom(0, -0, 0.125, -0.125, 1e-3, -1e-3),
  fc.double({ min: -0.2, max: 0.2, noNaN: true }),
  fc.double({ min: -800, max: 800, noNaN: true }),
)
const sample = fc.record({ z, label: fc.nat(1), weight: fc.double({ min: 0.1, max: 3, noNaN: true }) })

describe('accuracy', () => {
  it('lies between its bounds, of weighted samples too', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(sample, { minLength: 1, maxLength: 60 }),
        fc.boolean(),
        async (samples, weighs) => {
          const { low, high } = await accuracyOf(samples, weighs)
          const found = directly(weighs ? samples : samples.map((one) => ({ ...one, weight: 1 })))
          expect(low).toBeLessThanOrEqual(found + ROUNDING)
          expect(high).toBeGreaterThanOrEqual(found - ROUNDING)
        },
      ),
      { numRuns: draws(200) },
    )
  })

  it.each([
    '2',
    '4',
    '10',
    '15',
    '32',
  ])('has them where %s bins part scores next to 1/2 too', async (bins) => {
    const near = [
      [0, 1],
      [0, 1],
      [1e-12, 1],
      [4e-13, 1],
      [-1, 0],
      [2, 1],
    ]
    for (let most = 1; most <= near.length; most++)
      for (const rows of [near.slice(0, most), near.slice(near.length - most)]) {
        const file = write('near.csv', `z,label\n${rows.map((row) => `${row.join(',')}\n`).join('')}`)
        const asked = [
          'calibrate',
          file,
          '--task',
          'binary',
          '--score',
          'z',
          '--label',
          'label',
          '--from',
          'logits',
          '--bins',
          bins,
        ]
        const { accuracy } = await lossctlJson<CalibrateReport>(...(asked as [string]))
        const found = directly(rows.map(([z, label]) => ({ z, label, weight: 1 })))
        expect(accuracy!.low).toBeLessThanOrEqual(found + ROUNDING)
        expect(accuracy!.high).toBeGreaterThanOrEqual(found - ROUNDING)
      }
  })

  it('is known where no positive lies in the bin above 0, or few do and none at 0', async () => {
    const samples = [0.4, 0.3, -0.2, 3, -0, 0, -0.01].map((z, i) => ({ z, label: Number(i < 4), weight: 1 }))
    expect(await accuracyOf(samples)).toEqual({ low: 6 / 7, high: 6 / 7 })
    const near = Array.from({ length: 20 }, (_, i) => ({ z: 0.05 + i / 400, label: 1, weight: 1 }))
    expect(await accuracyOf(near)).toEqual({ low: 1, high: 1 })
  })

  it('counts a positive at 1/2 as a mistake and a negative as none, and says how far it does not know', async () => {
    const ties = [0, 1, 1, 1].map((label) => ({ z: 0, label, weight: 1 }))
    const { low, high } = await accuracyOf(ties)
    expect([low, high]).toEqual([1 / 4, 1])
    // Spread evenly over the bin: the bound is a fiftieth of them, and not all.
    const even = Array.from({ length: 5600 }, (_, i) => ({ z: (i + 0.5) / 5600 / 8, label: 1, weight: 1 }))
    const known = await accuracyOf(even)
    expect(known.high).toBe(1)
    expect(known.low).toBeGreaterThan(1 - 0.02)
  })

  const write = scratchFolder()
  it('is told by compare, calibrate and check alike, and by none of softmax margins', async () => {
    const scenes = fixture('scenes.csv')
    const { results } = await lossctlJson<{ results: CompareReport[] }>('compare', scenes)
    const { accuracy } = await lossctlJson<CalibrateReport>('calibrate', scenes)
    expect(results[0].accuracy).toEqual(accuracy)
    expect(accuracy).toEqual({ low: 0.999, high: 0.999 })
    const check = (limit: string) => lossctl(['check', scenes, '--min', `accuracy-low=${limit}`])
    expect([(await check('0.99')).code, (await check('0.9995')).code]).toEqual([0, 1])
    expect((await lossctl(['compare', scenes, '--detail'])).stdout.replaceAll('\n', ' ')).toContain(
      '; accuracy 99.9 %',
    )
    const tied = write('tied.csv', `label,prob\n${'1,0.5\n'.repeat(9)}0,0.5\n`)
    expect((await lossctl(['compare', tied, '--detail'])).stdout).toContain('accuracy 10.0 % to 100.0 %')
    const digits = await lossctlJson<{ results: CompareReport[] }>('compare', fixture('digits.csv'))
    expect(digits.results[0].accuracy).toBeNull()
  })
})
