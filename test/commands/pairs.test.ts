/** Two scores per row and labels of 0 and 1: negatives and positives, with the numbers of a softmax of two classes. */
import { describe, expect, it } from 'vitest'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { newFolder } from '../made/files.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { uniforms } from '../made/uniforms.ts'

type Answer = { readonly results: readonly CompareReport[] }

const ROWS = 500
const next = uniforms(17)
const labels = Uint8Array.from({ length: ROWS }, () => Number(next() < 0.3))
const logits = Array.from(labels, (y) => [2 * next(), 3 * y * next() + next()].map(Math.fround))
const probs = logits.map(([a, b]) => [1 / (1 + Math.exp(b - a)), 1 / (1 + Math.exp(a - b))].map(Math.fround))

/** The files, as arrays and as a table. */
function files(rows: readonly (readonly number[])[], word: 'prob' | 'logit') {
  const folder = newFolder()
  const scores = folder.npy(`${word}s.npy`, '<f4', `(${ROWS}, 2)`, Float32Array.from(rows.flat()))
  const array = [scores, '--labels', folder.npy('y.npy', '|u1', `(${ROWS},)`, labels)]
  const table = folder.csv(
    'p.csv',
    `id,label,${word}_0,${word}_1`,
    rows.map((row, i) => [`case-${i}`, labels[i], ...row]),
  )
  return [array, [table]]
}

const compare = async (...args: string[]) => (await lossctlJson<Answer>('compare', ...args)).results[0]

describe.each([
  ['logits', logits, 'logit'],
  ['probabilities', probs, 'prob'],
] as const)('two %s', (_, rows, word) => {
  it('give the bits of a softmax, in four bands', async () => {
    for (const data of files(rows, word)) {
      const sided = await compare(...data)
      const softmax = await compare(...data, '--task', 'softmax')
      expect([sided.source.task, softmax.source.task]).toEqual(['binary', 'softmax'])
      for (const [i, { value }] of sided.losses.entries())
        expect(Math.abs(value! / softmax.losses[i].value! - 1)).toBeLessThan(1e-13)
      expect(Object.keys(sided.losses[0].bands).join()).not.toBe(Object.keys(softmax.losses[0].bands).join())
      expect((await compare(...data, '--task', 'binary')).losses).toEqual(sided.losses)
    }
  })

  it('take one alpha, and what it does to positives', async () => {
    const margins = rows.map(([a, b], i) => {
      const s = word === 'logit' ? b - a : Math.log(rows[i][labels[i]]) - Math.log1p(-rows[i][labels[i]])
      return word === 'logit' && labels[i] === 0 ? -s : s
    })
    const losses = margins.map(
      (s, i) => (labels[i] ? 0.25 : 0.75) * (1 / (1 + Math.exp(s))) ** 2 * Math.log1p(Math.exp(-s)),
    )
    const sum = losses.reduce((all, loss) => all + loss, 0)
    for (const data of files(rows, word)) {
      const { losses: found } = await compare(...data, '--loss', 'focal:alpha=0.25', '--reduction', 'sum')
      expect(Math.abs(found[0].value! / sum - 1)).toBeLessThan(1e-12)
    }
  })
})

it('keeps a softmax where it is said, and where no class is the positive one', async () => {
  const rows = probs.map((row, i) => [['cat', 'dog'][labels[i]], ...row])
  const path = newFolder().csv('p.csv', 'label,prob_cat,prob_dog', rows)
  expect((await compare(path)).source.task).toBe('softmax')
  const words = newFolder().csv(
    'w.csv',
    'label,prob_neg,prob_pos',
    probs.map((row, i) => [['neg', 'pos'][labels[i]], ...row]),
  )
  expect((await compare(words)).source.task).toBe('binary')
})

it('divides rows by their sum, and writes samples that are read back as the same', async () => {
  const [array] = files(
    probs.map((row) => row.map((p) => p / 2)),
    'prob',
  )
  const { losses } = await compare(...array, '--from', 'probs', '--renormalize', '--loss', 'ce')
  const softmax = await compare(
    ...array,
    '--from',
    'probs',
    '--renormalize',
    '--loss',
    'ce',
    '--task',
    'softmax',
  )
  expect(Math.abs(losses[0].value! / softmax.losses[0].value! - 1)).toBeLessThan(1e-13)
  const [whole] = files(logits, 'logit')
  const out = newFolder().path('samples.csv')
  expect((await lossctl(['samples', ...whole, '--output', out])).code).toBe(0)
  const again = await compare(
    out,
    '--label',
    'positive',
    '--score',
    'score',
    '--from',
    'logits',
    '--loss',
    'ce',
  )
  expect(
    Math.abs(again.losses[0].value! / (await compare(...whole, '--loss', 'ce')).losses[0].value! - 1),
  ).toBeLessThan(1e-12)
})
