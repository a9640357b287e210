/** Labels of two words whose score says no class by its name, beside predictions that follow it. */
import { describe, expect, it } from 'vitest'
import { compareCe } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const random = createRandom(59)
const N = 40
const WORDS = ['genuine', 'spoof'] as const
const Y = Array.from({ length: N }, (_, i) => i % 2)
const logits = Y.map((y) => Number((1.5 * (2 * y - 1) + 1.5 * random.normal()).toFixed(5)))
const P = logits.map((z) => Number((1 / (1 + Math.exp(-z))).toFixed(6)))
const mean = P.reduce((sum, p, i) => sum - Math.log(Y[i] ? p : 1 - p), 0) / N
const meanOfLogits = logits.reduce((sum, z, i) => sum + Math.log1p(Math.exp(Y[i] ? -z : z)), 0) / N

const file = (
  score: readonly number[],
  predicted: (i: number) => string,
  [first, second] = WORDS as readonly string[],
) =>
  write(
    'preds.csv',
    `label,score,prediction\n${Y.map((y, i) => `${y ? second : first},${score[i]},${predicted(i)}\n`).join('')}`,
  )

describe('the class that predictions say where the score is high', () => {
  it.each([
    ['spoof at a half', P, (i: number) => WORDS[Number(P[i] >= 0.5)], mean],
    ['spoof at another limit', P, (i: number) => WORDS[Number(P[i] >= 0.3)], mean],
    ['spoof by logits', logits, (i: number) => WORDS[Number(logits[i] > 0)], meanOfLogits],
    // The score of the other class: its loss is that of the one, turned.
    ['genuine', P.map((p) => Number((1 - p).toFixed(6))), (i: number) => WORDS[Number(P[i] >= 0.5)], mean],
  ] as const)('is the positive one: %s', async (_, score, predicted, right) => {
    const { results, stderr } = await compareCe(file(score, predicted))
    expect(stderr).toBe('')
    expect(results[0].losses[0].value / right).toBeCloseTo(1, 12)
  })

  it('is the positive one whatever its word: the score of no beside yes and no', async () => {
    const words = ['yes', 'no']
    const { results } = await compareCe(file(P, (i) => words[Number(P[i] >= 0.5)], words))
    expect(results[0].losses[0].value / mean).toBeCloseTo(1, 12)
  })

  it('is asked about where a row is on the other side', async () => {
    const { code, stderr } = await compareCe(file(P, (i) => WORDS[Number(P[i] >= 0.5) ^ Number(i === 7)]))
    expect([code, stderr]).toEqual([3, expect.stringContaining('unclear which is the positive class')])
  })

  it.each([1, 100])('is not told from the confidence of the predicted class, of %s', async (whole) => {
    // That of one class happens to be above that of the other.
    const sure = P.map((p) => Number((whole * (p >= 0.5 ? 0.8 + 0.19 * p : 0.5 + 0.2 * p)).toFixed(4)))
    const { code } = await compareCe(file(sure, (i) => WORDS[Number(P[i] >= 0.5)]))
    expect(code).toBe(3)
  })

  it('says nothing where the classes are named', async () => {
    const path = file(P, (i) => WORDS[Number(P[i] >= 0.5)])
    const turned = P.reduce((sum, p, i) => sum - Math.log(Y[i] ? 1 - p : p), 0) / N
    const { results } = await compareCe(path, '--class-names', 'spoof,genuine')
    expect(results[0].losses[0].value / turned).toBeCloseTo(1, 12)
  })
})
