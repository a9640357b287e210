/** Sketches of version 1, which earlier releases and a program in Python wrote, against the predictions they are of. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compare, merge, readSketch, sketch } from '../../../src/index.ts'
import { ce } from '../../../src/losses/ce.ts'
import { softplus } from '../../../src/losses/functions.ts'
import type { Loss, LossDefinition } from '../../../src/losses/loss.ts'
import { completeLoss } from '../../../src/losses/spec/spec.ts'
import { compareSketched } from '../../../src/questions/compare/compare.ts'
import { checkLosses, obstacleTo } from '../../../src/sketched/edges.ts'
import { fromContent } from '../../../src/sketched/sketch-content.ts'
import { exactSum } from '../../made/oracle.ts'
import { fixture } from '../../made/shared.ts'

const LOSSES = ['ce', 'focal:gamma=2', 'focal:gamma=0.5,alpha=0.25', 'poly1:epsilon=-1', 'focal-star']
const CSV = { scores: fixture('sketch/version-1.csv'), weight: 'weight', by: 'scene' } as const
const FIRST = fixture('sketch/version-1-first.sketch.json')
const HELD = fixture('sketch/version-1-held.sketch.json')
const OPTIONS = { threshold: 0.5, reduction: 'mean', classWeights: null, by: null, hardest: 0 } as const

interface Row {
  readonly y: number
  readonly p: number
  readonly w: number
}

const ROWS: readonly Row[] = readFileSync(CSV.scores, 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
  .map(([y, p, , w]) => ({ y: Number(y), p: Number(p), w: Number(w) }))

/** ln of the probability of the truth, held at -100 where that is 0. */
const logOf = ({ y, p }: Row) => {
  const pt = y === 1 ? p : 1 - p
  return pt === 0 ? -100 : y === 1 ? Math.log(p) : Math.log1p(-p)
}
const meanOf = (of: (row: Row) => number) =>
  exactSum(ROWS.map((row) => row.w * of(row))) / exactSum(ROWS.map(({ w }) => w))

/** (1 − pt^q) / q: level from −53 ln 2 / q down, which is far below −64 for a small q. */
const power = (q: number): Loss =>
  completeLoss({
    definition: {
      ...ce,
      name: `power-${q}`,
      parameters: {},
      at: () => ({
        value: (s: number) => -Math.expm1(-q * softplus(-s)) / q,
        gradient: () => 0,
        modulation: null,
        below: 'level',
        belowFrom: (-53 * Math.LN2) / q,
      }),
    } as LossDefinition,
    given: {},
  })

describe('a sketch of version 1', () => {
  it.each([FIRST, HELD])('has the cross-entropy of its samples: %s', async (path) => {
    const { losses } = await compare(await readSketch(path), { losses: ['ce'] })
    const want = meanOf((row) => -logOf(row))
    expect(Math.abs(losses[0].value! - want)).toBeLessThanOrEqual(1e-13 * want)
  })

  it.each([FIRST, HELD])('answers as the predictions do, slice by slice: %s', async (path) => {
    const [of, to] = [
      await compare(CSV, { losses: LOSSES, by: 'slice' }),
      await compare(path, { losses: LOSSES, by: 'slice' }),
    ]
    const figures = ({ losses, bands }: typeof of | NonNullable<typeof of.groups>[number]) => [
      ...bands.map(({ count }) => count),
      ...losses.flatMap(({ value, effectiveSamples, bands: parts }) => [
        value!,
        effectiveSamples!,
        ...parts.map(({ loss }) => loss),
      ]),
    ]
    const pairs = [[of, to] as const, ...of.groups!.map((group, i) => [group, to.groups![i]] as const)]
    for (const [a, b] of pairs) {
      const [ours, theirs] = [figures(a), figures(b)]
      for (const [i, x] of ours.entries())
        expect(Math.abs(theirs[i] - x)).toBeLessThanOrEqual(2e-13 * Math.abs(x))
    }
  })

  it('tells how many samples are held, and what they carry, if it was made to', async () => {
    const [first, held] = [await compare(FIRST), await compare(HELD)]
    const direct = await compare(CSV)
    expect(held.source.held).toBe(direct.source.held)
    expect(held.losses[0].held!.samples).toBe(6)
    expect(held.losses[0].held!.lossShare).toBeCloseTo(direct.losses[0].held!.lossShare!, 13)
    expect(first.losses[0].held).toEqual({ samples: null, lossShare: null })
  })

  it('has samples of a probability of 0 in a bin, and refuses what it cannot tell of the others below', async () => {
    const loss = power(0.1)
    const held = fromContent(HELD, await readSketch(HELD))
    expect(held.sketch.groups.flatMap((group) => group?.below[0] ?? [])).toEqual([0, 4, 0, 4])
    expect(() => checkLosses(held, [loss])).toThrow('of 8 samples with a margin beyond its bins')
    expect(obstacleTo(fromContent(FIRST, await readSketch(FIRST)), loss)![0]).toContain('of 14 samples')
    const { losses } = compareSketched(fromContent('now', await sketch(CSV)), [loss], OPTIONS)
    const want = meanOf((row) => -Math.expm1(0.1 * logOf(row)) / 0.1)
    expect(Math.abs(losses[0].value! - want)).toBeLessThanOrEqual(1e-13 * want)
  })

  it('adds up with one of today, and is read again as what it was', async () => {
    const by = { thresholds: [0.3, 0.5], by: 'slice' } as const
    const both = merge([await readSketch(HELD), await sketch(CSV, by)], 'both')
    const again = JSON.parse(JSON.stringify(both))
    for (const [i, { value, held, effectiveSamples }] of (
      await compare(again, { losses: LOSSES })
    ).losses.entries()) {
      const one = (await compare(CSV, { losses: LOSSES })).losses[i]
      expect(Math.abs(value! - one.value!)).toBeLessThanOrEqual(2e-13 * one.value!)
      expect(Math.abs(effectiveSamples! - 2 * one.effectiveSamples!)).toBeLessThanOrEqual(
        1e-12 * effectiveSamples!,
      )
      expect(held!.samples).toBe(12)
    }
    expect(() => checkLosses(fromContent('both', again), [power(0.1)])).toThrow('of 8 samples')
  })

  it('was written by Python with logits far beyond its bins', async () => {
    const logits = { scores: fixture('sketch/by-python.csv') }
    const [of, to] = [await compare(logits), await compare(fixture('sketch/version-1-by-python.sketch.json'))]
    for (const [i, { value }] of of.losses.entries())
      expect(Math.abs(to.losses[i].value! - value!)).toBeLessThanOrEqual(1e-13 * value!)
  })
})
