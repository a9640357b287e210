/** Two scores per row whose names say no side, the positive one first, beside predictions. */
import { describe, expect, it } from 'vitest'
import { compareCe, lossctl } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { advisedFlag } from '../made/paste.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const random = createRandom(97)
const N = 40
const Y = Array.from({ length: N }, (_, i) => i % 2)
const P = Y.map((y) => Number((1 / (1 + Math.exp(-2 * (2 * y - 1) - 1.5 * random.normal()))).toFixed(6)))
const meanOf = (labels: readonly number[]) =>
  labels.reduce((sum, y, i) => sum - Math.log(y ? P[i] : 1 - P[i]), 0) / labels.length

const file = (
  predicted: (i: number) => string | number,
  { labels = Y, header = 'y_true,p_approve,p_reject,pred_label,confidence', count = N } = {},
) => {
  const row = (i: number) => [
    labels[i],
    P[i],
    (1 - P[i]).toFixed(6),
    predicted(i),
    Math.max(P[i], 1 - P[i]).toFixed(6),
  ]
  const lines = Array.from({ length: count }, (_, i) => `${row(i).join(',')}\n`)
  return write('preds.csv', `${header}\n${lines.join('')}`)
}
const higher = (i: number) => Number(P[i] > 0.5)

describe('the score of the label 1', () => {
  it('is the first one where predictions and labels say so', async () => {
    const path = file(higher)
    const { results, stderr } = await compareCe(path)
    expect(stderr).toBe('')
    expect(results[0].losses[0].value / meanOf(Y)).toBeCloseTo(1, 9)
    const { stdout } = await lossctl(['inspect', path])
    expect(stdout).toContain('the score of the label 1 is "p_approve", which is the higher one where')
  })

  it('is that of the names where flags say the order, whatever predictions say', async () => {
    const { results } = await compareCe(file(higher), '--score', 'p_approve,p_reject')
    expect(results[0].losses[0].value / meanOf(Y.map((y) => 1 - y))).toBeCloseTo(1, 9)
  })

  it.each([
    ['one prediction is of the other', (i: number) => higher(i) ^ Number(i === 7), {}],
    ['all predictions are of the other', (i: number) => 1 - higher(i), {}],
    ['labels say neither', higher, { labels: Y.map((_, i) => Math.floor(i / 2) % 2) }],
    ['labels are of one class', higher, { labels: Y.map(() => 1) }],
    ['rows are few', higher, { count: 8 }],
    ['predictions are what was done', higher, { header: 'y_true,p_approve,p_reject,decision,confidence' }],
  ] as const)('is asked about where %s', async (_, predicted, made) => {
    const path = file(predicted, made)
    const { code, stderr } = await lossctl(['compare', path])
    expect(code).toBe(3)
    const labels = ('labels' in made ? made.labels : Y).slice(0, 'count' in made ? made.count : N)
    if (!stderr.includes('say --score')) return
    const ways = stderr
      .slice(stderr.indexOf('say --score'))
      .replaceAll('\n', ' ')
      .split(/, (?=--score)/)
    const values = await Promise.all(
      ways.map(
        async (way) => (await compareCe(path, ...advisedFlag(way, '--score'))).results[0].losses[0].value,
      ),
    )
    const right = [labels.map((y) => 1 - y), labels].map(meanOf)
    for (const [i, value] of values.entries()) expect(value / right[i]).toBeCloseTo(1, 9)
  })
})
