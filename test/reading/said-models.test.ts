/** Columns of several models that --score names as if they were classes, and one whose name may be that of a deviation. */
import { expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()
const Y = Array.from({ length: 40 }, (_, i) => i % 2)

/** @param most the largest of the scores that are called std */
const fileOf = (most: number) => {
  const rows = Y.map((y, i) => [y, most * (0.1 + 0.9 * y) - i / 1000, 0.1 + 0.7 * y + i / 1000])
  return write('preds.csv', `label,std_probability,tta_probability\n${rows.join('\n')}\n`)
}

const BOTH =
  /say --score std_probability for one model or --score std_probability --score-b tta_probability for two with lossctl diff$/m

it.each([
  [],
  ['--from', 'probs'],
])('are asked about, and no row is advised to be divided by its sum: %j', async (...from) => {
  const path = fileOf(0.99)
  const said = ['--score', 'std_probability,tta_probability', '--loss', 'ce', ...from]
  for (const words of [
    ['compare', path, ...said],
    ['diff', path, path, ...said],
  ]) {
    const { code, stderr } = await lossctl(words)
    expect([code, stderr]).toEqual([3, expect.stringMatching(BOTH)])
    expect(stderr).toMatch(/rows of them do not sum to 1, as those of classes do/)
  }
})

it.each([
  ['--renormalize'],
  ['--prob-tolerance', '1'],
])('are taken for classes where it is said what to do with their sums: %j', async (...flags) => {
  const words = ['--score', 'std_probability,tta_probability', '--loss', 'ce']
  const { code, stderr } = await lossctl(['compare', fileOf(0.99), ...words, ...flags])
  expect(code, stderr).toBe(0)
})

it('are two where one is called std and is larger than any deviation of probabilities', async () => {
  expect((await lossctl(['compare', fileOf(0.99), '--loss', 'ce'])).stderr).toMatch(BOTH)
  expect((await lossctl(['compare', fileOf(0.3), '--loss', 'ce'])).stderr).toMatch(
    /say --score tta_probability (?!for)/,
  )
})
