/** Right losses of a handful of rows: as many numbers go through as many values, and nothing right may be accused for that. */
import { describe, expect, it } from 'vitest'
import { diagnoseSamples } from '../../../src/questions/diagnose/diagnose.ts'
import { inTurn } from '../../made/draws.ts'
import { binarySamples, createRandom, softmaxSamples } from './random.ts'
import { at, type Draw, drawParameters, RIGHT } from './rules.ts'

const ROWS = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12]

function diagnose(name: string, rows: number, seed: number, draw?: Draw) {
  const random = createRandom(seed)
  const { task, rule } = RIGHT[name]
  const samples = task === 'binary' ? binarySamples(random, rows) : softmaxSamples(random, rows, 4)
  const numbers = draw ?? drawParameters(random)
  const values = Float64Array.from(samples.label, (_, i) => Math.fround(rule(at(samples, i), numbers)))
  return diagnoseSamples(samples, { per: 'sample', values, half: 0, batchSize: 0, classWeights: null })
}

describe.each(Object.keys(RIGHT))('a right loss of few rows: %s', (name) => {
  it.each(inTurn(ROWS, name.length))('is not accused: %d rows', (rows) => {
    for (const seed of [1, 2]) {
      const { verdict, explanations } = diagnose(name, rows, 100 * rows + seed)
      expect(['correct', 'convention', 'tied', 'none'], explanations[0]?.name).toContain(verdict)
    }
  })
})

describe('a focal loss with the usual numbers', () => {
  const usual = { gamma: 2, alpha: 0.25, epsilon: 1, weights: [] }

  it.each([3, 4, 5, 6, 7])('is named from %d rows on, where they are of both classes', (rows) => {
    const { verdict, explanations } = diagnose('focal with alpha', rows, 5, usual)
    expect([verdict, explanations[0].name]).toEqual(['correct', 'focal loss with γ = 2, α = 0.25'])
  })

  it("has no weight of another's in 16 bits", () => {
    const [scores, values] = [
      [0.3837890625, 2.52734375, -2.580078125],
      [0.9033203125, 0.2841796875, 0.072265625],
    ].map((all) => Float64Array.from(all))
    const label = Int32Array.of(0, 1, 0)
    const row = Float64Array.of(0, 1, 2)
    const samples = { task: 'binary', classes: 1, probabilities: false, scores, label, row, rows: 3 } as const
    const observed = { per: 'sample', values, half: 0, batchSize: 0, classWeights: null } as const
    const { verdict, chance } = diagnoseSamples(samples, observed)
    expect(['tied', 'none']).toContain(verdict)
    if (verdict === 'tied') expect(chance).toBeGreaterThan(1e-3)
  })

  it('is told from nothing by one row', () => {
    const { verdict, chance } = diagnose('focal with alpha', 1, 5, usual)
    expect(verdict).toBe('tied')
    expect(chance).toBeGreaterThan(1e-3)
  })
})
