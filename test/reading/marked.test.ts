/** Scores of the class "HER2-", by whatever mark their names have for it, beside labels that name it and such that do not. */
import { describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { printedCe } from '../made/printed-ce.ts'
import { advisedFlags } from '../made/remedies.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const random = createRandom(3)
const N = 22
const Y = Array.from({ length: N }, (_, i) => (i < 2 ? i : Number(random.chance(0.6))))
/** That of the positive class, and what it leaves. */
const P = Y.map(() => Number((0.02 + 0.96 * random.next()).toFixed(6)))
const REST = P.map((p) => Number((1 - p).toFixed(6)))
const RIGHT = P.reduce((sum, p, i) => sum - Math.log(Y[i] === 1 ? p : 1 - p), 0) / N
/** Of the positive class all the same. */
const OTHER = REST.reduce((sum, p, i) => sum - Math.log(Y[i] === 1 ? p : 1 - p), 0) / N

const SCORES = [
  'prob_HER2-',
  'p_HER2_neg',
  'prob_HER2_negative',
  'HER2_negative_prob',
  'prob_HER2neg',
  'model_prob_HER2-',
]

function writeFile(label: string, score: string, [no, yes]: readonly string[], scores = REST): string {
  const rows = scores.map((p, i) => `m${i},${Y[i] === 1 ? yes : no},${p}\n`)
  return write('preds.csv', `id,${label},${score}\n${rows.join('')}`)
}

describe.each(SCORES)('the score %s', (score) => {
  it.each([
    ['HER2_status', 'HER2-', 'HER2+'],
    ['y_true', 'HER2-', 'HER2+'],
    ['label', 'Negative', 'Positive'],
    ['label', 'HER2_neg', 'HER2_pos'],
  ])('is that of the label which names it: %s of %s and %s', async (label, ...words) => {
    expect(await printedCe(writeFile(label, score, words))).toBeCloseTo(RIGHT, 9)
  })

  it.each([
    ['label', '0', '1'],
    ['HER2_status', '0', '1'],
    ['y_true', 'no', 'yes'],
    ['y_true', '-1', '1'],
  ])('is asked about beside %s of %s and %s', async (label, ...words) => {
    const path = writeFile(label, score, words)
    const { code, stderr } = await lossctl(['compare', path])
    expect(code).toBe(3)
    const [ofNegative, ofPositive] = advisedFlags(stderr)
    expect(await printedCe(path, ...ofNegative)).toBeCloseTo(RIGHT, 9)
    expect(await printedCe(path, ...ofPositive)).toBeCloseTo(OTHER, 9)
  })
})

it.each([
  ['HER2_negative', 'prob_HER2_negative'],
  ['label', 'prob_HER2+'],
  ['HER2_status', 'p_HER2_pos'],
])('beside %s the score %s is that of the label 1', async (label, score) => {
  expect(await printedCe(writeFile(label, score, ['0', '1'], P))).toBeCloseTo(RIGHT, 9)
})

it('is asked about where all labels are 0', async () => {
  const { stderr } = await lossctl(['compare', writeFile('label', 'p_HER2_neg', ['0', '0'])])
  expect(stderr).toContain('is that of the negative class by its name; say --class-names 1,0 if')
})
