import { describe, expect, it } from 'vitest'
import { lossctl } from '../../made/host.ts'
import { scratchFolder } from '../../made/scratch.ts'

const write = scratchFolder()
const ROWS = 40

/** Columns by their names, as CSV. */
function table(
  name: string,
  columns: Readonly<Record<string, (i: number) => number | string>>,
  rows = ROWS,
): string {
  const lines = Array.from({ length: rows }, (_, i) => Object.values(columns).map((cell) => cell(i)))
  return write(name, [Object.keys(columns), ...lines].map((cells) => `${cells.join(',')}\n`).join(''))
}

const label = (i: number) => Number(i % 3 === 0)
const p = (i: number) => ((i * 7) % 19) / 20 + 0.02

/** What stands above the result, without the name of the file. */
async function firstLine(file: string, ...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await lossctl(['compare', file, ...words, '--loss', 'ce'])
  expect([code, stderr]).toEqual([0, ''])
  const [paragraph] = stdout.split('\n\n')
  return paragraph.replaceAll('\n', ' ').slice(file.length + 2)
}

describe('the line above a result', () => {
  it('says by what labels of another file are joined', async () => {
    const scores = table('scores.csv', { image: (i) => `i${i}`, p })
    const labels = table('labels.csv', { name: (i) => `i${ROWS - 1 - i}`, y: (i) => label(ROWS - 1 - i) })
    expect(await firstLine(scores, '--labels', labels)).toContain(
      `labels (0/1) in ${labels}, joined by "image"; 14`,
    )
    expect(await firstLine(scores, '--labels', labels, '--by-row')).toContain(
      `in ${labels}, row by row; 14 positive`,
    )
    const sketch = write('joined.sketch.json', '')
    await lossctl(['sketch', scores, '--labels', labels, '--name', 'kept', '-o', sketch])
    expect(await firstLine(sketch)).toContain('in labels.csv, joined by "image"; 14')
  })

  it('says what scores are in the file', async () => {
    const file = table('percent.csv', {
      label,
      score: (i) => (100 * p(i)).toFixed(2),
      pred: (i) => Number(p(i) > 0.5),
    })
    expect(await firstLine(file, '--score', 'score', '--from', 'percent')).toContain(
      'binary, percentages in "score"',
    )
    const logs = table('logs.csv', { label, log_prob: (i) => Math.log(p(i)) })
    expect(await firstLine(logs)).toContain('binary, log-probabilities in "log_prob"')
    const sketch = write('logs.sketch.json', '')
    await lossctl(['sketch', logs, '-o', sketch])
    expect(await firstLine(sketch)).toContain('binary, log-probabilities in "log_prob"')
    const confident = {
      label,
      confidence: (i: number) => Math.max(p(i), 1 - p(i)),
      pred: (i: number) => Number(p(i) > 0.5),
    }
    expect(await firstLine(table('top.csv', confident), '--predicted', 'pred')).toContain(
      'probabilities in "confidence" of the class in "pred"',
    )
  })

  it('counts the rows that were read', async () => {
    const file = table('bad.csv', { label, p: (i) => (i % 10 === 0 ? 7 : p(i)) })
    expect(await firstLine(file, '--from', 'probs', '--on-bad-row', 'skip')).toMatch(/^36 of 40 rows, binary/)
  })

  it.each([
    [3, [1, 2, 3], 'numbers 1, 2, 3'],
    [12, Array.from({ length: 12 }, (_, i) => i + 1), 'numbers 1 to 12'],
    [5, [10, 20, 30, 40, 50], 'numbers 10, 20, 30, 40, …'],
  ])('names %d classes that are numbers', async (classes, names, words) => {
    const columns = names.map((name) => [`p_${name}`, () => 1 / classes] as const)
    const file = table(
      'numbers.csv',
      { label: (i) => names[i % classes], ...Object.fromEntries(columns) },
      120,
    )
    expect(await firstLine(file, '--class-names', names.join())).toContain(`labels (${words}) in "label"`)
  })

  it('names two columns, and of more the first and the last', async () => {
    const two = table('two.csv', { label, prob_0: (i) => 1 - p(i), prob_1: p })
    expect(await firstLine(two)).toContain('in "prob_0", "prob_1", labels')
    const three = table('three.csv', {
      label: (i) => i % 3,
      prob_0: () => 0.5,
      prob_1: () => 0.25,
      prob_2: () => 0.25,
    })
    expect(await firstLine(three)).toContain('in "prob_0" … "prob_2", labels')
  })
})
