import { expect, test } from 'vitest'
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

test('logarithms of one decimal are those of two classes', async () => {
  const log = (x: number) => Math.log(x).toFixed(1)
  const rows = Array.from({ length: ROWS }, (_, row) =>
    [label(row), log(p(row, 1)), log(1 - p(row, 1))].join(','),
  )
  const file = write('classes.csv', `label,logp_1,logp_2\n${rows.join('\n')}\n`)
  const { code, stdout } = await lossctl(['compare', file])
  expect([code, stdout]).toEqual([0, expect.stringContaining('log-probabilities')])
})
