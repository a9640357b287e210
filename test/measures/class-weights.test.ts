/** Class weights that follow from counts, against the formula in exact fractions. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare } from '../../src/index.ts'
import { lossctl } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

/** One sample of each class as often as said, all with the same scores. */
const dataOf = (counts: readonly number[]) => ({
  scores: counts.flatMap((count) => Array.from({ length: count }, () => counts.map((_, i) => i / 3))),
  labels: counts.flatMap((count, label) => Array.from({ length: count }, () => label)),
  classNames: counts.map((_, label) => `class ${label}`),
  from: 'logits' as const,
})

/** (1 - beta) / (1 - beta^n) of beta = 1 - 1/d, as a quotient of whole numbers, made to have the mean 1. */
function effective(counts: readonly number[], d: bigint): readonly number[] {
  const one = 10n ** 40n
  const raw = counts.map((count) => {
    const n = BigInt(count)
    // 1 - beta^n = (d^n - (d - 1)^n) / d^n
    return (one * d ** (n - 1n)) / (d ** n - (d - 1n) ** n)
  })
  const sum = raw.reduce((a, b) => a + b, 0n)
  return raw.map((weight) => Number((weight * one * BigInt(counts.length)) / sum) / 1e40)
}

describe('weights by the effective number of samples', () => {
  it('are those of the paper, with a mean of 1', async () => {
    const property = fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 3, maxLength: 5 }),
      fc.constantFrom(2n, 10n, 1000n, 10n ** 9n),
      async (counts, d) => {
        const beta = 1 - 1 / Number(d)
        const { classWeights } = await compare(dataOf(counts), {
          classWeights: { effective: beta },
          losses: ['ce'],
        })
        // beta itself is rounded by up to 2^-54, which 1 - beta has as a share of 1 / d.
        const want = effective(counts, d)
        for (const [i, weight] of classWeights!.entries())
          expect(Math.abs(weight - want[i])).toBeLessThanOrEqual((1e-13 + 2 ** -54 * Number(d)) * want[i])
      },
    )
    await fc.assert(property, { numRuns: 20 })
  })

  it('are equal at beta = 0, and those of balanced classes as beta comes near to 1', async () => {
    const data = dataOf([3, 5, 40])
    const of = async (classWeights: 'balanced' | { effective: number }) =>
      (await compare(data, { classWeights, losses: ['ce'] })).classWeights!
    expect(await of({ effective: 0 })).toEqual([1, 1, 1])
    const [near, balanced] = [await of({ effective: 1 - 1e-12 }), await of('balanced')]
    for (const i of [0, 1, 2]) expect(near[i] / near[2]).toBeCloseTo(balanced[i] / balanced[2], 9)
  })

  it('are asked for with --class-weight, and refused where beta is none', async () => {
    const ask = (word: string) =>
      lossctl(['compare', fixture('scenes.csv'), '--class-weight', word, '--format', 'json'])
    const { classWeights } = JSON.parse((await ask('effective:0.99')).stdout).results[0]
    // 19,980 negatives and 20 positives.
    const [n, p] = [1 - 0.99 ** 19_980, 1 - 0.99 ** 20].map((size) => 0.01 / size)
    expect(classWeights[0]).toBeCloseTo((2 * n) / (n + p), 12)
    expect(classWeights[1]).toBeCloseTo((2 * p) / (n + p), 12)
    for (const word of ['effective', 'effective:', 'effective:1', 'effective:-0.1', 'effective:x'])
      expect(await ask(word)).toMatchObject({ code: 2, stderr: expect.stringContaining('--class-weight') })
  })
})
