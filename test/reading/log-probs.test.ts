import { describe, expect, it, test } from 'vitest'
import { lossctl } from '../made/host.ts'
import { advisedFlag } from '../made/paste.ts'
import { printedCe } from '../made/printed-ce.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()

const ROWS = 40
const label = (row: number) => 1 + (row % 2)
const p = (row: number, model: number) => 0.5 + 0.45 * Math.sin(row * 1.3 + model)

const mean = (of: (row: number) => number) =>
  Array.from({ length: ROWS }, (_, row) => of(row)).reduce((sum, one) => sum + one / ROWS, 0)

test('logarithms of two models are no classes 1 and 2', async () => {
  const rows = Array.from({ length: ROWS }, (_, row) =>
    [label(row), Math.log(p(row, 1)), Math.log(p(row, 2))].join(','),
  )
  const file = write('models.csv', `label,m1_logp,m2_logp\n${rows.join('\n')}\n`)
  const { code, stderr } = await lossctl(['compare', file])
  expect([code, stderr]).toEqual([3, expect.stringContaining('no logarithms of probabilities that sum to 1')])
  const ofFirst = mean((row) => -Math.log(label(row) === 2 ? p(row, 1) : 1 - p(row, 1)))
  const ofOne = [...advisedFlag(stderr, '--score'), '--class-names', '1,2']
  expect(await printedCe(file, ...ofOne)).toBeCloseTo(ofFirst, 12)
  const divided = mean((row) => -Math.log(p(row, label(row)) / (p(row, 1) + p(row, 2))))
  expect(await printedCe(file, ...advisedFlag(stderr, '--from'))).toBeCloseTo(divided, 12)
})

test.each([
  ['logp_class_1,logp_class_2'],
  ['logp_1,logp_2'],
])('logarithms that are named for classes are those of no models: %s', async (names) => {
  const rows = Array.from({ length: ROWS }, (_, row) =>
    [label(row), Math.log(p(row, 1)), Math.log(p(row, 2))].join(','),
  )
  const { code, stderr } = await lossctl([
    'compare',
    write('named.csv', `label,${names}\n${rows.join('\n')}\n`),
  ])
  expect([code, stderr]).toEqual([3, expect.stringContaining('sum to 1, as those of all classes are')])
  expect(stderr).not.toContain('--score')
})

test('logarithms of one decimal are those of two classes', async () => {
  const log = (x: number) => Math.log(x).toFixed(1)
  const rows = Array.from({ length: ROWS }, (_, row) =>
    [label(row), log(p(row, 1)), log(1 - p(row, 1))].join(','),
  )
  const file = write('classes.csv', `label,logp_1,logp_2\n${rows.join('\n')}\n`)
  const { code, stdout } = await lossctl(['compare', file])
  expect([code, stdout]).toEqual([0, expect.stringContaining('log-probabilities')])
})

/** Logits of four classes, and the label of each row. */
const CLASSES = ['A', 'B', 'C', 'D'] as const
const logit = (row: number, place: number) => Math.sin(row * 1.9 + place * 2.3) * 2
const ofRow = (row: number) => CLASSES.map((_, place) => Math.exp(logit(row, place)))
const share = (row: number, place: number) => ofRow(row)[place] / ofRow(row).reduce((sum, one) => sum + one)
const place = (row: number) => (row * 3) % CLASSES.length

function fileOfFour(names: readonly string[], cell: (row: number, place: number) => number): string {
  const rows = Array.from({ length: ROWS }, (_, row) =>
    [CLASSES[place(row)], ...CLASSES.map((_, at) => cell(row, at))].join(','),
  )
  return write('four.csv', `label,${names.join(',')}\n${rows.join('\n')}\n`)
}

describe('logarithms of four classes', () => {
  const divided = mean((row) => -Math.log(share(row, place(row))))

  it('that sum to no 1 are those of no model each', async () => {
    // Of a sigmoid each.
    const cell = (row: number, at: number) => -Math.log1p(Math.exp(-logit(row, at)))
    const file = fileOfFour(
      CLASSES.map((name) => `logprob_${name}`),
      cell,
    )
    const { code, stderr } = await lossctl(['compare', file])
    expect([code, stderr]).toEqual([3, expect.not.stringContaining('--score')])
    const sum = (row: number) => CLASSES.reduce((all, _, at) => all + Math.exp(cell(row, at)), 0)
    const ofLogits = mean((row) => Math.log(sum(row)) - cell(row, place(row)))
    expect(await printedCe(file, ...advisedFlag(stderr, '--from'))).toBeCloseTo(ofLogits, 12)
    const apart = mean((row) =>
      CLASSES.reduce((all, _, at) => {
        const log = cell(row, at)
        return all - (at === place(row) ? log : Math.log(-Math.expm1(log))) / CLASSES.length
      }, 0),
    )
    expect(await printedCe(file, ...advisedFlag(stderr, '--task'))).toBeCloseTo(apart, 12)
  })

  it.each([
    [10, 'logprob_', []],
    [2, 'logprob_', []],
    [10, '', []],
    [10, 'score_', ['--task', 'softmax']],
  ])('to base %s are told as these: %s%s', async (base, prefix, words) => {
    const names = CLASSES.map((name) => `${prefix}${name}`)
    const cell = (row: number, at: number) => Math.log(share(row, at)) / Math.log(base)
    const { code, stderr } = await lossctl(['compare', fileOfFour(names, cell), ...words])
    expect([code, stderr]).toEqual([3, expect.stringContaining(`logarithms to base ${base}`)])
    expect(stderr).not.toContain('logits')
    const factor = Number(/multiply them by ([\d.]+)/.exec(stderr)![1])
    const natural = fileOfFour(names, (row, at) => factor * cell(row, at))
    const said = [...words, ...advisedFlag(stderr, '--from')]
    expect(await printedCe(natural, ...said)).toBeCloseTo(divided, 10)
  })

  it('in lists are those of one model', async () => {
    const rows = Array.from({ length: ROWS }, (_, row) => {
      const logs = CLASSES.slice(0, 2).map((_, at) => -Math.log1p(Math.exp(-logit(row, at))))
      return JSON.stringify({ label: row % 2, log_probs: logs })
    })
    const file = write('lists.jsonl', rows.join('\n'))
    const { code, stderr } = await lossctl(['compare', file])
    expect([code, stderr]).toEqual([3, expect.stringContaining('the scores are called "log_probs" and rows')])
    expect(stderr).not.toContain('--score')
    const ofLogits = mean((row) => {
      const [zero, one] = [0, 1].map((at) => 1 / (1 + Math.exp(-logit(row, at))))
      return -Math.log((row % 2 === 1 ? one : zero) / (zero + one))
    })
    expect(await printedCe(file, ...advisedFlag(stderr, '--from'))).toBeCloseTo(ofLogits, 12)
  })
})
