/**
 * Scores of one class beside labels that are named for the other. The numbers are those of the positive class, or what they
 * leave, so that the right mean of cross-entropy is known; a file that is asked about leads to it by what the question advises.
 */
import { describe, expect, it } from 'vitest'
import { lossctl, lossctlJson } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { followAdvice } from '../made/remedies.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const random = createRandom(11)
const N = 200
const Y = Array.from({ length: N }, (_, i) => (i < 2 ? i : Number(random.chance(0.4))))
const P = Y.map((y) => Number((1 / (1 + Math.exp(-1.5 * (2 * y - 1) - 1.3 * random.normal()))).toFixed(6)))
const RIGHT = P.reduce((sum, p, i) => sum - Math.log(Y[i] === 1 ? p : 1 - p), 0) / N

/** What the label and the score of the other class are called. */
const OTHER_CLASS = [
  ['churned', 'p_retained'],
  ['is_fraud', 'prob_legit'],
  ['malignant', 'score_benign'],
  ['sick', 'p_healthy'],
  ['is_spam', 'prob_ham'],
  ['default', 'p_good'],
  ['failed', 'p_pass'],
  ['fake', 'prob_real'],
  ['died', 'survival_prob'],
  ['legit', 'fraud_score'],
  ['invalid', 'valid_prob'],
  ['spam', 'nonspam_prob'],
  ['churned', 'p_not_churned'],
  ['approved', 'p_default'],
  ['won', 'p_loss'],
  ['label', 'prob_legit'],
  ['y_true', 'Healthy_Probability'],
  ['is_active', 'prob'],
] as const

/** What they are called where the score is that of the label 1. */
const SAME_CLASS = [
  ['churned', 'churn_prob'],
  ['no_show', 'p_no_show'],
  ['is_benign', 'score_benign'],
  ['not_spam', 'prob_ham'],
  ['Fraudulent', 'fraud_score'],
  // The name says the contrary, and so plainly do the rows.
  ['churned', 'p_retained'],
] as const

type Words = readonly [negative: string, positive: string]

const BITS: Words = ['0', '1']
const STYLES: Readonly<Record<string, Words>> = {
  bits: BITS,
  signs: ['-1', '1'],
  words: ['no', 'yes'],
  Python: ['False', 'True'],
}

function writeFile(label: string, score: string, scores: readonly number[], words: Words = BITS): string {
  const rows = scores.map((p, i) => `${i},${words[Y[i]]},${p}\n`)
  return write('preds.csv', `id,${label},${score}\n${rows.join('')}`)
}

const REST = P.map((p) => Number((1 - p).toFixed(6)))

async function ask(
  path: string,
  flags: readonly string[],
): Promise<{ readonly refusal: string } | { readonly answer: number }> {
  const words = ['compare', path, ...flags, '--loss', 'ce', '--format', 'json']
  const { code, stdout, stderr } = await lossctl(words)
  if (code !== 0) return { refusal: stderr }
  return { answer: JSON.parse(stdout).results[0].losses[0].value }
}

const isRight = (value: number) => Math.abs(value / RIGHT - 1) < 1e-9

async function expectQuestion(path: string, flags: readonly string[] = []): Promise<void> {
  const found = await ask(path, flags)
  expect(found).toHaveProperty('refusal')
  const { refusal } = found as { refusal: string }
  expect(await followAdvice(refusal, (more) => ask(path, [...flags, ...more]), isRight)).toBeDefined()
}

describe('a score named for the other class', () => {
  it.each(OTHER_CLASS)('beside %s is asked about when it is %s', async (label, score) => {
    await expectQuestion(writeFile(label, score, REST), ['--label', label])
  })

  it.each(Object.entries(STYLES))('is asked about beside labels that are %s', async (_, words) => {
    await expectQuestion(writeFile('churned', 'p_retained', REST, words))
  })

  it('names no label where two columns may be it: active beside exited', async () => {
    const rows = REST.map((p, i) => `${Y[i]},${Number(i % 3 > 0)},${p}\n`)
    const path = write('preds.csv', `exited,active,churn_prob\n${rows.join('')}`)
    expect(await ask(path, [])).toEqual({ refusal: expect.stringContaining('which column holds the labels') })
  })

  it('is shown with its question by inspect', async () => {
    const path = writeFile('churned', 'p_retained', REST)
    expect(JSON.stringify(await lossctlJson('inspect', path))).toContain(
      'named for the opposite of the label',
    )
  })

  it('is asked about in files of its own, where the rows are joined', async () => {
    const scores = write('p.csv', `id,p_retained\n${REST.map((p, i) => `${i},${p}\n`).join('')}`)
    const rows = Y.map((y, i) => `${i},${y}\n`).toReversed()
    const labels = write('y.csv', `id,churned\n${rows.join('')}`)
    await expectQuestion(scores, ['--labels', labels])
  })
})

describe('a score named for the class of the label', () => {
  it.each(SAME_CLASS)('%s is answered at once when it is %s', async (label, score) => {
    const found = await ask(writeFile(label, score, P), ['--label', label])
    expect('answer' in found && isRight(found.answer)).toBe(true)
  })
})
