import { describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const N = 40
const P = Array.from({ length: N }, (_, i) => 0.02 + ((i * 17) % N) / (N + 1))
const Y = P.map((p, i) => (p + ((i * 7) % 10) / 20 > 0.7 ? 1 : 0))

const csv = (header: string, row: (i: number) => readonly (string | number)[]) =>
  write('preds.csv', `${header}\n${P.map((_, i) => row(i).join(',')).join('\n')}\n`)

describe('a lone column of numbers that is called for something else', () => {
  it.each([
    ['patch', (i: number) => 1 + i + 0.08],
    ['row_idx', (i: number) => i],
  ])('is no score, whatever its scale is said to be: %s', async (name, cell) => {
    const path = csv(`label,${name}`, (i) => [Y[i], cell(i)])
    const { code, stderr } = await lossctl(['compare', path, '--from', 'percent'])
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining(
        `"${name}" seems to hold the scores, and by its name it holds none; say --score ${name}`,
      ),
    ])
    expect((await lossctl(['compare', path, '--from', 'percent', '--score', name])).code).toBe(0)
  })

  it('is named where it looks like percentages', async () => {
    const { stderr } = await lossctl(['compare', csv('label,x', (i) => [Y[i], 100 * P[i]])])
    expect(stderr).toContain('no score in "x" is below 0 and many are above 1, as percentages are')
  })
})
