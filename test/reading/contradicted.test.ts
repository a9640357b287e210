/** A score that predictions beside it contradict. */
import { describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { wordsOf } from '../made/paste.ts'
import { printedCe } from '../made/printed-ce.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const N = 24

const P = Array.from({ length: N }, (_, i) => 0.02 + ((i * 7) % N) / (N + 1))
const Y = P.map((p, i) => (p + (i % 3) / 4 > 0.6 ? 1 : 0))
const predicted = (i: number) => (P[i] >= 0.5 ? 1 : 0)

const csv = (header: string, row: (i: number) => readonly (string | number)[], rows = N) =>
  write(
    'preds.csv',
    `${header}\n${P.slice(0, rows)
      .map((_, i) => row(i).join(','))
      .join('\n')}\n`,
  )

const ce = (truths: readonly number[]) => truths.reduce((sum, p) => sum - Math.log(p), 0) / truths.length
/** Where P is the probability of the class 1. */
const RIGHT = ce(P.map((p, i) => (Y[i] === 1 ? p : 1 - p)))
const TURNED = ce(P.map((p, i) => (Y[i] === 1 ? 1 - p : p)))

describe('a score that is low where the positive class is predicted', () => {
  const word = (label: number) => (label === 1 ? 'yes' : 'no')
  const logit = (p: number) => Math.log(p / (1 - p))

  it.each([
    [
      'a probability',
      'label,predicted_label,phishing_probability',
      (i: number) => [Y[i], predicted(i), 1 - P[i]],
    ],
    ['a logit', 'y_true,y_pred,logit', (i: number) => [Y[i], predicted(i), -logit(P[i])]],
    ['at another threshold', 'y_true,y_pred,prob', (i: number) => [Y[i], Number(P[i] >= 0.3), 1 - P[i]]],
    ['of signs', 'label,prediction,prob', (i: number) => [2 * Y[i] - 1, 2 * predicted(i) - 1, 1 - P[i]]],
    [
      'of signs beside 0 and 1',
      'label,prediction,prob',
      (i: number) => [2 * Y[i] - 1, predicted(i), 1 - P[i]],
    ],
    [
      'in words beside 0 and 1',
      'label,prediction,prob',
      (i: number) => [Y[i], predicted(i) === 1 ? 'True' : 'False', 1 - P[i]],
    ],
    ['of words', 'label,prediction,prob', (i: number) => [word(Y[i]), predicted(i), 1 - P[i]]],
    [
      'what was done, which may be of either class',
      'label,decision,prob',
      (i: number) => [word(Y[i]), word(predicted(i)), 1 - P[i]],
    ],
  ])('is asked about, and either answer is what it says: %s', async (_, header, row) => {
    const path = csv(header, row)
    const { code, stdout, stderr } = await lossctl(['compare', path])
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(
      /is lower where (?:"\w+"|the label) is (?:1|True|yes), as if it were that of the other class/,
    )
    const [, other, same] = /say (.*) if it is the score of the label [^,]*, (.*) if of the label/.exec(
      stderr,
    )!
    expect(await printedCe(path, ...wordsOf(other))).toBeCloseTo(RIGHT, 10)
    expect(await printedCe(path, ...wordsOf(same))).toBeCloseTo(TURNED, 10)
  })

  it('is that of the word above all others, which predictions tell', async () => {
    const path = csv('label,prediction,prob', (i) => [word(Y[i]), word(predicted(i)), 1 - P[i]])
    expect(await printedCe(path)).toBeCloseTo(RIGHT, 10)
  })

  it('is asked about in per cent, where --from says so', async () => {
    const path = csv('label,prediction,prob', (i) => [Y[i], predicted(i), 100 * (1 - P[i])])
    const { code } = await lossctl(['compare', path, '--from', 'percent'])
    expect(code).toBe(3)
    expect(await printedCe(path, '--from', 'percent', '--class-names', '1,0')).toBeCloseTo(RIGHT, 10)
  })

  it('is asked about with rows at the limit on either side', async () => {
    const rounded = (i: number) => Math.round(10 * (1 - P[i])) / 10
    const path = csv('label,prediction,prob', (i) => [
      Y[i],
      rounded(i) === 0.5 ? i % 2 : Number(rounded(i) < 0.5),
      rounded(i),
    ])
    expect((await lossctl(['compare', path])).code).toBe(3)
  })
})

describe('a score is not asked about', () => {
  it.each([
    ['that predictions follow', 'label,prediction,prob', (i: number) => [Y[i], predicted(i), P[i]]],
    [
      'beside those of another model, which it does not part',
      'label,prediction,prob',
      (i: number) => [Y[i], Number(i % 5 === 0 ? P[i] > 0.5 : P[i] < 0.5), P[i]],
    ],
    [
      'beside those of either class',
      'label,pred_0,pred_1,prob',
      (i: number) => [Y[i], 1 - predicted(i), predicted(i), P[i]],
    ],
    [
      'beside those of the negative class',
      'label,pred_0,prob',
      (i: number) => [Y[i], 1 - predicted(i), P[i]],
    ],
    [
      'beside those of what is its opposite',
      'churn,predicted_retained,prob',
      (i: number) => [Y[i], 1 - predicted(i), P[i]],
    ],
    [
      'named for the label, beside what was done',
      'fraud,decision,fraud_prob',
      (i: number) => [Y[i], 1 - predicted(i), P[i]],
    ],
    [
      'beside whether predictions were right',
      'label,prediction_correct,prob',
      (i: number) => [Y[i], Number(predicted(i) === Y[i]), P[i]],
    ],
    ['beside those of one class', 'label,prediction,prob', (i: number) => [Y[i], 1, P[i]]],
  ])('%s', async (_, header, row) => {
    expect(await printedCe(csv(header, row), '--label', header.split(',')[0])).toBeCloseTo(RIGHT, 10)
  })

  it('with few rows, or one prediction among few', async () => {
    const row = (i: number) => [Y[i], 1 - predicted(i), P[i]]
    expect((await lossctl(['compare', csv('label,prediction,prob', row, 7), '--from', 'probs'])).code).toBe(0)
    const lowest = P.indexOf(Math.min(...P.slice(0, 20)))
    const one = csv('label,prediction,prob', (i) => [Y[i], Number(i === lowest), P[i]], 20)
    expect((await lossctl(['compare', one])).code).toBe(0)
  })
})
