/** Labels of one word beside predictions that name another, and how sure they are. */
import { describe, expect, it } from 'vitest'
import { compareCe, lossctl } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { wordsOf } from '../made/paste.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const random = createRandom(107)
const N = 17
const SURE = Array.from({ length: N }, () =>
  Number((0.5 + 0.5 * Math.exp(-Math.abs(random.normal()))).toFixed(6)),
)

const file = (predicted: (i: number) => string) =>
  write(
    'preds.csv',
    `true_label,pred_label,pred_confidence\n${SURE.map((p, i) => `O,${predicted(i)},${p}\n`).join('')}`,
  )

describe('labels of one word', () => {
  it('are beside the other word of the predictions, whichever is the positive one', async () => {
    const predicted = (i: number) => (i % 4 === 3 ? 'R' : 'O')
    const path = file(predicted)
    const { code, stderr } = await lossctl(['compare', path, '--predicted', 'pred_label'])
    expect(code).toBe(3)
    const ways = stderr.replaceAll('\n', ' ').match(/--class-names \S+ --predicted \w+/g)!
    expect(ways).toEqual([
      '--class-names R,O --predicted pred_label',
      '--class-names O,R --predicted pred_label',
    ])
    const right = SURE.reduce((sum, p, i) => sum - Math.log(predicted(i) === 'O' ? p : 1 - p), 0) / N
    for (const way of ways) {
      const { results } = await compareCe(path, ...wordsOf(way))
      expect(results[0].losses[0].value / right).toBeCloseTo(1, 12)
    }
  })

  it('are beside any other word where predictions name none', async () => {
    const path = file(() => 'O')
    const { stderr } = await lossctl(['compare', path, '--predicted', 'pred_label'])
    expect(stderr).toContain('--class-names OTHER,O if')
    const { results } = await compareCe(path, '--predicted', 'pred_label', '--class-names', 'OTHER,O')
    const right = SURE.reduce((sum, p) => sum - Math.log(p), 0) / N
    expect(results[0].losses[0].value / right).toBeCloseTo(1, 12)
  })

  it('are no two classes where predictions name three', async () => {
    const { code, stderr } = await lossctl([
      'compare',
      file((i) => 'ORX'[i % 3]),
      '--predicted',
      'pred_label',
    ])
    expect([code, stderr]).toEqual([3, expect.stringContaining('"pred_label" names 3 classes')])
  })
})
