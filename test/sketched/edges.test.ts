/** Losses of classes, with kinks and tails of their own, against sums sample by sample. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bind } from '../../src/losses/bound.ts'
import { ce } from '../../src/losses/ce.ts'
import { sigmoid, softplus } from '../../src/losses/functions.ts'
import type { Loss, LossDefinition, LossFunctions } from '../../src/losses/loss.ts'
import { completeLoss } from '../../src/losses/spec/spec.ts'
import { createGrouping } from '../../src/margin/grouping.ts'
import { readyGroups, sumBands, totalOf } from '../../src/measures/bands.ts'
import { compareSketched } from '../../src/questions/compare/compare.ts'
import { cumulate } from '../../src/questions/curves/cdf.ts'
import { createGrid } from '../../src/sketch/grid.ts'
import { checkLosses, edgesFor } from '../../src/sketched/edges.ts'
import { fromContent, toContent } from '../../src/sketched/sketch-content.ts'
import type { SketchedData } from '../../src/sketched/sketched-data.ts'
import { exactSum } from '../made/oracle.ts'
import { sketchedOf } from '../made/sketched.ts'

const define = (name: string, at: LossDefinition['at']): Loss =>
  completeLoss({ definition: { ...ce, name, parameters: {}, at } as LossDefinition, given: {} })

const plain: LossFunctions = ce.at({ alpha: 'none' }, { alpha: 1, positive: true })

const KINK = 1.3

/** Cross-entropy for positives; for negatives it stops at a margin, from which on they lose nothing. */
const cut = define('cut', (_, { positive }) =>
  positive
    ? plain
    : {
        value: (s) => Math.max(0, softplus(-s) - softplus(-KINK)),
        gradient: (s) => (s < KINK ? -sigmoid(-s) : 0),
        modulation: (s) => Math.max(0, 1 - softplus(-KINK) / softplus(-s)),
        kinks: [KINK],
      },
)

/** (1 − pt^q) / q: level below the grid, to the last bit, but where q is small. */
const power = (q: number) =>
  define(`power-${q}`, () => ({
    value: (s) => -Math.expm1(-q * softplus(-s)) / q,
    gradient: (s) => -(sigmoid(s) ** q) * sigmoid(-s),
    modulation: (s) => (s > 37 ? 1 : -Math.expm1(-q * softplus(-s)) / q / softplus(-s)),
    below: 'level',
    belowFrom: (-53 * Math.LN2) / q,
  }))

const without = define('without', () => ({ ...plain, modulation: null }))

function dataOf(margins: readonly number[], losses: readonly Loss[]): SketchedData {
  const margin = Float64Array.from(margins)
  const positive = Int32Array.from(margins, (_, i) => i % 2)
  return sketchedOf({ margin, positive, weight: null }, 0.5, losses)
}

const margins = fc.array(fc.double({ min: -60, max: 60, noNaN: true }), { minLength: 2, maxLength: 40 })

/** Sums are right to 1e-12 of their terms, of which none is below 0 (docs/architecture.md). */
function holdSums(samples: readonly number[], loss: Loss): void {
  const data = dataOf(samples, [loss])
  checkLosses(data, [loss])
  const sums = totalOf(sumBands(readyGroups(data.sketch, data.grouping, 0, null), data.grouping, loss))
  const bound = bind(loss, 'binary', 2)
  const direct = (name: 'value' | 'gradient' | 'modulation') =>
    exactSum(samples.map((s, i) => bound[i % 2][name](s)))
  for (const [got, want] of [
    [sums.loss, direct('value')],
    [sums.gradient, direct('gradient')],
    [sums.modulation, direct('modulation')],
  ])
    expect(Math.abs(got - want)).toBeLessThanOrEqual(1e-12 * Math.abs(want) + 1e-300)
}

describe('a loss with a kink, for one class alone', () => {
  it('has the sums of its samples, in a sketch that is parted there', () => {
    fc.assert(fc.property(margins, (samples) => holdSums(samples, cut)))
    holdSums([KINK - 0.02, KINK - 0.01, KINK, KINK + 0.01, KINK + 0.02, 1.26], cut)
  })

  it('goes on in its own line below the grid, though it has a kink', () => {
    holdSums([-100, -1e6, -70.5, -64.25, 2, 3], cut)
  })

  it('is refused by a sketch that has samples together across it', () => {
    const data = dataOf([KINK - 0.01, KINK - 0.01, KINK + 0.01, KINK + 0.01], [])
    expect(() => compareSketched(data, [cut], OPTIONS)).toThrow('is not parted at a margin of 1.3')
    expect(() => cumulate(data, [cut])).toThrow('where cut is not smooth')
  })

  it('has its edge in a saved sketch too, which says it', () => {
    const data = dataOf([-1, 0.2, KINK - 0.01, KINK + 0.01], [cut])
    const content = JSON.parse(JSON.stringify(toContent(data)))
    expect(content.kinks).toEqual([KINK])
    const back = fromContent('a.sketch.json', content)
    expect(back.sketch.grid.edges).toEqual(data.sketch.grid.edges)
    checkLosses(back, [cut])
    expect(toContent(dataOf([-1, 1], []))).not.toHaveProperty('kinks')
    expect(() => fromContent('a.sketch.json', { ...content, kinks: [1.4] })).toThrow('edges')
  })
})

describe('a loss that is no line below the grid', () => {
  it('has the sums of its samples where it is level', () => {
    holdSums([-1e12, -65, -300, -1e5, 0.3, 40], power(0.7))
  })

  it('is refused where it is neither, with the number of samples, and answered where there are none', () => {
    expect(() => checkLosses(dataOf([-1000, -770, -769.5, 1], []), [power(0.01)])).toThrow(
      'of 3 samples with a margin beyond its bins a sketch does not tell what power-0.01 makes',
    )
    fc.assert(fc.property(margins, (samples) => holdSums(samples, power(0.01))))
  })

  it('has the sums of its samples in bins far below, where it is still curved', () => {
    const deep = fc.array(fc.double({ min: -760, max: 5, noNaN: true }), { minLength: 1, maxLength: 40 })
    fc.assert(fc.property(deep, (samples) => holdSums(samples, power(0.1))))
    holdSums([-768, -767.9, -1e5, 0.3], power(0.1))
  })
})

const OPTIONS = { threshold: 0.5, reduction: 'mean', classWeights: null, by: null, hardest: 0 } as const

it('a loss whose quotient by cross-entropy means nothing has none in a report', () => {
  const { losses } = compareSketched(dataOf([-70, -1, 0.5, 2, 900], []), [without], OPTIONS)
  expect(losses[0].value).toBeGreaterThan(0)
  expect(losses[0].effectiveSamples).toBeNull()
  expect(losses[0].bands.map(({ meanWeight }) => meanWeight)).toEqual(losses[0].bands.map(() => null))
})

it('more kinks than a sketch has edges for are refused before anything is read', () => {
  const many = Array.from({ length: 70 }, (_, i) => define(`at-${i}`, () => ({ ...plain, kinks: [i / 70] })))
  const grouping = createGrouping('binary', ['0', '1'], false)
  expect(() => edgesFor([0.5], many, grouping)).toThrow('70 margins where one is not smooth')
  expect(createGrid(edgesFor([0.5], many.slice(0, 60), grouping)).edges.length).toBeGreaterThan(50)
})
