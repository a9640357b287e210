/** Two columns of a model, for the classes 0 and 1: never the score of the other class, and never two models. */
import { describe, expect, it } from 'vitest'
import type { DiffReport } from '../../src/questions/diff/diff.ts'
import { compareCe, lossctlJson } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { wordsOf } from '../made/paste.ts'
import { advisedFlags } from '../made/remedies.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const N = 60
const random = createRandom(73)
const Y = Array.from({ length: N }, (_, i) => i % 2)
const drawn = (slope: number) =>
  Y.map((y) => Number((1 / (1 + Math.exp(-slope * (2 * y - 1) - random.normal()))).toFixed(6)))
const [A, B] = [drawn(1.4), drawn(0.8)]
const left = (scores: readonly number[]) => scores.map((p) => Number((1 - p).toFixed(6)))
const meanOf = (scores: readonly number[]) =>
  scores.reduce((sum, p, i) => sum - Math.log(Y[i] === 1 ? p : 1 - p), 0) / N

function fileOf(columns: Readonly<Record<string, readonly (number | string)[]>>): string {
  const lines = Y.map((_, i) => Object.values(columns).map((cells) => cells[i]))
  return write('dump.csv', [Object.keys(columns), ...lines].map((cells) => `${cells.join(',')}\n`).join(''))
}

describe('models with a column for each of two classes', () => {
  it.each([
    ['0 and 1 at the end', ['lr_prob_0', 'lr_prob_1', 'rf_prob_0', 'rf_prob_1'], ['0', '1']],
    ['words at the end', ['lr_prob_neg', 'lr_prob_pos', 'rf_prob_neg', 'rf_prob_pos'], ['0', '1']],
    ['numbers before the model', ['p0_lr', 'p1_lr', 'p0_rf', 'p1_rf'], ['0', '1']],
    ['the model first', ['lr_0_prob', 'lr_1_prob', 'rf_0_prob', 'rf_1_prob'], ['0', '1']],
    ['the labels', ['lr_prob_ham', 'lr_prob_spam', 'rf_prob_ham', 'rf_prob_spam'], ['ham', 'spam']],
    ['a column of the other', ['lr_prob_0', 'lr_prob_1', 'rf_prob'], ['0', '1']],
    ['a column of a model beside those of no name', ['prob_0', 'prob_1', 'rf_prob'], ['0', '1']],
  ])('are asked about, and each command that is named answers rightly: %s', async (_, names, classes) => {
    const cells = names.length === 4 ? [left(A), A, left(B), B] : [left(A), A, B]
    const columns = Object.fromEntries(names.map((name, at) => [name, cells[at]]))
    const path = fileOf({ label: Y.map((y) => classes[y]), ...columns })
    const { code, stderr } = await compareCe(path)
    expect(code).toBe(3)
    const isOfA = (flag: string) => /lr|^prob_/.test(flag)
    const both = wordsOf(/(--score \S+ --score-b \S+)/.exec(stderr)![1])
    for (const [flag, value] of advisedFlags(stderr).filter(([flag]) => flag === '--score')) {
      const { results } = await compareCe(path, flag, value)
      expect(results[0].losses[0].value! / meanOf(isOfA(value) ? A : B)).toBeCloseTo(1, 12)
    }
    const { losses } = await lossctlJson<DiffReport>('diff', path, '--loss', 'ce', ...both)
    expect(losses[0].difference / (meanOf(B) - meanOf(A))).toBeCloseTo(1, 9)
  })

  it('are read as one model where nothing else is called for one', async () => {
    const path = fileOf({
      label: Y,
      prob_0: left(A),
      prob_1: A,
      rf_prob: A,
      rf_confidence: A.map((p) => Math.max(p, 1 - p)),
    })
    const { results } = await compareCe(path)
    expect(results[0].source.scores).toEqual(['prob_0', 'prob_1'])
    expect(results[0].losses[0].value! / meanOf(A)).toBeCloseTo(1, 12)
  })
})

describe('a score of the class 0', () => {
  it.each([
    'model_prob_0',
    'rf_proba_0',
    'prob_lr_0',
    'lr_prob_neg',
    'prob_class_0',
    'bert_score_negative',
  ])('is none of the label 1: %s', async (name) => {
    const path = fileOf({ label: Y, [name]: left(A) })
    const { code, stderr } = await compareCe(path)
    expect([code, stderr]).toEqual([3, expect.stringContaining('which is the negative one')])
    const [flags] = advisedFlags(stderr)
    const { results } = await compareCe(path, ...flags)
    expect(results[0].losses[0].value! / meanOf(A)).toBeCloseTo(1, 12)
  })

  it.each([
    ['a fold', 'prob_fold_0', []],
    ['a model among three', 'lr_prob_0', ['lr_prob_1', 'lr_prob_2']],
    ['a run beside another', 'lr_prob_0', ['lr_prob_1']],
  ])('is not what is called with the 0 of %s', async (_, name, others) => {
    const path = fileOf({ label: Y, [name]: A, ...Object.fromEntries(others.map((other) => [other, B])) })
    const { results } = await compareCe(path, '--score', name)
    expect(results[0].losses[0].value! / meanOf(A)).toBeCloseTo(1, 12)
  })
})
