/** Sketches for losses that are not smooth everywhere: refused without an edge there, right with it. */
import { expect, it } from 'vitest'
import { compare, sketch } from '../../src/index.ts'
import type { CompareReport } from '../../src/questions/compare/compare.ts'
import { newFolder } from '../made/files.ts'
import { lossctl, lossctlJson } from '../made/host.ts'
import { exactSum } from '../made/oracle.ts'

/** Logits of both classes, some of them in the bin in which the clip of asl ends for negatives: ln 19 = 2.944. */
const ROWS = Array.from({ length: 300 }, (_, i) => ({ y: i % 3 === 0 ? 1 : 0, z: ((i * 29) % 97) / 12 - 5 }))

/** y=1: (1 − p) CE; y=0: −pm^4 ln(1 − pm) with pm = max(p − 0.05, 0). */
function asl({ y, z }: (typeof ROWS)[number]): number {
  const p = 1 / (1 + Math.exp(-z))
  if (y === 1) return -(1 - p) * Math.log(p)
  const pm = Math.max(p - 0.05, 0)
  return -(pm ** 4) * Math.log(1 - pm)
}

const MEAN = exactSum(ROWS.map(asl)) / ROWS.length
const near = (value: number | null) => expect(Math.abs(value! - MEAN)).toBeLessThanOrEqual(1e-12 * MEAN)

it('is refused by a sketch without the edge, whose hint makes one that answers', async () => {
  const folder = newFolder()
  const path = folder.csv(
    'p.csv',
    'label,logit',
    ROWS.map(({ y, z }) => [y, z]),
  )
  const saved = folder.path('p.sketch.json')
  expect((await lossctl(['sketch', path, '-o', saved])).code).toBe(0)
  const { code, stderr } = await lossctl(['compare', saved, '--loss', 'asl'])
  expect(code).toBe(3)
  const flag = /sketch them again with --loss (\S+)$/.exec(stderr.trim())![1]
  expect((await lossctl(['sketch', path, '--loss', flag, '--bins', '15', '-o', saved])).code).toBe(0)
  const { results } = await lossctlJson<{ results: CompareReport[] }>('compare', saved, '--loss', 'asl')
  near(results[0].losses[0].value)
  expect((await lossctl(['calibrate', saved])).stdout).toContain('ECE')
})

it('is asked for in the API with the names of losses', async () => {
  const data = { scores: ROWS.map(({ z }) => z), labels: ROWS.map(({ y }) => y), from: 'logits' } as const
  const saved = await sketch(data, { losses: ['asl', 'phuber'] })
  near((await compare(saved, { losses: ['asl'] })).losses[0].value)
  await expect(compare(await sketch(data), { losses: ['asl'] })).rejects.toThrow(
    'sketch them again with --loss',
  )
})

it('tells when bins and losses want more edges than there are', async () => {
  const path = newFolder().csv('p.csv', 'label,logit', [
    [1, 0.5],
    [0, 2],
  ])
  const losses = [0.1, 0.2, 0.3, 0.4].flatMap((clip) => ['--loss', `asl:clip=${clip}`])
  const { code, stderr } = await lossctl([
    'sketch',
    path,
    ...losses,
    '--bins',
    '32',
    '-o',
    `${path}.sketch.json`,
  ])
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining(
      'margins where one is not smooth, beside 63 others at which what is asked parts the samples',
    ),
  ])
})
