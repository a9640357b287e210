/** Probabilities that were rounded: what is read without a flag, what is refused, and that advice helps. */
import { describe, expect, it } from 'vitest'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { openDataset } from '../../src/reading/dataset.ts'
import { roundingOf } from '../../src/reading/scores/rounding.ts'
import { newFolder } from '../made/files.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { uniforms } from '../made/uniforms.ts'

type Answer = { readonly results: readonly CompareReport[] }

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

async function crossEntropy(...args: string[]): Promise<number> {
  const answer = await lossctlJson<Answer>('compare', ...args, '--loss', 'ce')
  return answer.results[0].losses[0].value!
}

async function isAnswered(expected: number, ...args: string[]): Promise<void> {
  expect(Math.abs((await crossEntropy(...args)) / expected - 1)).toBeLessThan(1e-12)
}

/** Rows of a softmax whose logits have about this size. */
function softmaxRows(rows: number, classes: number, size: number, seed = 1): number[][] {
  const next = uniforms(seed)
  return Array.from({ length: rows }, () => {
    const logits = Array.from({ length: classes }, () => (next() - 0.5) * 2 * size)
    const most = Math.max(...logits)
    const sum = logits.reduce((all, z) => all + Math.exp(z - most), 0)
    return logits.map((z) => Math.exp(z - most) / sum)
  })
}

const ROWS = 400
const labelsOf = (classes: number) => {
  const next = uniforms(7)
  return Int32Array.from({ length: ROWS }, () => Math.floor(next() * classes))
}

function twoFiles(rows: readonly (readonly number[])[], descr: '<f4' | '<f8') {
  const folder = newFolder()
  const labels = labelsOf(rows[0].length)
  const Type = descr === '<f4' ? Float32Array : Float64Array
  const scores = folder.npy('p.npy', descr, `(${ROWS}, ${rows[0].length})`, Type.from(rows.flat()))
  return { labels, files: [scores, '--labels', folder.npy('y.npy', '<i4', `(${ROWS},)`, labels)] as const }
}

describe('rows that a small number was added to, once of 32 bits', () => {
  const rows = softmaxRows(ROWS, 3, 12).map((row) => row.map((p) => Math.fround(Math.fround(p) + 1e-5)))
  const pts = (labels: Int32Array) => rows.map((row, i) => row[labels[i]])

  it.each(['<f4', '<f8'] as const)('are read without a flag from %s, and at most 1', async (descr) => {
    const { labels, files } = twoFiles(rows, descr)
    const capped = pts(labels).map((p) => -Math.log(Math.min(p, 1)))
    await isAnswered(meanOf(capped), ...files)
    await isAnswered(meanOf(capped), ...files, '--from', 'probs', '--prob-tolerance', '1e-6')
    const { stdout } = await lossctl(['compare', ...files])
    expect(stdout).toMatch(
      /Taken for rounding: probabilities such as 1\.0000\d+ count as 1; rows.* sum to 1\.00003/,
    )
  })

  it('are divided by their sum before they are looked at', async () => {
    const { labels, files } = twoFiles(rows, '<f8')
    const sums = rows.map((row) => row.reduce((sum, p) => sum + p, 0))
    const shares = pts(labels).map((p, i) => -Math.log(p / sums[i]))
    await isAnswered(meanOf(shares), ...files, '--renormalize')
    const doubled = twoFiles(
      rows.map((row) => row.map((p) => 2 * p)),
      '<f8',
    )
    await isAnswered(meanOf(shares), ...doubled.files, '--from', 'probs', '--renormalize')
    const halved = twoFiles(
      rows.map((row) => row.map((p) => p / 2)),
      '<f8',
    )
    await isAnswered(meanOf(shares), ...halved.files, '--renormalize')
  })
})

it('counts no probability of a sigmoid as rounded that its 64-bit number tells from 1, and says what would', async () => {
  const next = uniforms(3)
  const cells = Array.from({ length: 60 }, (_, i) => (i === 11 ? 1.000003456789012 : next()))
  const path = newFolder().csv(
    'p.csv',
    'label,prob',
    cells.map((p, i) => [i % 2, p]),
  )
  const { code, stderr } = await lossctl(['compare', path])
  expect(code).toBe(3)
  const advice = / (--prob-tolerance) (\S+)\n/.exec(stderr)!
  const capped = cells.map((p, i) => -Math.log(i % 2 ? Math.min(p, 1) : 1 - p))
  await isAnswered(meanOf(capped), path, advice[1], advice[2])
})

it.each([
  [2, 12],
  [3, 5],
  [4, 3],
])('takes rows of %i decimals and %i classes for rounded ones', async (decimals, classes) => {
  const rows = softmaxRows(ROWS, classes, 3).map((row) => row.map((p) => Number(p.toFixed(decimals))))
  const labels = labelsOf(classes)
  const header = ['label', ...rows[0].map((_, c) => `p_${c}`)].join(',')
  const table = rows.map((row, i) => [labels[i], ...row.map((p) => p.toFixed(decimals))])
  const losses = rows.map((row, i) => (row[labels[i]] === 0 ? 100 : -Math.log(row[labels[i]])))
  await isAnswered(meanOf(losses), newFolder().csv('p.csv', header, table))
  // In 32 bits the decimals are those of the number that was rounded.
  const single = rows.map((row) => row.map(Math.fround))
  const ofSingle = single.map((row, i) => (row[labels[i]] === 0 ? 100 : -Math.log(row[labels[i]])))
  await isAnswered(meanOf(ofSingle), ...twoFiles(single, '<f4').files)
})

it('asks about rows that are further from 1 than rounding puts them', async () => {
  const rows = softmaxRows(ROWS, 3, 3).map((row, i) => row.map((p) => p * (i % 4 ? 1 : 1.01)))
  const { code, stderr } = await lossctl(['compare', ...twoFiles(rows, '<f8').files, '--from', 'probs'])
  expect(code).toBe(3)
  expect(stderr).toContain('--prob-tolerance 0.02 to accept it')
})

it('allows what a softmax in 32 bits does to its rows, whatever the size of its logits', async () => {
  const f = Math.fround
  for (const [classes, size] of [
    [2, 5],
    [10, 40],
    [1000, 80],
  ]) {
    const next = uniforms(classes)
    const rows = Array.from({ length: ROWS }, () => {
      const logits = Array.from({ length: classes }, () => f((next() - 0.5) * 2 * size))
      const most = Math.max(...logits)
      const sum = logits.reduce((all, z) => f(all + f(Math.exp(f(z - most)))), 0)
      // exp(log_softmax), which is rounded before the exponential, and from logits as large as they are.
      const logSum = f(most + f(Math.log(sum)))
      return logits.map((z) => f(Math.exp(f(z - logSum))))
    })
    const { files } = twoFiles(rows, '<f4')
    const { scores } = await openDataset(files[0], files[2], { from: 'probs' })
    const columns = rows[0].map((_, c) => c)
    const { outside } = roundingOf(scores[0], columns, false)
    const off = rows.map((row) => Math.abs(row.reduce((sum, p) => sum + p, 0) - 1))
    expect(Math.max(...off)).toBeLessThan(outside)
    expect(Math.max(...off)).toBeGreaterThan(outside / 1000)
  }
})
