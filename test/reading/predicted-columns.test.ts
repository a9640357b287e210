/** Columns of predictions, which are no labels however scores are named for them. */
import { describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { wordsOf } from '../made/paste.ts'
import { printedCe } from '../made/printed-ce.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const N = 60
const P = Array.from({ length: N }, (_, i) => 0.02 + ((i * 37) % N) / (N + 3))
const Y = P.map((p, i) => (p + ((i * 7) % 11) / 11 > 1 ? 1 : 0))
const PREDICTED = P.map((p) => (p >= 0.5 ? 1 : 0))
const mean = P.reduce((sum, p, i) => sum - Math.log(Y[i] === 1 ? p : 1 - p), 0) / N

const csv = (header: string, row: (i: number) => readonly (string | number)[]) =>
  write('preds.csv', `${header}\n${P.map((_, i) => row(i).join(',')).join('\n')}\n`)

describe('a column of predictions named for the score', () => {
  it.each([
    'y_hat_churn',
    'y_pred_churn',
    'Y_PRED_CHURN',
    'y_argmax_churn',
    'y_predicted_churn',
  ])('%s is never taken for the labels', async (name) => {
    for (const truth of ['churned', 'left', 'outcome', 'Exited']) {
      const path = csv(`customer_id,${truth},${name},churn_prob`, (i) => [`c${i}`, Y[i], PREDICTED[i], P[i]])
      const { code, stderr } = await lossctl(['compare', path])
      const said = code === 0 ? '' : /say (--label \S+) if that is it/.exec(stderr)![1]
      expect(await printedCe(path, ...wordsOf(said))).toBeCloseTo(mean, 10)
    }
    const alone = csv(`customer_id,${name},churn_prob`, (i) => [`c${i}`, PREDICTED[i], P[i]])
    expect((await lossctl(['compare', alone])).code).toBe(3)
  })

  it.each(['y_model_churn', 'y_final_churn', 'expected_churn'])('%s is asked about', async (name) => {
    const path = csv(`customer_id,churned,${name},churn_prob`, (i) => [`c${i}`, Y[i], PREDICTED[i], P[i]])
    const { code, stderr } = await lossctl(['compare', path])
    expect([code, stderr]).toEqual([3, expect.stringContaining('say --label churned if that is it')])
  })

  it('leaves y_churn and actual_churn what they are', async () => {
    for (const name of ['y_churn', 'actual_churn'])
      expect(
        await printedCe(csv(`id,${name},y_pred_churn,churn_prob`, (i) => [i, Y[i], PREDICTED[i], P[i]])),
      ).toBeCloseTo(mean, 10)
  })
})

describe('a version in the name of a score', () => {
  it('says nothing of numbers below 1', async () => {
    for (const name of ['patch_anomaly', 'revision_lp'])
      expect(await printedCe(csv(`label,${name}`, (i) => [Y[i], P[i]]))).toBeCloseTo(mean, 10)
  })
})

describe('--predicted', () => {
  const confidence = (i: number) => (P[i] >= 0.5 ? P[i] : 1 - P[i])

  it('takes the two classes in other words than the labels', async () => {
    const word = (i: number) => (PREDICTED[i] === 1 ? 'True' : 'False')
    const path = csv('label,pred,confidence', (i) => [Y[i], word(i), confidence(i)])
    expect(await printedCe(path, '--predicted', 'pred')).toBeCloseTo(mean, 10)
    const yes = csv('label,pred,confidence', (i) => [Y[i] === 1 ? 'yes' : 'no', PREDICTED[i], confidence(i)])
    expect(await printedCe(yes, '--predicted', 'pred')).toBeCloseTo(mean, 10)
  })

  it('says that a prediction is missing', async () => {
    const path = csv('label,pred,confidence', (i) => [Y[i], i === 9 ? '' : PREDICTED[i], confidence(i)])
    const { stderr } = await lossctl(['compare', path, '--predicted', 'pred'])
    expect(stderr).toContain('names no predicted class; --on-bad-row skip leaves such rows out')
    const without =
      P.reduce((sum, p, i) => sum - (i === 9 ? 0 : Math.log(Y[i] === 1 ? p : 1 - p)), 0) / (N - 1)
    expect(await printedCe(path, '--predicted', 'pred', '--on-bad-row', 'skip')).toBeCloseTo(without, 10)
  })
})
