/** Files whose first rows have one class alone, as those of detectors do: the other is looked for before it is asked about. */
import { expect, it } from 'vitest'
import { lossctl, lossctlJson } from '../made/host.ts'
import { createRandom } from '../made/layouts/random.ts'
import { scratchFolder } from '../made/scratch.ts'

const write = scratchFolder()

/** Rows of which those from `first` on are positives now and then. */
const FIRST = 5000
const random = createRandom(11)
const Y = Array.from({ length: 8000 }, (_, i) => Number(i > FIRST && random.chance(0.02)))
const P = Y.map((y) => Number(((y ? 0.3 : 0.01) + 0.5 * random.next()).toFixed(6)))
const MEAN = P.reduce((sum, p, i) => sum - Math.log(Y[i] ? p : 1 - p), 0) / P.length

const file = (score: string, [no, yes]: readonly string[], separator = ',') =>
  write(
    'rare.csv',
    `id${separator}label${separator}${score}\n${P.map((p, i) => `${i}${separator}${Y[i] ? yes : no}${separator}${p}\n`).join('')}`,
  )

const ask = async (...words: string[]) =>
  (await lossctlJson<{ results: { losses: { value: number }[] }[] }>('compare', ...words, '--loss', 'ce'))
    .results[0].losses[0].value

it('a score that is named for the rare class is read', async () => {
  expect(await ask(file('fraud_prob', ['legit', 'fraud']))).toBeCloseTo(MEAN, 12)
})

it('a word that says which class it is is read, whatever is behind the first rows', async () => {
  expect(await ask(file('prob', ['negative', 'positive'], ';'))).toBeCloseTo(MEAN, 12)
})

it.each([
  ['legit', 'fraud'],
  ['background', 'object'],
])('%s and %s are asked about by both names, and read by them', async (no, yes) => {
  const path = file('prob', [no, yes])
  const { code, stderr } = await lossctl(['compare', path])
  expect([code, stderr]).toEqual([3, expect.stringContaining(`--class-names ${no},${yes} or`)])
  expect(await ask(path, '--class-names', `${no},${yes}`)).toBeCloseTo(MEAN, 12)
})

it('one that never comes is asked for', async () => {
  const { code, stderr } = await lossctl(['compare', file('prob', ['legit', 'legit'])])
  expect([code, stderr]).toEqual([3, expect.stringContaining('all labels seen are "legit"')])
  expect((await lossctl(['compare', file('prob', ['legit', ''])])).stderr).toContain('all labels seen are')
})
