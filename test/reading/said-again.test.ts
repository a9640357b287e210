/** A probability beside its percentage or the confidence of what is predicted, each rounded in its way: the score is the one with more digits, and no confidence. */
import { expect, it } from 'vitest'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const random = createRandom(41)
const Y = Array.from({ length: 60 }, (_, i) => (i < 2 ? i : Number(random.chance(0.4))))
const P = Y.map((y) => 1 / (1 + Math.exp(1 - 2.5 * y - 1.2 * random.normal())))

const rounded = (x: number, digits: number) => Number(x.toFixed(digits))
const meanOf = (probs: readonly number[]) =>
  probs.reduce((sum, p, i) => sum - Math.log(Y[i] === 1 ? p : 1 - p), 0) / Y.length

async function compare(header: string, row: (i: number) => readonly number[]) {
  const path = write('preds.csv', `${header}\n${Y.map((_, i) => `${row(i)}\n`).join('')}`)
  const { results } = await lossctlJson<{ results: CompareReport[] }>('compare', path, '--loss', 'ce')
  return results.map(({ source, losses }) => [source.scores, losses[0].value!] as const)
}

it.each([
  'risk_percent',
  'risk_score',
  'confidence',
])('a probability is not left out for its percentage in fewer digits: %s', async (name) => {
  const [[scores, value]] = await compare(`y_true,prob,${name}`, (i) => [
    Y[i],
    rounded(P[i], 4),
    rounded(100 * P[i], 1),
  ])
  expect(scores).toEqual(['prob'])
  expect(value / meanOf(P.map((p) => rounded(p, 4)))).toBeCloseTo(1, 12)
})

it('a percentage with more digits is taken', async () => {
  const [[scores, value]] = await compare('y_true,prob,prob_percent', (i) => [
    Y[i],
    rounded(P[i], 3),
    rounded(100 * P[i], 4),
  ])
  expect(scores).toEqual(['prob_percent'])
  expect(value / meanOf(P.map((p) => rounded(100 * p, 4) / 100))).toBeCloseTo(1, 12)
})

it('a percentage of one of two models is no model of its own, and takes the place of none', async () => {
  const raw = P.map((p) => rounded(p ** 1.3, 4))
  const found = await compare('y_true,raw_probability,cal_probability,risk_score', (i) => [
    Y[i],
    raw[i],
    rounded(P[i], 4),
    rounded(100 * P[i], 1),
  ])
  expect(found.map(([scores]) => scores)).toEqual([['raw_probability'], ['cal_probability']])
  expect(found[1][1] / meanOf(P.map((p) => rounded(p, 4)))).toBeCloseTo(1, 12)
})

it.each([
  ['top1_prob', 'P(1)'],
  ['confidence', 'prob'],
  ['max_score', 'p_fraud'],
])('a confidence in fewer digits is not the other class, though both sum to 1: %s beside %s', async (confidence, prob) => {
  // None is above a half.
  const low = P.map((p) => p / 10)
  const [[scores, value]] = await compare(`${confidence},${prob},y_true`, (i) => [
    rounded(1 - low[i], 4),
    low[i],
    Y[i],
  ])
  expect(scores).toEqual([prob])
  expect(value / meanOf(low)).toBeCloseTo(1, 12)
})

it.each([
  ['confidence,p_bottom', 'several columns may hold the scores'],
  ['prob_max,prob', '"prob" is what "prob_max" leaves of 1, and lower where the label is 1'],
])('a confidence beside what it leaves is a question where that is surely lower for the label 1: %s', async (names, words) => {
  const low = P.map((p) => p / 10)
  const isHigh = (p: number) => low.filter((other) => other > p).length < low.length / 2
  const path = write(
    'lower.csv',
    `${names},y_true\n${low.map((p) => `${rounded(1 - p, 6)},${rounded(p, 6)},${isHigh(p) ? 0 : 1}`).join('\n')}\n`,
  )
  const { code, stderr } = await lossctl(['compare', path])
  expect([code, stderr]).toEqual([3, expect.stringContaining(words)])
})
