/** Columns that look like labels and are what a model says, what another person said, or what fills the place of a label. */
import { describe, expect, it } from 'vitest'
import { lossctl, lossctlJson } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const { next } = createRandom(23)

/** Probabilities, the truth they are about, and what another model makes of it. */
const ROWS = Array.from({ length: 40 }, (_, i) => {
  const y = Number(i % 3 === 0)
  const [p, q] = [0, 0].map(() => Number((0.05 + 0.4 * y + 0.5 * next()).toFixed(6)))
  return { y, p, q, P: Number(p >= 0.5), Q: Number(q >= 0.5) }
})
type Row = (typeof ROWS)[number]

const meanOf = (rows: readonly Row[], p: (row: Row) => number) =>
  rows.reduce((sum, row) => sum - Math.log(row.y ? p(row) : 1 - p(row)), 0) / rows.length

const file = (header: string, cells: (row: Row, i: number) => readonly unknown[]) =>
  write('preds.csv', `${[header, ...ROWS.map((row, i) => cells(row, i).join(','))].join('\n')}\n`)

interface Answer {
  readonly results: readonly {
    losses: { value: number }[]
    slices?: readonly { slice: string; losses: { value: number }[] }[]
  }[]
}
const ask = async (...words: readonly string[]) =>
  (await lossctlJson<Answer>('compare', ...words, '--loss', 'ce')).results[0].losses[0].value

describe.each([
  'died',
  'is_fraud',
  'readmitted',
  'churn_flag',
])('"%s" beside what two models predict', (truth) => {
  it.each([
    ['pred_lr', 'prob_lr', 'pred_rf', 'prob_rf'],
    ['y_pred_lr', 'y_prob_lr', 'y_pred_rf', 'y_prob_rf'],
    ['y_pred_lr', 'y_proba_lr', 'y_pred_rf', 'y_proba_rf'],
  ])('is not passed over for %s and its like', async (P, p, Q, q) => {
    const path = file(`id,${truth},${P},${p},${Q},${q}`, (row, i) => [i, row.y, row.P, row.p, row.Q, row.q])
    const { code, stderr } = await lossctl(['compare', path])
    expect([code, stderr]).toEqual([3, expect.stringContaining(`say --label ${truth} if that is it`)])
    expect(await ask(path, '--label', truth, '--score', p)).toBeCloseTo(
      meanOf(ROWS, ({ p }) => p),
      12,
    )
  })
})

describe('what two said of one class', () => {
  it.each([
    ['human_label,model_label,prob_lr,prob_rf', 'human_label'],
    ['real_label,bert_label,logit_0,logit_1', 'real_label'],
    ['llm_label,expert_label,prob_0,prob_1', 'expert_label'],
  ])('is asked about: %s', async (header, truth) => {
    const isFirst = header.startsWith(truth)
    const path = file(header, ({ y, P, p, q }) => [...(isFirst ? [y, P] : [P, y]), p, q])
    const { code, stderr } = await lossctl(['compare', path, '--from', 'logits'])
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining(`say --label ${truth} if that is the truth, or`),
    ])
  })

  it('is the truth of rows that sum to 1, where that is said', async () => {
    const path = file('real_label,model_label,probability_class_0,probability_class_1', ({ y, P, p }) => [
      y,
      P,
      1 - p,
      p,
    ])
    const { stderr } = await lossctl(['compare', path])
    const [, label] = /say --label (\w+) if/.exec(stderr)!
    expect(await ask(path, '--label', label)).toBeCloseTo(
      meanOf(ROWS, ({ p }) => p),
      12,
    )
  })

  it('is asked about beside one score', async () => {
    const path = file('real_label,model_label,prob', ({ y, P, p }) => [y, P, p])
    const { stderr } = await lossctl(['compare', path])
    expect(stderr).toMatch(/; say --label real_label if that is the truth\n$/)
    expect(await ask(path, '--label', 'real_label')).toBeCloseTo(
      meanOf(ROWS, ({ p }) => p),
      12,
    )
  })

  it('is a matrix where scores are named for it, or each row is of one', async () => {
    const both = meanOf(ROWS, ({ p }) => p)
    const named = file('human_label,ai_label,human_prob,ai_prob', ({ y, p }) => [1 - y, y, 1 - p, p])
    expect(await ask(named)).toBeCloseTo(both, 12)
    const several = file('human_label,ai_label,human_prob,ai_prob', ({ y, p }) => [y, y, p, p])
    expect(await ask(several)).toBeCloseTo(both, 12)
    const short = file('toxic_label,insult_label,tox_prob,ins_prob', ({ y, p }) => [y, y, p, p])
    expect(await ask(short)).toBeCloseTo(both, 12)
  })
})

it('a score that is as sure as a prediction is not the first to be offered as the labels', async () => {
  const path = file('discrepancy,oof_pred_A,oof_prob_A,oof_pred_B,oof_prob_B', ({ y, P, Q, q }) => [
    y,
    P,
    P,
    Q,
    q,
  ])
  const { stderr } = await lossctl(['compare', path])
  expect(stderr).toContain('say --label discrepancy if that is it')
})

describe('rows without a label, in whose place another stands,', () => {
  const some = (i: number) => i % 4 !== 1
  const known = meanOf(
    ROWS.filter((_, i) => some(i)),
    ({ p }) => p,
  )
  const masked = (name: string, words: readonly unknown[]) =>
    file(`${name},binary_label,pred_prob`, ({ y, p }, i) => [words[Number(some(i))], some(i) ? y : 0, p])

  it.each([
    'has_binary_label',
    'binary_label_mask',
    'is_labeled',
  ])('are asked about, as %s tells', async (name) => {
    const path = masked(name, [0, 1])
    const { code, stderr } = await lossctl(['compare', path])
    expect([code, stderr]).toEqual([3, expect.stringContaining(`"${name}" is 0 in 10 of the first 40 rows`)])
    expect(stderr).toContain(`say --weight ${name} to leave them out`)
    expect(await ask(path, '--weight', name)).toBeCloseTo(known, 12)
  })

  it('are kept apart where a word tells', async () => {
    const path = masked('has_binary_label', ['False', 'True'])
    expect((await lossctl(['compare', path])).stderr).toContain(
      'say --by has_binary_label to keep them apart',
    )
    const { stdout } = await lossctl([
      'compare',
      path,
      '--by',
      'has_binary_label',
      '--loss',
      'ce',
      '--format',
      'csv',
    ])
    const line = stdout.split('\n').find((one) => /\bTrue\b/.test(one))!
    expect(line.split(',').some((cell) => Math.abs(Number(cell) - known) < 1e-12)).toBe(true)
  })

  it('are no others: a column of another name, or labels of their own', async () => {
    const isRead = async (path: string) => expect((await lossctl(['compare', path])).code).toBe(0)
    await isRead(masked('is_train', [0, 1]))
    await isRead(file('has_label,label,prob', ({ y, p }, i) => [Number(some(i)), y, p]))
  })
})
