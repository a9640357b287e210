/** Losses rounded to a few decimals, as logs and tables have them: what is right is named, and what is a mistake never called right. */
import { describe, expect, it } from 'vitest'
import { diagnoseSamples } from '../../../src/questions/diagnose/diagnose.ts'
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

describe.each([2, 3, 4])('losses with %i decimals', (decimals) => {
  it.each(Object.keys(RIGHT))('are named where they are right: %s', (name) => {
    const { task, rule } = RIGHT[name]
    const { verdict, explanations } = diagnose(task, rule, decimals)
    // Two decimals leave a mistake beside label smoothing, behind what is right.
    const verdicts = decimals > 2 ? ['correct', 'convention'] : ['correct', 'convention', 'tied']
    expect(verdicts, explanations[0]?.name).toContain(verdict)
    expect(explanations[0].kind).not.toBe('mistake')
  })

  it.each(Object.keys(MISTAKES))('are not called right where they are none: %s', (id) => {
    const { task, rule } = MISTAKES[id]
    const { verdict, explanations } = diagnose(task, rule, decimals)
    expect(['correct', 'convention'], explanations[0]?.name).not.toContain(verdict)
  })
})
