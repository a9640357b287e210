/**
 * fixtures/margins.json, 400-digit arithmetic rounded to doubles, against the margins, the functions and the
 * losses.
 */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { reference } from '../../src/kernels/reference.ts'
import { sigmoid, softplus } from '../../src/losses/functions.ts'
import { completeLoss, parseLoss } from '../../src/losses/spec/spec.ts'
import { marginOfProbability } from '../../src/margin/margins.ts'
import { softmaxMarginOfLogits } from '../../src/margin/softmax.ts'
import {
  gradientError,
  PLAIN,
  probabilityMarginError,
  SIGMOID,
  SMALLEST,
  SOFTPLUS,
  softmaxMarginError,
  UNIT,
  valueError,
} from '../golden/rounding.ts'
import { boundTo } from '../made/bound.ts'
import { fixture } from '../made/shared.ts'

interface ProbabilityCase {
  readonly kind: 'binary-probability'
  readonly p: number
  readonly y: 0 | 1
  readonly margin: number
}

interface SoftmaxCase {
  readonly kind: 'softmax-logits'
  readonly logits: readonly number[]
  readonly label: number
  readonly margin: number
}

interface FunctionCase {
  readonly kind: 'softplus' | 'sigmoid'
  readonly x: number
  readonly value: number
}

interface LossCase {
  readonly kind: 'loss'
  readonly loss: 'focal' | 'poly1' | 'poly1-focal' | 'focal-star'
  readonly margin: number
  readonly gamma?: number
  readonly epsilon?: number
  readonly beta?: number
  readonly value: number
  readonly gradient: number
}

type Case = ProbabilityCase | SoftmaxCase | FunctionCase | LossCase

const CASES: readonly Case[] = JSON.parse(readFileSync(fixture('margins.json'), 'utf8'))

/** The cases of one kind. */
function only<K extends Case['kind']>(kind: K): readonly Extract<Case, { kind: K }>[] {
  return CASES.filter((one): one is Extract<Case, { kind: K }> => one.kind === kind)
}

/** One line a case that lies further from its number than rounding explains; a test expects none. */
function misses<C extends { kind: string }>(
  cases: readonly C[],
  got: (one: C) => number,
  want: (one: C) => number,
  bound: (one: C) => number,
): string[] {
  return cases
    .filter((one) => !(Math.abs(got(one) - want(one)) <= bound(one)))
    .map((one) => `${got(one)} for ${want(one)} ± ${bound(one)}: ${JSON.stringify(one).slice(0, 120)}`)
}

describe('margins', () => {
  const probabilities = only('binary-probability')
  const rows = only('softmax-logits')

  test('the margin of a probability is the log-odds to the rounding of its two logarithms', () => {
    const margin = ({ p, y }: ProbabilityCase) => marginOfProbability(p) * (y ? 1 : -1)
    const bound = ({ p }: ProbabilityCase) => probabilityMarginError(p)
    expect(misses(probabilities, margin, (one) => one.margin, bound)).toEqual([])
  })

  test("the kernel gives probabilities the function's margin, negated for negatives, and clamps none", () => {
    const margins = new Float64Array(probabilities.length)
    const scores = Float64Array.from(probabilities, ({ p }) => p)
    const positive = Int32Array.from(probabilities, ({ y }) => y)
    expect(reference.binaryProbabilities(scores, positive, margins)).toBe(0)
    const expected = probabilities.map(({ p, y }) => (y ? marginOfProbability(p) : -marginOfProbability(p)))
    expect([...margins]).toEqual(expected)
  })

  test('the margin of a softmax row is right to a few units of its terms, 2 to 100 classes', () => {
    const margin = ({ logits, label }: SoftmaxCase) =>
      softmaxMarginOfLogits(Float64Array.from(logits), 0, logits.length, label)
    const bound = ({ logits, label }: SoftmaxCase) => softmaxMarginError(logits, label)
    expect(misses(rows, margin, (one) => one.margin, bound)).toEqual([])
  })

  test('the kernel gives every softmax row the margin of the function', () => {
    for (const classes of new Set(rows.map(({ logits }) => logits.length))) {
      const same = rows.filter(({ logits }) => logits.length === classes)
      const margins = new Float64Array(same.length)
      const scores = Float64Array.from(same.flatMap(({ logits }) => logits))
      const labels = Int32Array.from(same, ({ label }) => label)
      reference.softmaxLogits(scores, classes, labels, margins)
      const expected = same.map((_, i) => softmaxMarginOfLogits(scores, i * classes, classes, labels[i]))
      expect([...margins]).toEqual(expected)
    }
  })
})

describe('functions', () => {
  test('softplus is right to 6 x 2^-53 from -745 to 745, subnormal values to one step', () => {
    const bound = ({ value }: FunctionCase) => SOFTPLUS * UNIT * value + SMALLEST
    expect(
      misses(
        only('softplus'),
        ({ x }) => softplus(x),
        ({ value }) => value,
        bound,
      ),
    ).toEqual([])
  })

  test('sigmoid is right to 5 x 2^-53 from -745 to 745, subnormal values to one step', () => {
    const bound = ({ value }: FunctionCase) => SIGMOID * UNIT * value + SMALLEST
    expect(
      misses(
        only('sigmoid'),
        ({ x }) => sigmoid(x),
        ({ value }) => value,
        bound,
      ),
    ).toEqual([])
  })
})

describe('losses', () => {
  const star = only('loss').filter(({ loss }) => loss === 'focal-star')
  const family = only('loss').filter(({ loss }) => loss !== 'focal-star')

  const lossOf = ({ loss, gamma, epsilon, beta }: LossCase) => {
    const given = Object.entries({ gamma, epsilon, beta }).filter(([, value]) => value !== undefined)
    return completeLoss(parseLoss(`${loss}:${given.map(([name, value]) => `${name}=${value}`).join(',')}`))
  }
  const value = (one: LossCase) => {
    return boundTo(lossOf(one)).value(one.margin)
  }
  const gradient = (one: LossCase) => {
    return boundTo(lossOf(one)).gradient(one.margin)
  }
  const terms = ({ gamma = 0, epsilon = 0 }: LossCase) => ({ ...PLAIN, gamma, epsilon })

  test('focal, poly1 and poly1-focal have the right value from -700 to 700, to the size of its terms', () => {
    const bound = (one: LossCase) => valueError(one.margin, terms(one))
    expect(misses(family, value, (one) => one.value, bound)).toEqual([])
  })

  test('focal, poly1 and poly1-focal have the right gradient from -700 to 700, to the size of its terms', () => {
    const bound = (one: LossCase) => gradientError(one.margin, terms(one))
    expect(misses(family, gradient, (one) => one.gradient, bound)).toEqual([])
  })

  /**
   * Error of gamma s + beta, one unit of the product and one of the sum; softplus and sigmoid change no
   * faster.
   */
  const shift = ({ margin, gamma = 1, beta = 0 }: LossCase) =>
    UNIT * (Math.abs(gamma * margin) + Math.abs(gamma * margin + beta))

  test('focal-star has the right value to the rounding of softplus and its shifted margin', () => {
    const bound = (one: LossCase) => ((SOFTPLUS + 2) * UNIT + shift(one)) * one.value + SMALLEST
    expect(misses(star, value, (one) => one.value, bound)).toEqual([])
  })

  test('focal-star has the right gradient to the rounding of sigmoid and its shifted margin', () => {
    const bound = (one: LossCase) => ((SIGMOID + 1) * UNIT + shift(one)) * -one.gradient + SMALLEST
    expect(misses(star, gradient, (one) => one.gradient, bound)).toEqual([])
  })

  test('cross-entropy is focal loss with gamma 0, to the last bit', () => {
    const ce = boundTo(completeLoss(parseLoss('ce')))
    const zero = family.filter(({ loss, gamma }) => loss === 'focal' && gamma === 0)
    expect(zero.map(({ margin }) => ce.value(margin))).toEqual(zero.map(value))
    expect(zero.map(({ margin }) => ce.gradient(margin))).toEqual(zero.map(gradient))
  })
})

test('every case of the file is held to its number by a test above', () => {
  const counts: Record<string, number> = {}
  for (const one of CASES) {
    const name = one.kind === 'loss' ? one.loss : one.kind
    counts[name] = (counts[name] ?? 0) + 1
  }
  expect(counts).toEqual({
    'binary-probability': 174,
    'softmax-logits': 143,
    softplus: 121,
    sigmoid: 121,
    focal: 295,
    poly1: 177,
    'poly1-focal': 59,
    'focal-star': 118,
  })
})
