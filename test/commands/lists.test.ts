/** Labels and scores that stand as lists in the cells of a table. */
import { expect, it } from 'vitest'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { newFolder } from '../made/files.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { uniforms } from '../made/uniforms.ts'

type Answer = { readonly results: readonly CompareReport[] }

const ROWS = 60
const K = 3
const next = uniforms(5)
const sigmoids = Array.from({ length: ROWS }, () => Array.from({ length: K }, () => 0.01 + 0.98 * next()))
const truths = sigmoids.map((row) => row.map((p) => Number(next() < p)))
const softmaxes = sigmoids.map((row) => row.map((p) => p / row.reduce((sum, one) => sum + one, 0)))
const classes = softmaxes.map(() => Math.floor(next() * K))

const meanOf = (losses: readonly number[]) => losses.reduce((sum, loss) => sum + loss, 0) / losses.length
const multilabel = meanOf(
  sigmoids.flatMap((row, i) => row.map((p, c) => -Math.log(truths[i][c] ? p : 1 - p))),
)
const softmax = meanOf(softmaxes.map((row, i) => -Math.log(row[classes[i]])))

async function isAnswered(mean: number, ...args: string[]) {
  const { results } = await lossctlJson<Answer>('compare', ...args, '--loss', 'ce')
  expect(Math.abs(results[0].losses[0].value! / mean - 1)).toBeLessThan(1e-12)
}

const WAYS: readonly (readonly [string, (list: readonly number[]) => string])[] = [
  ['[0.1, 0.9]', (list) => `"[${list.join(', ')}]"`],
  ['0.1 0.9', (list) => list.join(' ')],
  ['[0.1 0.9]', (list) => `[ ${list.join('  ')} ]`],
  ['(0.1, 0.9)', (list) => `"(${list.join(', ')})"`],
  ['tensor([0.1, 0.9])', (list) => `"tensor([${list.join(', ')}])"`],
  ['array([0.1, 0.9])', (list) => `"array([${list.join(', ')}])"`],
]

it.each(WAYS)('%s is a list', async (_, write) => {
  const folder = newFolder()
  const both = sigmoids.map((row, i) => [`case-${i}`, write(truths[i]), write(row)])
  await isAnswered(multilabel, folder.csv('both.csv', 'id,label,probs', both))
  const apart = sigmoids.map((row, i) => [`case-${i}`, write(truths[i]), ...row])
  await isAnswered(multilabel, folder.csv('labels.csv', 'path,findings,lung,heart,rib', apart))
  const scores = softmaxes.map((row, i) => [classes[i], write(row)])
  await isAnswered(softmax, folder.csv('scores.csv', 'label,probabilities', scores))
  const said = folder.csv(
    'said.csv',
    'truth of it,model,bbox',
    sigmoids.map((row, i) => [classes[i], write(softmaxes[i]), write(row)]),
  )
  await isAnswered(softmax, said, '--label', 'truth of it', '--score', 'model')
})

it('asks what lists are that are neither probabilities of a row nor as many as its labels', async () => {
  const rows = sigmoids.map((row, i) => [classes[i], `"[${row.map((p) => 8 * p - 4).join(', ')}]"`])
  const path = newFolder().csv('e.csv', 'label,embedding', rows)
  const { code, stderr } = await lossctl(['compare', path])
  expect([code, stderr.includes('say --score embedding if they are')]).toEqual([3, true])
  const mean = meanOf(
    sigmoids.map((row, i) => {
      const z = row.map((p) => 8 * p - 4)
      return Math.log(z.reduce((sum, one) => sum + Math.exp(one), 0)) - z[classes[i]]
    }),
  )
  await isAnswered(mean, path, '--score', 'embedding')
})

it('names a list of another length by its line, or leaves it out', async () => {
  const rows = softmaxes.map((row, i) => [classes[i], `"[${(i === 40 ? row.slice(1) : row).join(', ')}]"`])
  const path = newFolder().csv('p.csv', 'label,probs', rows)
  const { code, stderr } = await lossctl(['compare', path])
  expect([code, stderr.startsWith(`error: ${path}:42:2: `)]).toEqual([3, true])
  const others = softmaxes.flatMap((row, i) => (i === 40 ? [] : [-Math.log(row[classes[i]])]))
  await isAnswered(meanOf(others), path, '--on-bad-row', 'skip')
})
