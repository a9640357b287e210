/** A class among the labels that has no column of scores. */
import { describe, expect, it } from 'vitest'
import { compareCe, lossctl } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { wordsOf } from '../made/paste.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const random = createRandom(103)
const WORDS = ['human', 'post_edited_ai', 'ai']

function rowsOf(labels: readonly number[]): readonly (readonly number[])[] {
  return labels.map((label) => {
    const powers = WORDS.map((_, at) => Math.exp(random.normal() + (at === label ? 1 : 0)))
    const sum = powers.reduce((total, x) => total + x, 0)
    return powers.map((x) => Number((x / sum).toFixed(6)))
  })
}

describe('a label that has no column', () => {
  it.each([
    ['once', 12, (i: number) => (i === 5 ? 2 : i % 2)],
    ['often', 40, (i: number) => i % 3],
  ])('is named, and what leaves it out can be pasted: it occurs %s', async (_, count, labelOf) => {
    const labels = Array.from({ length: count }, (_, i) => labelOf(i))
    const rows = rowsOf(labels)
    const lines = labels.map((label, i) => `${WORDS[label]},${rows[i][0]},${rows[i][1]}\n`)
    const path = write('preds.csv', `label,p_human,p_post_edited_ai\n${lines.join('')}`)
    const { code, stderr } = await lossctl(['compare', path])
    expect([code, stderr]).toEqual([3, expect.stringContaining('the label "ai" has no column of scores')])
    const flags = wordsOf(/--ignore-label .*?--renormalize/s.exec(stderr)![0].replaceAll('\n', ' '))
    const { results } = await compareCe(path, ...flags)
    const kept = labels.flatMap((label, i) => (label === 2 ? [] : [{ label, row: rows[i] }]))
    const right =
      kept.reduce((sum, { label, row }) => sum - Math.log(row[label] / (row[0] + row[1])), 0) / kept.length
    expect(results[0].losses[0].value / right).toBeCloseTo(1, 12)
  })

  it('is a bad cell where rows sum to 1', async () => {
    const labels = Array.from({ length: 40 }, (_, i) => i % 2)
    const lines = labels.map(
      (label, i) => `${i === 7 ? 'robot' : WORDS[label]},${label ? '0.3,0.7' : '0.8,0.2'}\n`,
    )
    const path = write('whole.csv', `label,p_human,p_post_edited_ai\n${lines.join('')}`)
    const { code, stderr } = await lossctl(['compare', path])
    expect([code, stderr]).toEqual([3, expect.stringContaining('whole.csv:9:1')])
    expect(stderr).not.toContain('has no column')
  })
})
