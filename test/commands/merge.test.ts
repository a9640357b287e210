/** `lossctl merge` of folders, patterns and tables of engines: every file counts once, or is refused by its name. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lossctl, lossctlJson } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
  mkdirSync(at('days'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = (name: string) => join(folder, name)
const rows = Array.from({ length: 1200 }, (_, i) => `${i % 3 === 0 ? 1 : 0},${((i * 7919) % 2003) / 150 - 8}`)

/** So many days of the rows, as sketches. */
async function days(count: number): Promise<readonly string[]> {
  const names: string[] = []
  for (let day = 0; day < count; day++) {
    const some = rows.filter((_, i) => i % count === day)
    writeFileSync(at('part.csv'), `label,logit\n${some.join('\n')}\n`)
    names.push(at(`days/${day}.sketch.json${day % 3 === 1 ? '.gz' : ''}`))
    expect((await lossctl(['sketch', at('part.csv'), '-o', names[day]])).code).toBe(0)
  }
  return names
}

interface Compared {
  readonly results: readonly {
    readonly source: { readonly files: number; readonly samples: number; readonly name: string }
    readonly losses: readonly { readonly value: number }[]
    readonly groups: readonly { readonly name: string; readonly count: number }[]
  }[]
}

async function resultOf(...args: readonly string[]) {
  return (await lossctlJson<Compared>('compare', ...args)).results[0]
}

/** What days may differ by: each file rounds by 3e-16 (docs/sketch.md), and the sum of twenty by as much again. */
const SAME = 1e-14

function expectSame(one: Awaited<ReturnType<typeof resultOf>>, other: typeof one): void {
  expect(one.source.samples).toBe(other.source.samples)
  for (const [i, { value }] of one.losses.entries())
    expect(Math.abs(value - other.losses[i].value)).toBeLessThanOrEqual(SAME * value)
}

describe('a folder', () => {
  it('is all its sketches, packed or not, in the sum of all rows', async () => {
    await days(20)
    writeFileSync(at('whole.csv'), `label,logit\n${rows.join('\n')}\n`)
    for (const name of ['.DS_Store', '._1.sketch.json', '_SUCCESS']) writeFileSync(at(`days/${name}`), '')
    expect(await lossctl(['merge', at('days'), '-o', at('all.sketch.json')])).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/all\.sketch\.json: 1,200 samples of 20 sketches in \d+ kB\n$/),
    })
    const sum = await resultOf(at('all.sketch.json'))
    expectSame(sum, await resultOf(at('whole.csv')))
    expect(sum.source).toMatchObject({ files: 20, samples: 1200 })
    expect(JSON.parse(readFileSync(at('all.sketch.json'), 'utf8')).sketch.source.name).toBe('days')
  })

  it('gives the bytes that its files give, a pattern too', async () => {
    const files = await days(12)
    const written = async (...names: readonly string[]) => {
      await lossctl(['merge', ...names, '-o', at('sum.sketch.json'), '--name', 'all'])
      return readFileSync(at('sum.sketch.json'), 'utf8')
    }
    const sum = await written(...files)
    expect(await written(at('days'))).toBe(sum)
    expect(await written(at('days/*.sketch.json*'))).toBe(sum)
  })

  it.each([
    ['a file that is none', 'notes.txt', 'the second of May is missing', /days\/notes\.txt: is no sketch; /],
    [
      'predictions',
      'preds.csv',
      'label,logit\n1,2\n',
      /days\/preds\.csv: is no sketch; make one with lossctl/,
    ],
    ['an empty file', '7.json', '', /days\/7\.json: is no sketch; /],
    ['what calls itself one', '7.sketch.json', '{}', /days\/7\.sketch\.json: is no sketch, though its name/],
  ])('is refused with %s, by its name', async (_, name, text, reason) => {
    await days(3)
    writeFileSync(at(`days/${name}`), text)
    const { code, stderr } = await lossctl(['merge', at('days'), '-o', at('all.sketch.json')])
    expect([code, stderr]).toEqual([3, expect.stringMatching(reason)])
  })

  it('is refused with a folder in it, and the pattern that it is told takes both', async () => {
    const [, , last] = await days(3)
    mkdirSync(at('days/june'))
    writeFileSync(at('days/june/0.sketch.json'), readFileSync(last))
    const { code, stderr } = await lossctl(['merge', at('days'), '-o', at('all.sketch.json')])
    expect([code, stderr]).toEqual([3, expect.stringContaining(`${at('days/june')}: is a folder within`)])
    const pattern = /give a pattern that is: '([^']+)'\n$/.exec(stderr)![1]
    rmSync(at('days/1.sketch.json.gz'))
    await lossctl(['merge', pattern, '-o', at('all.sketch.json')])
    expect((await resultOf(at('all.sketch.json'))).source.files).toBe(3)
  })

  it('is refused where a file would count twice', async () => {
    const [first] = await days(2)
    const refused = async (...names: readonly string[]) => {
      const { code, stderr } = await lossctl(['merge', ...names, '-o', at('all.sketch.json')])
      expect(code).toBe(3)
      return stderr
    }
    expect(await refused(at('days'), first)).toMatch(/days\/0\.sketch\.json: is given twice; it would count/)
    writeFileSync(`${first}.gz`, gzipSync(readFileSync(first)))
    expect(await refused(at('days'))).toMatch(/0\.sketch\.json\.gz: stands beside 0\.sketch\.json, which/)
  })

  it('does not take the sum, which would be added to the next one', async () => {
    await days(2)
    for (const path of ['days/all.sketch.json', 'days/../days/sum.json']) {
      const { code, stderr } = await lossctl(['merge', at('days'), '-o', `${folder}/${path}`])
      expect([code, stderr]).toEqual([2, expect.stringMatching(/would be one of the files of .*days, which/)])
    }
    expect((await lossctl(['merge', at('days'), '-o', at('days/.all.sketch.json')])).code).toBe(0)
  })

  it('is refused when it is empty', async () => {
    const { code, stderr } = await lossctl(['merge', at('days'), '-o', at('all.sketch.json')])
    expect([code, stderr]).toEqual([3, `${at('days')}: has no file in it; check the path\n`])
  })

  it('names the one that is damaged among hundreds', async () => {
    const [first] = await days(1)
    const text = readFileSync(first, 'utf8')
    for (let i = 1; i < 300; i++) writeFileSync(at(`days/${i}.sketch.json`), text)
    writeFileSync(at('days/217.sketch.json'), text.replace('"samples":1200', '"samples":1201'))
    const { code, stderr } = await lossctl(['merge', at('days'), '-o', at('all.sketch.json')])
    expect([code, stderr]).toEqual([3, expect.stringContaining('days/217.sketch.json: was changed after')])
    writeFileSync(at('days/217.sketch.json'), text.slice(0, -100))
    expect((await lossctl(['merge', at('days'), '-o', at('all.sketch.json')])).stderr).toContain(
      'days/217.sketch.json: is a sketch that is cut off or damaged',
    )
  })
})

describe('the table of an engine', () => {
  const table = fixture('engines/preds.duckdb.csv')
  const read = ['--label', 'y', '--score', 'p', '--from', 'probs', '--weight', 'w', '--by', 'scene']

  it('is added to sketches of files', async () => {
    const other = ['sketch', fixture('engines/preds.csv'), ...read, '--threshold', '0.3,0.5']
    expect((await lossctl([...other, '-o', at('days/tuesday.sketch.json')])).code).toBe(0)
    writeFileSync(at('days/monday.csv'), readFileSync(table))
    const both = at('both.sketch.json')
    expect((await lossctl(['merge', at('days'), '-o', both])).stderr).toContain('600 samples of 2 sketches')
    const [one, two] = [await resultOf(table, '--by', 'scene'), await resultOf(both, '--by', 'scene')]
    expect(two.groups.map(({ count }) => count)).toEqual(one.groups.map(({ count }) => 2 * count))
    // Powers are made moments with five units in the last place of loss at the most (docs/engines.md).
    for (const [i, { value }] of two.losses.entries())
      expect(Math.abs(value - one.losses[i].value)).toBeLessThanOrEqual(1e-13 * value)
  })

  it('is what --on-bad-row is about', async () => {
    await days(1)
    const words = ['merge', at('days'), '-o', at('all.sketch.json'), '--on-bad-row', 'skip']
    const { code, stderr } = await lossctl(words)
    expect([code, stderr]).toEqual([
      2,
      'lossctl: --on-bad-row is about tables of engines, and there is none; leave it out\n',
    ])
  })
})
