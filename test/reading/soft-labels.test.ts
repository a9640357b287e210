/** Labels between 0 and 1 are of no class: they are refused as what they are, with the loss that they stand for where there is one. */
import { describe, expect, it } from 'vitest'
import { lossctl, lossctlJson } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const { next } = createRandom(5)

describe.each([
  [0.05, 0.95],
  [0.1, 0.9],
  [0.15, 0.85],
])('labels of %d and %d', (low, high) => {
  const rows = Array.from({ length: 50 }, (_, i) => ({
    y: i % 3 === 0 ? high : low,
    p: 0.01 + 0.98 * next(),
  }))
  const file = () => write('smoothed.csv', `prob,label\n${rows.map(({ y, p }) => `${p},${y}\n`).join('')}`)

  it('are those of label smoothing, whose loss the advice gives', async () => {
    const { code, stderr } = await lossctl(['compare', file()])
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('soft labels are not supported; say --class-names'),
    ])
    const [, ...flags] = /(--class-names) (\S+) .*(--loss) (\S+) /.exec(stderr)!
    const { results } = await lossctlJson<{ results: { losses: { value: number }[] }[] }>(
      'compare',
      file(),
      ...flags,
    )
    const soft = rows.reduce((sum, { y, p }) => sum - y * Math.log(p) - (1 - y) * Math.log(1 - p), 0)
    expect(results[0].losses[0].value).toBeCloseTo(soft / rows.length, 12)
  })
})

it('are no words of two classes where one is that of a class', async () => {
  const { stderr } = await lossctl([
    'compare',
    write('one.csv', `prob,label\n${'0.2,0\n0.7,0.9\n'.repeat(9)}`),
  ])
  expect(stderr).toMatch(
    /the labels are 0 and 0.9, as label smoothing .* say --class-names 0,0.9 to take them for 0 and 1\n$/,
  )
})

it('of a column per class are called what they are', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => {
    const y = [0, 1, 2].map((k) => (k === i % 3 ? 0.9334 : 0.0333))
    return [...y.map((share) => (share + next()).toFixed(4)), ...y].join(',')
  })
  const text = ['logit_a,logit_b,logit_c,y_a,y_b,y_c', ...rows].join('\n')
  const { code, stderr } = await lossctl(['compare', write('matrix.csv', text)])
  expect([code, stderr]).toEqual([
    3,
    expect.stringContaining('y_a, y_b, y_c hold fractions, as soft labels are'),
  ])
})
