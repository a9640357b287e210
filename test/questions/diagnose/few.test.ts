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

  it('is told from nothing by one row', () => {
    const { verdict, chance } = diagnose('focal with alpha', 1, 5, usual)
    expect(verdict).toBe('tied')
    expect(chance).toBeGreaterThan(1e-3)
  })
})
