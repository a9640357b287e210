import { expect, it } from 'vitest'
import { softplus } from '../../../src/losses/functions.ts'
import { findTelling, inventSamples } from '../../../src/questions/diagnose/telling.ts'
import type { ScoredSamples } from '../../../src/questions/diagnose/types.ts'

const NONE = new Float64Array(0)

const kindOf = (task: ScoredSamples['task'], classes: number, probabilities: boolean): ScoredSamples => ({
  task,
  classes,
  probabilities,
  scores: NONE,
  label: new Int32Array(0),
  row: NONE,
  rows: 0,
})

it('finds the mildest logit beyond a clamp', () => {
  const invented = inventSamples(kindOf('binary', 1, false))
  const losses = Float64Array.from(invented.scores, (z, i) => softplus(invented.label[i] ? -z : z))
  const clamped = losses.map((loss) => Math.min(loss, 16.1181))
  const telling = findTelling(invented, [
    { name: 'plain', losses },
    { name: 'clamped', losses: clamped },
  ])
  expect(telling).toEqual({
    score: 24,
    label: 0,
    pt: expect.closeTo(3.78e-11, 12),
    first: softplus(24),
    other: 16.1181,
    name: 'clamped',
  })
})

it('finds none between two names of one function', () => {
  const invented = inventSamples(kindOf('binary', 1, true))
  const losses = invented.scores.map((p) => p + 1)
  const again = { name: 'b', losses: losses.map((loss) => loss * (1 + 1e-9)) }
  expect(findTelling(invented, [{ name: 'a', losses }, again])).toBeNull()
})

it('invents rows of probabilities that sum to 1, for the first classes', () => {
  const { scores, label, rows } = inventSamples(kindOf('softmax', 5, true))
  expect(new Set(label)).toEqual(new Set([0, 1, 2]))
  for (let row = 0; row < rows; row++) {
    const sum = scores.subarray(row * 5, row * 5 + 5).reduce((a, b) => a + b, 0)
    expect(sum).toBeCloseTo(1, 12)
  }
})
