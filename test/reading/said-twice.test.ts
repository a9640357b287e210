/** Probabilities of classes beside the logits that they are computed of, and beside those of another model. */
import { describe, expect, it } from 'vitest'
import { compareCe, lossctl } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const random = createRandom(101)
const [N, K] = [30, 4]
const CLASSES = Array.from({ length: K }, (_, k) => k)
const Y = Array.from({ length: N }, (_, i) => i % K)
const Z = Y.map((y) => CLASSES.map((k) => Number((2 * random.normal() + (k === y ? 2 : 0)).toFixed(6))))
const HOT = Y.map((y, i) => CLASSES.map((k) => Number(k === y || (i % 3 === 0 && k === (y + 1) % K))))
const ONE_HOT = Y.map((y) => CLASSES.map((k) => Number(k === y)))

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z))
const softmax = (row: readonly number[]) => {
  const sum = row.reduce((total, z) => total + Math.exp(z), 0)
  return row.map((z) => Math.exp(z) / sum)
}
const sigmoids = (row: readonly number[]) => row.map(sigmoid)
const ofSoftmax = Y.reduce((sum, y, i) => sum - Math.log(softmax(Z[i])[y]), 0) / N
const ofSigmoids = (hot: readonly (readonly number[])[]) =>
  hot.flatMap((row, i) => row.map((y, k) => -Math.log(y ? sigmoid(Z[i][k]) : sigmoid(-Z[i][k]))))
const mean = (losses: readonly number[]) => losses.reduce((sum, loss) => sum + loss, 0) / losses.length

type Rows = readonly (readonly number[])[]

function file(labels: Rows, probs: Rows): string {
  const names = (stem: string, width = K) => CLASSES.slice(0, width).map((k) => `${stem}_${k}`)
  const ofLabels = labels[0].length === 1 ? ['label'] : names('target')
  const lines = labels.map((row, i) => `${[...probs[i], ...Z[i], ...row].join(',')}\n`)
  const header = [...names('class'), ...names('logit'), ...ofLabels]
  return write('preds.csv', `${header.join(',')}\n${lines.join('')}`)
}

const written = (way: typeof softmax, digits: number) =>
  Z.map((row) => way(row).map((p) => Number(p.toFixed(digits))))
const indices = Y.map((y) => [y])

describe('logits beside what is computed of them', () => {
  it.each([
    ['a softmax beside class indices', indices, written(softmax, 6), ofSoftmax],
    ['a softmax of four digits', indices, written(softmax, 4), ofSoftmax],
    ['a softmax of 32 bits', indices, Z.map((row) => softmax(row).map(Math.fround)), ofSoftmax],
    ['a softmax beside one-hot labels', ONE_HOT, written(softmax, 6), ofSoftmax],
    ['sigmoids beside several labels', HOT, written(sigmoids, 6), mean(ofSigmoids(HOT))],
    ['sigmoids beside one-hot labels', ONE_HOT, written(sigmoids, 6), mean(ofSigmoids(ONE_HOT))],
  ])('are the scores: %s', async (_, labels, probs, right) => {
    const path = file(labels, probs)
    const { results, stderr } = await compareCe(path)
    expect(stderr).toBe('')
    expect(results[0].losses[0].value / right).toBeCloseTo(1, 9)
    const { stdout } = await lossctl(['inspect', path])
    expect(stdout).toContain('class_0, class_1, class_2, class_3 say them again')
  })

  const off = written(softmax, 6).map((row, i) => (i === 11 ? row.map((_, k) => row[(k + 1) % K]) : row))
  const warmer = Z.map((row) => softmax(row.map((z) => z / 1.01)).map((p) => Number(p.toFixed(6))))
  it.each([
    ['one row is another', indices, off],
    ['they are warmer by a hundredth', indices, warmer],
    ['sigmoids stand beside one label a row', indices, written(sigmoids, 6)],
  ])('are asked about where %s', async (_, labels, probs) => {
    const { code, stderr } = await lossctl(['compare', file(labels, probs)])
    expect([code, stderr]).toEqual([3, expect.stringContaining('several groups of columns may hold')])
  })

  it('are no softmax beside rows of several labels', async () => {
    expect((await lossctl(['compare', file(HOT, written(softmax, 6))])).code).not.toBe(0)
  })
})
