/** Columns that are named alike and are no classes of one task: of two tasks, of models beside a third label, of two targets. */
import { describe, expect, it } from 'vitest'
import { compareCe } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { advisedFlags } from '../made/remedies.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const random = createRandom(97)
const N = 40
const Y = Array.from({ length: N }, (_, i) => i % 3)
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z))
const softmax = (z: readonly number[]) => {
  const e = z.map(Math.exp)
  const sum = e.reduce((a, b) => a + b)
  return e.map((x) => Number((x / sum).toFixed(6)))
}
const drawn = (classes: number, of = (i: number) => i % classes) =>
  Y.map((_, i) =>
    softmax(Array.from({ length: classes }, (_, c) => 1.5 * Number(c === of(i)) + random.normal())),
  )
const meanOf = (rows: readonly (readonly number[])[], of: readonly number[]) =>
  rows.reduce((sum, row, i) => sum - Math.log(row[of[i]]), 0) / rows.length

const file = (header: string, cells: (i: number) => readonly unknown[], last: readonly string[] = []) =>
  write('preds.csv', `${[header, ...Y.map((_, i) => cells(i).join(',')), ...last].join('\n')}\n`)

describe('classes of two tasks under one beginning', () => {
  const first = drawn(3, (i) => Y[i])
  const second = drawn(4)
  const conf = (row: readonly number[]) => Math.max(...row)

  it('are asked about, those of the labels first', async () => {
    const header = 'tone_conf,topic_conf,label,prob_a,prob_b,prob_c,prob_art,prob_law,prob_news,prob_sport'
    const path = file(header, (i) => [conf(first[i]), conf(second[i]), Y[i], ...first[i], ...second[i]])
    const { code, stderr } = await compareCe(path)
    expect([code, stderr]).toEqual([3, expect.stringContaining('2 sets of classes: each row sums to 1')])
    const [flags] = advisedFlags(stderr)
    expect(flags).toEqual(['--score', 'prob_a,prob_b,prob_c'])
    const { results } = await compareCe(path, ...flags)
    expect(results[0].losses[0].value / meanOf(first, Y)).toBeCloseTo(1, 12)
  })

  it('are those of one task where rows sum to 1 in all', async () => {
    const path = file('label,prob_a,prob_b,prob_c', (i) => [Y[i], ...first[i]])
    const { results } = await compareCe(path)
    expect(results[0].losses[0].value / meanOf(first, Y)).toBeCloseTo(1, 12)
  })
})

describe('models with one score each', () => {
  const y = Y.map((_, i) => i % 2)
  const [P, Q] = [0, 0].map(() =>
    y.map((label) => Number(sigmoid(1.6 * (2 * label - 1) + random.normal()).toFixed(6))),
  )
  const meanBinary = (scores: readonly number[], rows: readonly number[]) =>
    rows.reduce((sum, i) => sum - Math.log(y[i] ? scores[i] : 1 - scores[i]), 0) / rows.length
  const all = y.map((_, i) => i)

  it.each([
    '2',
    '-1',
  ])('are no classes of three labels: %s is left out where it marks rows', async (third) => {
    const isThird = (i: number) => i % 5 === 4
    const path = file('label,lr_prob,rf_prob', (i) => [isThird(i) ? third : y[i], P[i], Q[i]])
    const { code, stderr } = await compareCe(path)
    expect([code, stderr]).toEqual([3, expect.stringContaining(`the labels are 0, 1 and ${third}`)])
    const { results } = await compareCe(path, ...advisedFlags(stderr)[0])
    const rows = all.filter((i) => !isThird(i))
    for (const [at, scores] of [P, Q].entries())
      expect(results[at].losses[0].value / meanBinary(scores, rows)).toBeCloseTo(1, 12)
  })

  it('are read up to a row of means at the end, which is named', async () => {
    const path = file('label,lr_prob,rf_prob', (i) => [y[i], P[i], Q[i]], ['mean,0.5,0.5'])
    const { code, stderr } = await compareCe(path)
    expect([code, stderr]).toEqual([3, expect.stringContaining('preds.csv:42:1: "mean" is no label')])
    const { results } = await compareCe(path, ...advisedFlags(stderr)[0])
    expect(results[0].losses[0].value / meanBinary(P, all)).toBeCloseTo(1, 12)
  })

  it.each([
    ['death,prob_m1_death,prob_m2_icu', 1],
    ['y,prob_m1_semi,prob_m2_pure', 2],
  ] as const)('are models of one target or are asked about: %s', async (header, models) => {
    const { code, results } = await compareCe(file(header, (i) => [y[i], P[i], Q[i]]))
    expect(models === 1 ? code : results.length).toBe(models === 1 ? 3 : models)
  })
})

describe('the score of two opposite ones that predictions follow', () => {
  const y = Y.map((_, i) => Number(i % 4 === 0))
  const P = y.map((label) => Number(sigmoid(2 * (2 * label - 1) + random.normal()).toFixed(6)))
  const Q = P.map((p) => Number(Math.min(0.99, Math.max(0.01, 1 - p + 0.02 * random.normal())).toFixed(6)))
  const right = P.reduce((sum, p, i) => sum - Math.log(y[i] ? p : 1 - p), 0) / N

  it('is named first where it decides them, as one of two columns for two classes may too', async () => {
    const path = file('autre,loup,pred,target', (i) => [Q[i], P[i], Number(P[i] > 0.5), y[i]])
    const { code, stderr } = await compareCe(path)
    expect([code, advisedFlags(stderr)[0]]).toEqual([3, ['--score', 'loup']])
    const { results } = await compareCe(path, '--score', 'loup')
    expect(results[0].losses[0].value / right).toBeCloseTo(1, 12)
  })

  it('is named first where they are of the higher one', async () => {
    // Rows that neither of them decides by itself.
    const [p, q] = [P, Q].map((scores) =>
      scores.map((x, i) => (i === 1 ? 0.51 + (scores === Q ? 0.2 : 0) : x)),
    )
    const path = file('autre,loup,pred,target', (i) => [q[i], p[i], Number(p[i] > q[i]), y[i]])
    const { code, stderr } = await compareCe(path)
    expect([code, advisedFlags(stderr)[0], stderr]).toEqual([
      3,
      ['--score', 'loup'],
      expect.stringContaining('may hold the scores: loup, autre;'),
    ])
  })
})

it('a cell of two rows that is no number is named where it stands', async () => {
  const { code, stderr } = await compareCe(write('two.csv', 'label,prob\n1,x\n0,0.2\n'))
  expect([code, stderr]).toEqual([3, expect.stringContaining('two.csv:2:2: the score "x" is not a number')])
})
