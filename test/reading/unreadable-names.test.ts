/** What is said of columns that hold something else than their names lead one to think, and in which columns a scale is unclear. */
import { expect, it } from 'vitest'
import { compareCe, lossctl } from '../made/host.ts'
import { advisedFlag } from '../made/paste.ts'
import { scratchFolder } from '../made/scratch.ts'
import { uniforms } from '../made/uniforms.ts'

const write = scratchFolder()
const draw = uniforms(5)
const ROWS = Array.from({ length: 24 }, (_, at) => ({ y: Number(draw() < 0.5), p: 0.05 + 0.9 * draw(), at }))
const meanOf = (p: (row: (typeof ROWS)[number]) => number) =>
  ROWS.reduce((sum, row) => sum - Math.log(row.y === 1 ? p(row) : 1 - p(row)), 0) / ROWS.length

it('lists under a name for truth are named, and are no labels', async () => {
  const lines = ROWS.map(({ at, p }) =>
    JSON.stringify({
      wav: `u${at}.wav`,
      fps: 30,
      gt_key_frames: at % 3 ? [5, 50 + at] : [7 + at],
      pred_key_frames: [9 + at],
      score_max: p,
      score_mean: p / 9,
    }),
  )
  const file = write('frames.jsonl', lines.join('\n'))
  const { code, stderr } = await lossctl(['compare', file])
  expect(code).toBe(3)
  expect(stderr).toMatch(
    /has no labels: "gt_key_frames", which is named for the truth, holds lists such as \[5, ?51\], and no class of a row; say --labels FILE/,
  )
  const { stdout } = await lossctl(['inspect', file])
  expect(stdout).not.toContain('one per class')
  const labels = write('truth.csv', `label\n${ROWS.map(({ y }) => y).join('\n')}\n`)
  const asked = await lossctl(['compare', file, '--labels', labels])
  expect(asked.stderr).toContain('several columns may hold the scores: score_max, score_mean')
  const own = await compareCe(file, '--labels', labels, ...advisedFlag(asked.stderr, '--score'))
  expect(own.results[0].losses[0].value).toBeCloseTo(
    meanOf(({ p }) => p),
    12,
  )
})

it('score_mean, score_min and score_max are no classes, whatever the labels', async () => {
  const lines = ROWS.map(({ p, at }) => [p * 4 - 2, p * 3, -p, at % 3].join())
  const { code, stderr } = await lossctl([
    'compare',
    write('sums.csv', `score_max,score_mean,score_min,label\n${lines.join('\n')}\n`),
  ])
  expect(code).toBe(3)
  expect(stderr).toContain('several columns may hold the scores: score_max, score_mean, score_min')
})

it('scores of which the scale is unclear are named, the first three of them', async () => {
  const names = ['a', 'b', 'c', 'd']
  const lines = ROWS.map(({ p, at }) => [...names.map(() => p), names[at % 4]].join())
  const file = write(
    'sums.csv',
    `${names.map((name) => `${name}_score`).join()},label\n${lines.join('\n')}\n`,
  )
  const { stderr } = await lossctl(['compare', file])
  expect(stderr).toContain(
    'the scores in "a_score", "b_score", "c_score" and 1 more lie within 0 to 1 but rows of them do not sum to 1; say --from probs or --from logits',
  )
})

it('a probability of whole numbers is shown as one', async () => {
  const lines = ROWS.map(({ y, p, at }) => [y, p, `${at % 2}.0`, at % 2].join())
  const { stdout } = await lossctl([
    'inspect',
    write('trees.csv', `y_true,LR_proba,DT_proba,DT_pred\n${lines.join('\n')}\n`),
  ])
  expect(stdout).toMatch(/DT_proba +\? probability/)
  expect(stdout).toMatch(/DT_pred +\? predicted class/)
})

it('logarithms of the confidence of a prediction are read as it is, and logits are said to be none', async () => {
  const sure = ({ p }: { readonly p: number }) => Math.max(p, 1 - p)
  const fileWith = (name: string, cell: (row: (typeof ROWS)[number]) => number) =>
    write(
      'sure.csv',
      `label,decided,${name}\n${ROWS.map((row) => `${row.y},${Number(row.p > 0.5)},${cell(row)}`).join('\n')}\n`,
    )
  const mean = meanOf(({ p }) => p)
  for (const flags of [[], ['--from', 'log-probs']]) {
    const file = fileWith(flags.length === 0 ? 'log_prob' : 'x', (row) => Math.log(sure(row)))
    const { results } = await compareCe(file, '--predicted', 'decided', ...flags)
    expect(results[0].losses[0].value).toBeCloseTo(mean, 12)
    expect(results[0].losses[0].value).not.toBeCloseTo(meanOf(sure), 3)
  }
  // What is moved before is moved as the logit of the positive class.
  const moved = meanOf(({ p }) => 1 / (1 + Math.sqrt(1 / p - 1)))
  for (const [name, cell] of [
    ['prob', sure],
    ['log_prob', (row: (typeof ROWS)[number]) => Math.log(sure(row))],
  ] as const) {
    const { results } = await compareCe(fileWith(name, cell), '--predicted', 'decided', '--temperature', '2')
    expect(results[0].losses[0].value).toBeCloseTo(moved, 12)
  }
  const logits = fileWith('x', (row) => Math.log(sure(row) / (1 - sure(row))))
  const { code, stderr } = await lossctl(['compare', logits, '--predicted', 'decided', '--from', 'logits'])
  expect(code).toBe(3)
  expect(stderr).toContain('and the scores are read as logits; say --from probs, percent')
})
