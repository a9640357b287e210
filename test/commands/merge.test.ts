/** `lossctl merge` of folders, patterns and tables of engines: every file counts once, or is refused by its name. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lossctl, lossctlJson } from '../made/host.ts'
import { runShell } from '../made/process.ts'
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

  it.each([
    'days',
    'days/',
  ])('named %s is refused with a folder in it, and the pattern that it is told takes all of both, whatever their endings', async (name) => {
    await days(3)
    writeFileSync(at('days/2.json'), readFileSync(at('days/2.sketch.json')))
    rmSync(at('days/2.sketch.json'))
    mkdirSync(at('days/june'))
    writeFileSync(at('more.csv'), 'label,logit\n1,2\n0,1\n')
    await lossctl(['sketch', at('more.csv'), '-o', at('more.json')])
    writeFileSync(at('days/june/_day'), readFileSync(at('more.json')))
    writeFileSync(at('days/june/_SUCCESS'), '')
    const { code, stderr } = await lossctl(['merge', at(name), '-o', at('all.sketch.json')])
    expect([code, stderr]).toEqual([3, expect.stringContaining(`${at('days/june')}: is a folder within`)])
    const pattern = /give a pattern that is: '([^']+)'\n$/.exec(stderr)![1]
    expect((await lossctl(['merge', pattern, '-o', at('all.sketch.json')])).stderr).toContain(
      '1,202 samples of 4 sketches',
    )
  })

  it.each([
    '../**/*',
    '../../days/**/*',
    'ALL/**/*',
    '../*/*',
    '../{june,july}/*',
  ])('is all that a pattern matches, %s, from a folder in it too', async (pattern) => {
    await days(3)
    for (const [i, name] of ['june', 'june/deep', 'july'].entries()) {
      mkdirSync(at(`days/${name}`))
      renameSync(at(`days/${i}.sketch.json${i === 1 ? '.gz' : ''}`), at(`days/${name}/${i}.json`))
    }
    const all = pattern.replace('ALL', at('days'))
    const { stderr } = await runShell(`lossctl merge '${all}' -o ${at('all.json')}`, at('days/june'))
    const count = pattern.includes('**') ? 3 : 2
    expect(stderr).toContain(`${count === 3 ? '1,200' : '800'} samples of ${count} sketches`)
  })

  it('is told no pattern where its name would be one', async () => {
    for (const name of ['a(b)', 'a[b]', 'a"b"']) {
      mkdirSync(at(`${name}/june`), { recursive: true })
      const { stderr } = await lossctl(['merge', at(name), '-o', at('all.sketch.json')])
      expect(stderr).toMatch(/not looked into; move it elsewhere, and give both folders\n$/)
    }
  })

  it('loses nothing to what it says of a file that is no sketch', async () => {
    await days(3)
    writeFileSync(at('days/readme.md'), 'three days')
    const { code, stderr } = await lossctl(['merge', at('days'), '-o', at('all.sketch.json')])
    expect([code, stderr]).toEqual([
      3,
      `error: ${at('days/readme.md')}: is no sketch; make one with lossctl sketch, or take it out of the folder\n`,
    ])
  })

  it('is all its files, whatever their names begin with, but those that Spark leaves', async () => {
    const [, , last] = await days(3)
    renameSync(last, at('days/_day'))
    for (const name of ['_SUCCESS', '_started_42', '_committed_42']) writeFileSync(at(`days/${name}`), '{}')
    for (const name of ['days', 'days/*'])
      expect((await lossctl(['merge', at(name), '-o', at('all.sketch.json')])).stderr).toContain(
        '1,200 samples of 3 sketches',
      )
    writeFileSync(at('days/.kept'), readFileSync(at('days/_day')))
    for (const [name, samples] of [
      ['days', '1,200'],
      ['days/.k*', '400'],
    ])
      expect((await lossctl(['merge', at(name), '-o', at('all.sketch.json')])).stderr).toContain(
        `${samples} samples`,
      )
    writeFileSync(at('days/_notes'), 'none')
    expect((await lossctl(['merge', at('days'), '-o', at('all.sketch.json')])).stderr).toContain(
      `${at('days/_notes')}: is no sketch`,
    )
  })

  it('is refused with a pipe in it, which nobody may ever write into, or a link to one', async () => {
    await days(1)
    execFileSync('mkfifo', [at('pipe')])
    symlinkSync(at('pipe'), at('days/link.json'))
    const refused = async () => (await lossctl(['merge', at('days'), '-o', at('all.sketch.json')])).stderr
    const reason = 'is no file, but a pipe or a device; take it out of the folder\n'
    expect(await refused()).toBe(`error: ${at('days/link.json')}: ${reason}`)
    rmSync(at('days/link.json'))
    renameSync(at('pipe'), at('days/pipe.json'))
    expect(await refused()).toBe(`error: ${at('days/pipe.json')}: ${reason}`)
    rmSync(at('days/pipe.json'))
    // A link to a file is one.
    renameSync(at('days/0.sketch.json'), at('0.sketch.json'))
    symlinkSync(at('0.sketch.json'), at('days/link.json'))
    expect(await refused()).toContain('1,200 samples of 1 sketch in')
  })

  it('is refused while Spark writes into it, or where it has failed to, and so is a pattern of its files', async () => {
    const [, last] = await days(2)
    mkdirSync(at('days/_temporary/0'), { recursive: true })
    renameSync(last, at('days/_temporary/0/last.sketch.json'))
    const reason =
      'holds _temporary, where Spark keeps a table that it has not written to its end; wait for it'
    for (const name of ['days', 'days/**/*']) {
      const { code, stderr } = await lossctl(['merge', at(name), '-o', at('all.sketch.json')])
      expect([code, stderr]).toEqual([3, expect.stringContaining(`${at('days')}: ${reason}`)])
    }
    // Whoever names it means it.
    const named = await lossctl(['merge', at('days/_temporary/*/*'), '-o', at('all.sketch.json')])
    expect(named.stderr).toContain('samples of 1 sketch')
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
    rmSync(`${first}.gz`)
    for (const ending of ['~', '.bak', '.orig']) {
      writeFileSync(`${first}${ending}`, readFileSync(first))
      expect(await refused(at('days'))).toContain(
        `0.sketch.json${ending}: stands beside 0.sketch.json, which it may be a copy of`,
      )
      rmSync(`${first}${ending}`)
    }
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
    expect([code, stderr]).toEqual([3, `error: ${at('days')}: has no file in it; check the path\n`])
    writeFileSync(at('days/_SUCCESS'), '')
    for (const name of ['days', 'days/*'])
      expect((await lossctl(['merge', at(name), '-o', at('all.sketch.json')])).stderr).toBe(
        `error: ${at(name)}: has no files but hidden ones and those that Spark leaves, such as _SUCCESS; check the path\n`,
      )
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
      'error: --on-bad-row is about tables of engines, and there is none; leave it out\n',
    ])
  })
})
