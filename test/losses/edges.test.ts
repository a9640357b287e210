/**
 * fixtures/losses.json, 400-digit arithmetic rounded to doubles: every loss where e^-s runs out of doubles, and where the
 * leading terms of cross-entropy and of the polynomial cancel.
 */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sigmoid, softplus } from '../../src/losses/functions.ts'
import type { ParameterValues } from '../../src/losses/parameter.ts'
import { completeLoss, parseLoss } from '../../src/losses/spec/spec.ts'
import { SIGMOID, SMALLEST, SOFTPLUS, UNIT } from '../golden/rounding.ts'
import { boundTo } from '../made/bound.ts'
import { fixture } from '../made/shared.ts'

const FUNCTIONS = ['value', 'gradient', 'modulation'] as const
type Name = (typeof FUNCTIONS)[number]

type Case = Readonly<Record<Name, readonly number[]>> & {
  readonly loss: 'focal' | 'poly1' | 'poly1-focal' | 'poly-n' | 'focal-star'
  readonly parameters: ParameterValues
  readonly balance: number
}

interface File {
  readonly margins: readonly number[]
  readonly cases: readonly Case[]
}

const { margins, cases }: File = JSON.parse(readFileSync(fixture('losses.json'), 'utf8'))

const specOf = ({ loss, parameters }: Case) =>
  `${loss}:${Object.entries(parameters)
    .map(([name, value]) => `${name}=${Array.isArray(value) ? value.join(',') : value}`)
    .join(',')}`

/** One line a number that lies further from the exact one than rounding explains; a test expects none. */
function misses(one: Case, name: Name, bound: (one: Case, name: Name, index: number) => number): string[] {
  const loss = boundTo(completeLoss(parseLoss(specOf(one))), one.balance)
  return margins.flatMap((margin, index) => {
    const [got, want] = [loss[name](margin), one[name][index]]
    const most = bound(one, name, index)
    return Math.abs(got - want) <= most ? [] : [`${specOf(one)} at ${margin}: ${got} for ${want} ± ${most}`]
  })
}

/** gamma, the factor a of cross-entropy, and those of the powers of 1 - pt. */
function termsOf({ loss, parameters, balance }: Case) {
  const { gamma = 0, epsilon = 0 } = parameters as { gamma?: number; epsilon?: number | readonly number[] }
  const list = typeof epsilon === 'number' ? [epsilon] : epsilon
  const under = loss === 'poly1-focal' && parameters['poly-alpha'] === 'off' ? 1 : balance
  return { gamma, a: balance, c: list.map((e) => under * e) }
}

/**
 * What a sum of terms of both signs is made of: its value and twice what was taken off. An easy sample's terms are
 * (a + j c_j) q^j / j and those of cross-entropy behind them; a hard one's are a CE and c_j q^j.
 */
function takenOff(margin: number, a: number, c: readonly number[]): number {
  const q = sigmoid(-margin)
  const terms = c.map((one, j) => (margin > 0 ? (a + (j + 1) * one) / (j + 1) : one) * q ** (j + 1))
  return terms.reduce((sum, term) => sum + Math.max(0, -term), 0)
}

/** Of the slope, pt sum_j (a + j c_j) q^j + a q^(N + 1). */
function takenOffSlope(margin: number, a: number, c: readonly number[]): number {
  const q = sigmoid(-margin)
  const terms = c.map((one, j) => sigmoid(margin) * (a + (j + 1) * one) * q ** (j + 1))
  return terms.reduce((sum, term) => sum + Math.max(0, -term), 0)
}

/**
 * (1 - pt)^gamma errs by 4 gamma + 2 units. Each of the N powers and the terms of cross-entropy behind them has two more
 * factors q than the one before, 4 units each and one for the product, and a coefficient of 3; weighted with their sizes
 * that is 10 N + 20 at most, since q is at most 1/2 where cross-entropy is taken as a series. Ten for CE or its quotient,
 * the balance, sums and the reference.
 */
function polyBound(one: Case, name: Name, index: number): number {
  const { gamma, a, c } = termsOf(one)
  const [margin, want] = [margins[index], Math.abs(one[name][index])]
  const power = sigmoid(-margin) ** gamma
  const [value, slope] = [takenOff(margin, a, c), takenOffSlope(margin, a, c)]
  const lost = {
    value: power * value,
    modulation: (power * value) / softplus(-margin),
    gradient: power * (gamma * sigmoid(margin) * value + slope),
  }[name]
  const size = want + (Number.isFinite(lost) ? 2 * lost : 0)
  const coefficients = c.reduce((sum, x) => sum + Math.abs(x), 1 + gamma)
  return UNIT * (4 * gamma + 10 * c.length + 32) * size + 4 * coefficients * SMALLEST
}

/** Error of gamma s + beta, one unit of the product and one of the sum; softplus and sigmoid change no faster. */
function starBound(one: Case, name: Name, index: number): number {
  const { gamma, beta } = one.parameters as { gamma: number; beta: number }
  const margin = margins[index]
  const shifted = Math.abs(gamma * margin + beta)
  // Far out the quotient by cross-entropy is taken in the exponent: one more difference.
  const shift = Math.abs(gamma * margin) + shifted + (name === 'modulation' ? Math.abs(margin) + shifted : 0)
  return UNIT * (2 * SOFTPLUS + SIGMOID + shift) * Math.abs(one[name][index]) + 4 * SMALLEST
}

describe.each(FUNCTIONS)('%s of every loss from -745 to 745', (name) => {
  const family = cases.filter(({ loss }) => loss !== 'focal-star')
  const stars = cases.filter(({ loss }) => loss === 'focal-star')

  test('is right to the rounding of its terms, which do not cancel from epsilon = -1 on', () => {
    expect(family.flatMap((one) => misses(one, name, polyBound))).toEqual([])
  })

  test('is right for focal-star to the rounding of its shifted margin', () => {
    expect(stars.flatMap((one) => misses(one, name, starBound))).toEqual([])
  })
})

test('at epsilon = -1 an easy sample keeps its digits: half of (1 - pt)^2, and half of 1 - pt of its cross-entropy', () => {
  const { value, gradient, modulation } = boundTo(completeLoss(parseLoss('poly1:epsilon=-1')))
  const q = Math.exp(-100)
  expect(value(100) / (q * q)).toBeCloseTo(1 / 2, 14)
  expect(gradient(100) / (q * q)).toBeCloseTo(-1, 14)
  expect(modulation(100) / q).toBeCloseTo(1 / 2, 14)
})

test('the file holds every loss of the register but cross-entropy and the listings of the article', () => {
  const counts = Object.fromEntries([...new Set(cases.map(({ loss }) => loss))].map((loss) => [loss, 0]))
  for (const { loss } of cases) counts[loss]++
  expect(counts).toEqual({ focal: 16, 'poly1-focal': 43, poly1: 12, 'poly-n': 9, 'focal-star': 6 })
})
