/** Losses rounded to a few decimals, as logs and tables have them: what is right is named, and what is a mistake never called right. */
import { describe, expect, it } from 'vitest'
import { diagnoseSamples } from '../../../src/questions/diagnose/diagnose.ts'
import { inTurn } from '../../made/draws.ts'
import { binarySamples, createRandom, softmaxSamples } from './random.ts'
import { at, MISTAKES, RIGHT, type Rule } from './rules.ts'

/** Numbers that people write. */
const DRAW = { gamma: 2, alpha: 0.25, epsilon: 1, weights: [1, 2, 0.5, 4] }

function diagnose(task: 'binary' | 'softmax', rule: Rule, decimals: number) {
  const random = createRandom(decimals)
  const samples = task === 'binary' ? binarySamples(random, 300) : softmaxSamples(random, 300, 4)
  const values = Float64Array.from(samples.label, (_, i) =>
    Number(rule(at(samples, i), DRAW).toFixed(decimals)),
  )
  const half = 10 ** -decimals / 2
  return diagnoseSamples(samples, { per: 'sample', values, half, batchSize: 0, classWeights: null })
}

const DECIMALS = [2, 3, 4]

/** Some of the names for each number of decimals, or all. */
const some = (of: object, decimals: number) =>
  Object.keys(of).filter((_, i) => inTurn(DECIMALS, i).includes(decimals))

describe.each(DECIMALS)('losses with %i decimals', (decimals) => {
  it.each(some(RIGHT, decimals))('are named where they are right: %s', (name) => {
    const { task, rule } = RIGHT[name]
    const { verdict, explanations } = diagnose(task, rule, decimals)
    // Two decimals leave a mistake beside label smoothing, behind what is right.
    const verdicts = decimals > 2 ? ['correct', 'convention'] : ['correct', 'convention', 'tied']
    expect(verdicts, explanations[0]?.name).toContain(verdict)
    expect(explanations[0].kind).not.toBe('mistake')
  })

  it.each(some(MISTAKES, decimals))('are not called right where they are none: %s', (id) => {
    const { task, rule } = MISTAKES[id]
    const { verdict, explanations } = diagnose(task, rule, decimals)
    expect(['correct', 'convention'], explanations[0]?.name).not.toContain(verdict)
  })
})

describe('losses that are 0, or round to it,', () => {
  it.each(['binary', 'softmax'] as const)('name nothing: %s', (task) => {
    const random = createRandom(5)
    const samples = task === 'binary' ? binarySamples(random, 60) : softmaxSamples(random, 60, 4)
    for (const half of [0, 0.005]) {
      const values = new Float64Array(60)
      const observed = { per: 'sample', values, half, batchSize: 0, classWeights: null } as const
      expect(diagnoseSamples(samples, observed).verdict).toBe('tied')
    }
  })

  it('name nothing where 16 bits leave more than they are', () => {
    const label = Int32Array.from({ length: 64 }, (_, i) => i % 2)
    const toBfloat16 = (x: number) => {
      const unit = 2 ** (Math.floor(Math.log2(x)) - 7)
      return Math.round(x / unit) * unit
    }
    const sizes = label.map((_, i) => 6 + (i % 16) / 8)
    // pt is rounded before it is taken from 1, so that 1 − pt is 0 or one unit of it.
    const values = Float64Array.from(sizes, (size) => {
      const error = 1 - toBfloat16(1 / (1 + Math.exp(-size)))
      return toBfloat16(error * Math.log1p(Math.exp(-size)) || 2 ** -40)
    })
    const scores = Float64Array.from(sizes, (size, i) => (label[i] ? size : -size))
    const row = Float64Array.from(label, (_, i) => i)
    const samples = {
      task: 'binary',
      classes: 1,
      probabilities: false,
      scores,
      label,
      row,
      rows: 64,
    } as const
    const observed = { per: 'sample', values, half: 0, batchSize: 0, classWeights: null } as const
    const { verdict, chance } = diagnoseSamples(samples, observed)
    expect([verdict, chance >= 1]).toEqual(['tied', true])
  })
})
