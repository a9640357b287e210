import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseLoss } from '../../../src/losses/spec/spec.ts'
import { quantityNames } from '../../../src/measures/quantities.ts'
import { type SolveReport, solveSketched } from '../../../src/questions/tune/solve.ts'
import type { Want } from '../../../src/questions/tune/want.ts'
import { draws } from '../../made/draws.ts'
import { exactSum } from '../../made/oracle.ts'
import { type Samples, sketchedOf } from '../../made/sketched.ts'

type Parameters = Readonly<Record<string, number>>

/** A sample's loss, minus its slope by the margin, and its loss over cross-entropy, by the formulas of the papers. */
interface Formula {
  readonly value: (s: number, p: Parameters) => number
  readonly slope: (s: number, p: Parameters) => number
}

const pt = (s: number) => 1 / (1 + Math.exp(-s))
const q = (s: number) => 1 / (1 + Math.exp(s))
const ce = (s: number) => (s < 0 ? -s : 0) + Math.log1p(Math.exp(-Math.abs(s)))

const FORMULAS: Readonly<Record<string, Formula>> = {
  focal: {
    value: (s, { gamma }) => q(s) ** gamma * ce(s),
    slope: (s, { gamma }) => q(s) ** gamma * (gamma * pt(s) * ce(s) + q(s)),
  },
  poly1: {
    value: (s, { epsilon }) => ce(s) + epsilon * q(s),
    slope: (s, { epsilon }) => q(s) * (1 + epsilon * pt(s)),
  },
  'poly1-focal': {
    value: (s, { gamma, epsilon }) => q(s) ** gamma * (ce(s) + epsilon * q(s)),
    slope: (s, { gamma, epsilon }) =>
      q(s) ** gamma * (gamma * pt(s) * ce(s) + q(s)) + epsilon * (gamma + 1) * q(s) ** (gamma + 1) * pt(s),
  },
  'focal-star': {
    value: (s, { gamma, beta }) => ce(gamma * s + beta) / gamma,
    slope: (s, { gamma, beta }) => q(gamma * s + beta),
  },
}

type Field = 'loss' | 'gradient' | 'modulation' | 'weight'
type Terms = Readonly<Record<Field, number>>

/** A sum, and the magnitudes of the terms it is made of: where they cancel, so many digits are lost. */
interface Sum {
  readonly sum: number
  readonly size: number
}

interface Direct {
  readonly value: number
  /** How far sums that are right to 1e-12 of their terms' magnitudes may put it off. */
  readonly doubt: number
  /** Whether the loss of all samples is above 0. */
  readonly isSound: boolean
}

/** A quantity sample by sample. */
function direct(
  name: string,
  spec: string,
  parameters: Parameters,
  data: Samples,
  threshold: number,
): Direct {
  const { value, slope } = FORMULAS[spec]
  const edge = Math.log(threshold / (1 - threshold))
  const termsAt = (s: number, weight: number, balance: number, at: Parameters): Terms => {
    const [f, g] = [weight * balance * value(s, at), weight * balance * slope(s, at)]
    return { loss: f, gradient: g, modulation: f / ce(s), weight }
  }
  const samples = Array.from(data.margin, (s, i) => {
    const positive = data.positive[i] === 1
    const { alpha, epsilon = 0 } = parameters
    const weight = data.weight?.[i] ?? 1
    const balance = alpha === undefined ? 1 : positive ? alpha : 1 - alpha
    return {
      words: ['', s >= edge ? 'easy' : 'hard', positive ? 'positive' : 'negative'],
      terms: termsAt(s, weight, balance, parameters),
      sizes: termsAt(s, weight, balance, { ...parameters, epsilon: Math.abs(epsilon) }),
    }
  })
  const total = (part: string, field: Field, power = 1): Sum => {
    const kept = samples.filter(({ words }) => part.split('.').every((word) => words.includes(word)))
    return {
      sum: exactSum(kept.map(({ terms }) => terms[field] ** power)),
      size: exactSum(kept.map(({ sizes }) => sizes[field] ** power)),
    }
  }
  const isSound = total('', 'loss').sum > 0
  const quotient = (above: Sum, below: Sum) => {
    const quotient = above.sum / below.sum
    return {
      value: quotient,
      doubt: (1e-12 * (above.size + Math.abs(quotient) * below.size)) / Math.abs(below.sum),
    }
  }
  if (name === 'mean') return { ...quotient(total('', 'loss'), total('', 'weight')), isSound: true }
  if (name.endsWith('effective')) {
    const part = name.replace(/\.?effective$/, '')
    const { sum, size } = total(part, 'modulation')
    const squared = { sum: sum ** 2, size: 2 * size * Math.abs(sum) }
    return { ...quotient(squared, total(part, 'modulation', 2)), isSound: true }
  }
  if (name.endsWith('.weight')) {
    const part = name.replace('.weight', '')
    return { ...quotient(total(part, 'modulation'), total(part, 'weight')), isSound: true }
  }
  const [, parts, field] = /^(.*)\.(loss|gradient)$/.exec(name)!
  const [above, below = ''] = parts.split(':')
  return { ...quotient(total(above, field as Field), total(below, field as Field)), isSound }
}

/** Measures that move with a loss, and whose formulas stand above. */
const MOVING = ['loss', 'gradient', 'weight', 'effective', 'mean']

const names = quantityNames('binary').filter((name) => MOVING.includes(name.split('.').at(-1)!))

/** Numbers as they come in files and questions, and not those next to 0 that doubles know. */
const grid = (min: number, max: number) =>
  fc.integer({ min: Math.ceil(min * 1e4), max: Math.floor(max * 1e4) }).map((n) => n / 1e4)

const data = fc
  .record({
    margins: fc.array(grid(-8, 8), { minLength: 3, maxLength: 40 }),
    positives: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
    weights: fc.option(fc.array(grid(0.1, 5), { minLength: 40, maxLength: 40 })),
  })
  .map(({ margins, positives, weights }): Samples => {
    const margin = Float64Array.from(margins)
    return {
      margin,
      // Both are there.
      positive: Int32Array.from(margin, (_, i) => (i < 2 ? i : Number(positives[i]))),
      weight: weights && margin.map((_, i) => weights[i]),
    }
  })

const alpha = grid(0.01, 0.99)
const gamma = grid(0, 10)
const epsilon = fc.oneof(grid(-1, 5), grid(-5, 0), grid(-1000, 1000))
const questions = [
  { loss: 'focal', parameter: 'gamma', fixed: { gamma }, value: gamma },
  { loss: 'focal', parameter: 'alpha', fixed: { gamma }, value: alpha },
  { loss: 'poly1', parameter: 'epsilon', fixed: { epsilon }, value: epsilon },
  { loss: 'poly1', parameter: 'alpha', fixed: { epsilon: grid(-1, 5) }, value: alpha },
  { loss: 'poly1-focal', parameter: 'gamma', fixed: { gamma, epsilon: grid(-1, 5) }, value: gamma },
  { loss: 'poly1-focal', parameter: 'epsilon', fixed: { gamma, epsilon }, value: epsilon },
  {
    loss: 'focal-star',
    parameter: 'gamma',
    fixed: { gamma: grid(1, 10), beta: grid(-3, 3) },
    value: grid(1, 10),
  },
  {
    loss: 'focal-star',
    parameter: 'beta',
    fixed: { gamma: grid(1, 10), beta: grid(-3, 3) },
    value: grid(-20, 20),
  },
] as const

/** The answer to a wish, its question written as somebody would type it. */
function ask(samples: Samples, loss: string, parameter: string, fixed: Parameters, want: Want): SolveReport {
  const words = Object.entries(fixed).map(([name, value]) => `${name}=${value}`)
  return solveSketched(
    sketchedOf(samples, 0.5),
    parseLoss(`${loss}:${words.join(',')}`),
    parameter,
    want,
    0.5,
  )
}

describe('a wish that a value of the parameter fulfils', () => {
  it.each(questions)('is fulfilled by what is found: $parameter of $loss', ({
    loss,
    parameter,
    fixed,
    value,
  }) => {
    fc.assert(
      fc.property(
        data,
        fc.constantFrom(...names),
        fc.record(fixed as Record<string, fc.Arbitrary<number>>),
        value,
        fc.constantFrom('=' as const, '<=' as const, '>=' as const),
        (samples, quantity, given, v, relation) => {
          const at = (x: number) => direct(quantity, loss, { ...given, [parameter]: x }, samples, 0.5)
          const wished = at(v)
          // Next to a pole nothing is left of the denominator but the rounding of sums.
          fc.pre(wished.isSound && wished.doubt < 1e-6 * Math.abs(wished.value))
          // A share beyond 100 % as a bound is taken for a slip.
          const isShare = /^[^:]+\.(loss|gradient)$/.test(quantity)
          fc.pre(relation === '=' || !isShare || (wished.value >= 0 && wished.value <= 1))
          const report = ask(samples, loss, parameter, given, { quantity, relation, value: wished.value })
          const size = Math.abs(wished.value)
          const question = `${quantity} ${relation} ${wished.value} at ${v}`
          if (report.solution === null) {
            // Only where nothing is beyond the wish but the rounding of sums.
            expect(relation, question).not.toBe('=')
            const reached = report.extremes.map(([, value]) => Math.abs(value! - wished.value))
            expect(Math.min(...reached), question).toBeLessThanOrEqual(wished.doubt)
            return
          }
          // What is printed is what is typed.
          const got = at(Number(String(report.solution)))
          if (relation === '<=') expect(report.after, question).toBeLessThanOrEqual(wished.value)
          if (relation === '>=') expect(report.after, question).toBeGreaterThanOrEqual(wished.value)
          expect(Math.abs(got.value - report.after!), question).toBeLessThanOrEqual(got.doubt)
          if (relation === '=')
            expect(Math.abs(got.value - wished.value), question).toBeLessThanOrEqual(
              Math.max(1e-9 * size, got.doubt),
            )
        },
      ),
      { numRuns: draws(100) },
    )
  })

  it('is fulfilled by a quantity that turns next to the end of the range, and is nowhere else as great', () => {
    const samples: Samples = {
      margin: Float64Array.from([0, 0, -0.0277, -0.0192]),
      positive: Int32Array.from([0, 1, 0, 0]),
      weight: Float64Array.from([0.1, 4.7527, 4.9946, 2.6682]),
    }
    const fixed = { gamma: 1, beta: 0.1027 }
    const effective = (gamma: number) =>
      direct('effective', 'focal-star', { ...fixed, gamma }, samples, 0.5).value
    // Greatest at 1.04, in the first hundredth of gamma's range from 1 to 10.
    const value = effective(1.0001)
    expect(value).toBeGreaterThan(effective(1))
    const want: Want = { quantity: 'effective', relation: '=', value }
    const { solution, others } = ask(samples, 'focal-star', 'gamma', fixed, want)
    expect(solution).toBeCloseTo(1.0001, 8)
    expect(effective(others[0])).toBeCloseTo(value, 12)
  })

  it('lies between any two values that a steady quantity comes to', () => {
    const steady = questions.filter(({ parameter }) => parameter !== 'epsilon')
    fc.assert(
      fc.property(
        data,
        fc.constantFrom(...steady).chain((question) =>
          fc.record({
            question: fc.constant(question),
            given: fc.record(question.fixed as Record<string, fc.Arbitrary<number>>),
            ends: fc.tuple(question.value, question.value),
          }),
        ),
        fc.constantFrom(...names),
        (samples, { question: { loss, parameter }, given, ends }, quantity) => {
          const [a, b] = ends.map(
            (x) => direct(quantity, loss, { ...given, [parameter]: x }, samples, 0.5).value,
          )
          const value = (a + b) / 2
          fc.pre(Number.isFinite(value))
          const { solution, after } = ask(samples, loss, parameter, given, { quantity, relation: '=', value })
          expect(solution).not.toBeNull()
          expect(Math.abs(after! - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value))
        },
      ),
      { numRuns: draws(100) },
    )
  })
})
