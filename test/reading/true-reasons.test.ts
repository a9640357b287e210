/** Files without scores, or without labels, are refused for what they are, and not for what they only look like. */
import { expect, it, test } from 'vitest'
import { compareCe, lossctl } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()

const ROWS = 40
const rows = Array.from({ length: ROWS }, (_, i) => ({
  y: (i * 7) % 3 === 0 ? 1 : 0,
  p: ((i * 37) % 83) / 90 + 0.04,
}))
const csv = (
  header: string,
  cellsOf: (row: (typeof rows)[number], i: number) => readonly (string | number)[],
) => write('reason.csv', `${header}\n${rows.map((row, i) => cellsOf(row, i).join()).join('\n')}\n`)

async function refused(file: string): Promise<string> {
  const { code, stdout, stderr } = await lossctl(['compare', file])
  expect([code, stdout]).toEqual([3, ''])
  return stderr
}

test.each([
  'rating',
  'score_1_to_10',
  'confidence',
])('%s of whole numbers from 1 to 10 is no percentage', async (name) => {
  const said = await refused(csv(`label,${name}`, ({ y, p }) => [y, 1 + Math.floor(10 * p)]))
  expect(said).toMatch(
    /all scores in "\w+" are whole numbers from 1 to 10, as ratings are, and neither percentages nor logits/,
  )
  expect(said).not.toMatch(/--from (percent|logits)/)
})

it('is a percentage where it goes on', async () => {
  const file = csv('label,score', ({ y, p }) => [y, Math.floor(100 * p)])
  expect(await refused(file)).toContain('as percentages are; say --from percent if they are')
})

test.each([
  'compound',
  'text_polarity',
  'sentiment',
  'cosine_similarity',
])('%s within -1 to 1 is no logit, unless it is said to be', async (name) => {
  const file = csv(`label,${name}`, ({ y, p }) => [y, 1.9 * p - 0.95])
  expect(await refused(file)).toContain(
    `"${name}" lies within -1 to 1, as what is called so does and no logit`,
  )
  const { results } = await compareCe(file, '--from', 'logits')
  const mean =
    rows.reduce((sum, { y, p }) => sum + Math.log1p(Math.exp((y ? -1 : 1) * (1.9 * p - 0.95))), 0) / ROWS
  expect(results[0].losses[0].value).toBeCloseTo(mean, 12)
})

it('labels of many fractions are soft ones, whatever the score is called', async () => {
  for (const score of ['prediction', 'prob', 'p'])
    expect(await refused(csv(`id,target,${score}`, ({ p }, i) => [i, ((i * 31) % 89) / 100, p]))).toContain(
      'the labels lie between 0 and 1 ("0", "0.31", "0.62", "0.04", …), and soft labels are not supported',
    )
})

it('scores of each class are no soft labels, and what may hold labels is named', async () => {
  const lists = rows.map(({ y, p }) => ({
    prediction: Math.round(p),
    probability: [1 - p, p],
    indexedLabel: y,
  }))
  const file = write('spark.jsonl', lists.map((row) => JSON.stringify(row)).join('\n'))
  const said = await refused(file)
  expect(said).toContain(
    'it is unclear which column holds the labels; say --label indexedLabel if that is it',
  )
  const { results } = await compareCe(file, '--label', 'indexedLabel')
  const mean = rows.reduce((sum, { y, p }) => sum - Math.log(y ? p : 1 - p), 0) / ROWS
  expect(results[0].losses[0].value).toBeCloseTo(mean, 12)
})

it('classes that are named by fractions are no soft labels', async () => {
  const classes = Array.from({ length: 11 }, (_, c) => (c / 10).toFixed(1))
  const rowsOf = Array.from({ length: 44 }, (_, i) => {
    const weights = classes.map((_, c) => 1 + ((i * 13 + c * 29) % 23))
    const sum = weights.reduce((a, b) => a + b)
    return weights.map((weight) => weight / sum)
  })
  const text = rowsOf.map((row, i) => [classes[(i * 3) % 11], ...row].join()).join('\n')
  const header = ['label', ...classes.map((name) => `prob_${name}`)].join()
  const { results } = await compareCe(write('tenths.csv', `${header}\n${text}\n`))
  const mean = rowsOf.reduce((sum, row, i) => sum - Math.log(row[(i * 3) % 11]), 0) / 44
  expect(results[0].losses[0].value / mean).toBeCloseTo(1, 12)
})
