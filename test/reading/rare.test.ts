/** Files whose first rows have one class alone, as those of detectors do: the other is looked for before it is asked about. */
import { appendFileSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openTable } from '../../src/formats/index.ts'
import type { Table } from '../../src/formats/table.ts'
import { readFileSet } from '../../src/reading/dataset.ts'
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

describe('a file that changes while its rare class is looked for', () => {
  const rows = 400_000
  const TEXT = `label,fraud_prob\n${'legit,0.0625000\n'.repeat(rows)}fraud,0.5000000\n`
  const fraudAt = TEXT.indexOf('fraud,')

  it.each<readonly [string, (path: string) => void]>([
    ['grows', (path) => appendFileSync(path, 'fraud,0.2500000\n')],
    ['is cut off', (path) => truncateSync(path, 3_000_001)],
    ['is written to in place', (path) => writeFileSync(path, TEXT.replace('fraud,', 'other,'))],
    [
      'is replaced',
      (path) => {
        writeFileSync(`${path}.new`, TEXT)
        renameSync(`${path}.new`, path)
      },
    ],
    ['is removed', (path) => rmSync(path)],
  ])('is refused: it %s', async (_, change) => {
    const path = write('changes.csv', TEXT)
    utimesSync(path, 1e9, 1e9)
    const table = await openTable(path)
    // The class is asked for block by block, and the file changes behind the first of them.
    const changing: Table = {
      ...table,
      async *read(selection) {
        let blocks = 0
        for await (const block of table.read(selection)) {
          if (blocks++ === 0) change(path)
          yield block
        }
      },
    }
    expect(fraudAt).toBeGreaterThan(3_000_001)
    const files = { name: path, scores: [changing], labels: null }
    await expect(readFileSet(files, {})).rejects.toThrow(
      `${path}: changed while it was read; run again when nothing writes to it`,
    )
  })
})
