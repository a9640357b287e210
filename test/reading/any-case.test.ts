/** Labels in another case than the names of the columns, where the first rows do not show all of them. */
import { describe, expect, it } from 'vitest'
import { compareCe } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const random = createRandom(83)

/** Rows of softmax probabilities with six digits, which tend to the label. */
function rowsOf(labels: readonly number[], classes: number): readonly (readonly number[])[] {
  return labels.map((label) => {
    const powers = Array.from({ length: classes }, (_, at) =>
      Math.exp(random.normal() + (at === label ? 2 : 0)),
    )
    const sum = powers.reduce((total, x) => total + x, 0)
    return powers.map((x) => Number((x / sum).toFixed(6)))
  })
}

function fileOf(
  columns: readonly string[],
  words: readonly string[],
  labels: readonly number[],
  rows: readonly (readonly number[])[],
): string {
  const lines = labels.map((label, i) => `${words[label]},${rows[i].join(',')}\n`)
  return write('preds.csv', `true_label,${columns.join(',')}\n${lines.join('')}`)
}

/** Rounded rows are divided by their sum, or not: within a part in 100,000 both are right. */
function meanOf(labels: readonly number[], rows: readonly (readonly number[])[]): number {
  return labels.reduce((sum, label, i) => sum - Math.log(rows[i][label]), 0) / labels.length
}

describe('labels in another case than the names of the columns', () => {
  it.each([
    ['one class alone', ['normal', 'pneumonia'], ['NORMAL', 'PNEUMONIA'], 18, 0],
    ['one class in the first rows', ['normal', 'pneumonia'], ['NORMAL', 'PNEUMONIA'], 1200, 1100],
    ['the other class first', ['pneumonia', 'normal'], ['NORMAL', 'PNEUMONIA'].toReversed(), 1200, 1100],
    ['two classes of three', ['cat', 'dog', 'bird'], ['CAT', 'Dog', 'BIRD'], 1500, 1400],
    ['names in capitals', ['Cat', 'DOG', 'bird'], ['cat', 'dog', 'Bird'], 1500, 1400],
  ])('are those of the columns: %s', async (_, members, words, count, until) => {
    const last = words.length - 1
    const labels = Array.from({ length: count }, (_, i) =>
      until > 0 && i >= until ? last : i % Math.max(1, last),
    )
    const rows = rowsOf(labels, words.length)
    const columns = members.map((member) => `prob_${member}`)
    const { results, stderr } = await compareCe(fileOf(columns, words, labels, rows))
    expect(stderr).toBe('')
    expect(results[0].losses[0].value / meanOf(labels, rows)).toBeCloseTo(1, 5)
  })

  it('are refused where a word is none of them, or two of them differ by their case', async () => {
    const labels = Array.from({ length: 40 }, (_, i) => i % 2)
    const rows = rowsOf(labels, 3)
    const columns = ['prob_a', 'prob_b', 'prob_c']
    const path = fileOf(columns, ['A', 'D'], labels, rows)
    expect((await compareCe(path)).stderr).toContain('the label "A" is neither')
    const twice = fileOf(columns, ['A', 'a'], labels, rows)
    expect((await compareCe(twice)).code).toBe(3)
  })

  it('are refused with names in another order than the columns', async () => {
    const labels = Array.from({ length: 40 }, () => 0)
    const path = fileOf(['prob_normal', 'prob_pneumonia'], ['NORMAL'], labels, rowsOf(labels, 2))
    const { code, stderr } = await compareCe(path, '--class-names', 'PNEUMONIA,NORMAL')
    expect([code, stderr]).toEqual([3, expect.stringContaining('in another order')])
    const { results } = await compareCe(path, '--class-names', 'NORMAL,PNEUMONIA')
    expect(results[0].losses[0].value).toBeGreaterThan(0)
  })
})
