/** Multi-label losses with a number of each label. */
import { describe, expect, it } from 'vitest'
import { diagnoseSamples } from '../../../src/questions/diagnose/diagnose.ts'
import { binarySamples, createRandom } from './random.ts'
import { at } from './rules.ts'

const LABELS = 4
const WEIGHTS = [0.5, 2, 1, 0.3]

/** Cells of rows, each as a binary sample has it. */
const cells = binarySamples(createRandom(11), 400)
const samples = {
  ...cells,
  task: 'multilabel',
  classes: LABELS,
  row: Float64Array.from(cells.label, (_, i) => Math.floor(i / LABELS)),
  rows: cells.label.length / LABELS,
} as const

describe('losses of each label', () => {
  it.each([
    ['a weight', 'weights 0.5, 2, 1, 0.3 by label', (w: number) => w],
    ['a weight of its positives', 'positives weighing 0.5, 2, 1, 0.3', (w: number, y: number) => (y ? w : 1)],
  ])('have %s', (_, words, weigh) => {
    const values = Float64Array.from(cells.label, (y, i) => {
      const { pt, ce } = at(cells, i)
      return Math.fround(weigh(WEIGHTS[i % LABELS], y) * (1 - pt) ** 2 * ce)
    })
    const { verdict, explanations } = diagnoseSamples(samples, {
      per: 'sample',
      values,
      half: 0,
      batchSize: 0,
      classWeights: null,
    })
    expect(verdict).toBe('convention')
    expect(explanations[0].name).toBe(`focal loss with γ = 2, ${words}, class by class`)
  })
})
