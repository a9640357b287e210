/** The score of the class that was predicted, in shares and in per cent: asked about, and read as each way out says. */
import { describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { wordsOf } from '../made/paste.ts'
import { printedCe } from '../made/printed-ce.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const N = 40

const P = Array.from({ length: N }, (_, i) => 0.02 + ((i * 17) % N) / (N + 1))
const Y = P.map((p, i) => (p + ((i * 7) % 10) / 20 > 0.7 ? 1 : 0))
const predicted = (i: number) => (P[i] >= 0.5 ? 1 : 0)
const confidence = (i: number) => Math.max(P[i], 1 - P[i])

const csv = (header: string, row: (i: number) => readonly (string | number)[]) =>
  write('preds.csv', `${header}\n${P.map((_, i) => row(i).join(',')).join('\n')}\n`)

/** Of the probabilities that the truth has. */
const ce = (truths: readonly number[]) => truths.reduce((sum, p) => sum - Math.log(p), 0) / truths.length

async function refusal(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await lossctl(['compare', ...args])
  expect([code, stdout]).toEqual([3, ''])
  return stderr
}

/** Both ways out of `say FLAGS, or FLAGS if it is that of the positive class`, as words. */
function waysOut(message: string): readonly (readonly string[])[] {
  const [, one, other] = /; say (.*), or (.*) if it is that of the positive class/.exec(message)!
  return [wordsOf(one), wordsOf(other)]
}

const RIGHT = ce(P.map((p, i) => (Y[i] === 1 ? p : 1 - p)))
/** As if the confidence were that of class 1. */
const AS_POSITIVE = ce(P.map((_, i) => (Y[i] === 1 ? confidence(i) : 1 - confidence(i))))

describe('a confidence of two classes', () => {
  const percent = (i: number) => 100 * confidence(i)
  it.each([
    ['in shares', 'confidence', confidence, [], 'probability'],
    ['in per cent', 'confidence', percent, [], 'percentage'],
    ['in per cent, as is said', 'confidence', percent, ['--from', 'percent'], 'percentage'],
    ['in per cent, by its name', 'conf_pct', percent, [], 'percentage'],
    ['with a %', 'score', (i: number) => `${percent(i)}%`, [], 'percentage'],
  ])('is asked about once, %s', async (_, name, cell, said, what) => {
    const path = csv(`label,prediction,${name}`, (i) => [Y[i], predicted(i), cell(i)])
    const message = await refusal(path, ...said)
    expect(message).toContain(
      `"${name}" is no higher for one class in "prediction" than for the other, as if it were the ${what} of the class that was predicted`,
    )
    const [ofPredicted, ofPositive] = waysOut(message)
    expect(ofPredicted).toContain('--predicted')
    expect(await printedCe(path, ...said, ...ofPredicted)).toBeCloseTo(RIGHT, 10)
    expect(await printedCe(path, ...said, ...ofPositive)).toBeCloseTo(AS_POSITIVE, 10)
  })

  it('is asked about beside the predictions of another threshold, in per cent', async () => {
    const is = (i: number) => (P[i] >= 0.4 ? 1 : 0)
    const path = csv('y_true,y_pred,confidence', (i) => [Y[i], is(i), 100 * (is(i) ? P[i] : 1 - P[i])])
    const message = await refusal(path)
    expect(message).toContain('"confidence" is no higher for one class in "y_pred" than for the other')
    expect(await printedCe(path, ...waysOut(message)[0])).toBeCloseTo(RIGHT, 10)
  })

  it('is asked about in per cent where no predictions stand beside it', async () => {
    const path = csv('label,confidence', (i) => [Y[i], percent(i)])
    const message = await refusal(path)
    expect(message).toContain(
      'no "confidence" is below 50 though 2 classes occur, as if it were the percentage',
    )
    expect(message).toContain('or say --task binary --from percent if')
    expect(await printedCe(path, '--task', 'binary', '--from', 'percent')).toBeCloseTo(AS_POSITIVE, 10)
  })

  it('is none where percentages go below 50', async () => {
    const path = csv('label,prediction,prob', (i) => [Y[i], predicted(i), 100 * P[i]])
    expect(await refusal(path)).toContain('say --from percent')
    expect(await printedCe(path, '--from', 'percent')).toBeCloseTo(RIGHT, 10)
  })

  it('is told by its row in per cent, where it is none', async () => {
    const path = csv('label,prediction,conf', (i) => [
      Y[i],
      predicted(i),
      i === 6 ? 120 : 100 * confidence(i),
    ])
    const { code, stderr } = await lossctl([
      'compare',
      path,
      '--predicted',
      'prediction',
      '--from',
      'percent',
    ])
    expect([code, stderr]).toEqual([3, expect.stringContaining(`${path}:8:3: `)])
  })
})

it.each([
  ['in shares', 1, []],
  ['in per cent', 100, []],
  ['in per cent, as is said', 100, ['--from', 'percent']],
] as const)('a confidence of three classes is no score, %s', async (_, whole, said) => {
  const path = csv('label,prediction,confidence', (i) => [
    'abc'[i % 3],
    'abc'[(i * 7 + (i % 2)) % 3],
    whole * (0.4 + P[i] / 2),
  ])
  const message = await refusal(path, ...said)
  expect(message).toMatch(
    /as if it were the (?:probability|percentage) of the class that was predicted.*write one column per class/,
  )
})

describe('a score that is sure though nothing is predicted to be positive', () => {
  const sure = (i: number) => 0.5 + confidence(i) / 2.1
  const right = ce(P.map((_, i) => sure(i)))
  const wrong = ce(P.map((_, i) => 1 - sure(i)))

  it.each([
    ['False', 1],
    ['-1', 1],
    ['no', 1],
    ['0', 1],
    ['0.0', 100],
    ['no', 100],
  ])('is that of the predicted class: %s, of %d', async (word, whole) => {
    const path = csv('label,prediction,prob', (i) => [word, word, whole * sure(i)])
    const message = await refusal(path)
    expect(message).toContain(
      `no "prob" is below ${whole === 1 ? 'a half' : 50} though "prediction" is ${word} in all of the first rows`,
    )
    const [ofPredicted, ofPositive] = waysOut(message)
    expect(await printedCe(path, ...ofPredicted)).toBeCloseTo(right, 10)
    expect(await printedCe(path, ...ofPositive)).toBeCloseTo(wrong, 10)
  })

  it('is that where some row has no score, and where one is a half', async () => {
    const some = csv('label,prediction,prob', (i) => [0, 0, i === 3 ? '' : sure(i)])
    const message = await refusal(some, '--on-bad-row', 'skip')
    const left = ce(P.flatMap((_, i) => (i === 3 ? [] : [sure(i)])))
    expect(await printedCe(some, '--on-bad-row', 'skip', ...waysOut(message)[0])).toBeCloseTo(left, 10)
    const half = csv('label,prediction,prob', (i) => [0, 0, i === 3 ? 0.5 : sure(i)])
    expect(await refusal(half)).toContain('no "prob" is below a half')
  })

  it('is that by the names of the classes', async () => {
    const path = csv('label,prediction,prob', (i) => ['ham', 'ham', sure(i)])
    const said = ['--class-names', 'ham,spam']
    const message = await refusal(path, ...said)
    expect(await printedCe(path, ...said, ...waysOut(message)[0])).toBeCloseTo(right, 10)
    expect(await printedCe(path, '--class-names', 'spam,ham')).toBeCloseTo(right, 10)
  })

  it.each([
    'is_desktop',
    'chat_used',
    'what_type',
    'topic',
    'stop_flag',
    'predator',
    'predictor',
  ])('is that of the positive class beside %s, which is no prediction', async (name) => {
    const path = csv(`label,${name},prob`, (i) => [0, 0, sure(i)])
    expect(await printedCe(path)).toBeCloseTo(wrong, 10)
  })

  it.each([
    'ypred',
    'yhat',
    'y_hat',
    'predlabel',
    'y_pred',
    'Prediction',
    'PredictedLabel',
    'predictedClass',
    'argmax',
    'top1_class',
  ])('is asked about beside %s', async (name) => {
    expect(await refusal(csv(`label,${name},prob`, (i) => [0, 0, sure(i)]))).toContain(
      `though "${name}" is 0`,
    )
  })
})

describe('the probability of the positive class', () => {
  it('is no confidence where some rows have none', async () => {
    const hasNone = (i: number) => i % 3 === 0
    const path = csv('label,pred,prob', (i) => [Y[i], predicted(i), hasNone(i) ? '' : P[i]])
    const truths = P.flatMap((p, i) => (hasNone(i) ? [] : [Y[i] === 1 ? p : 1 - p]))
    expect(await printedCe(path, '--on-bad-row', 'skip')).toBeCloseTo(ce(truths), 12)
  })
})
