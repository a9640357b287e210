import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/commands/index.ts'
import { flagOf } from '../../src/commands/options/option.ts'
import { endingOf } from '../../src/views/drawings/index.ts'
import { lossctl } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-'))
afterAll(() => rmSync(folder, { recursive: true }))

const ODD = ['pdf', 'PNG', 'rst', 'parquet', 'xlsx', 'yaml', 'tar.gz', 'npz', 'docx', 'v2', 'Ergebnis', 'täx']

/** Whatever else a command must be told. */
const WORDS: Readonly<Record<string, readonly string[]>> = { solve: ['--for', 'gamma'], curve: [] }

const outputs = COMMANDS.flatMap(({ name, args, options }) =>
  options.flatMap((option) =>
    option.endings
      ? [
          {
            name,
            flag: flagOf(option),
            endings: option.endings,
            args: args.map(() => 'no.csv'),
            key: option.key,
          },
        ]
      : [],
  ),
)

describe('an ending that stands for no format', () => {
  it.each(outputs)('is refused by $name $flag before anything is read', async ({
    name,
    flag,
    args,
    endings,
  }) => {
    for (const ending of ODD.filter((one) => !endings.includes(endingOf(`x.${one}`)!))) {
      const path = join(folder, `out.${ending}`)
      const { code, stdout, stderr } = await lossctl([name, ...args, ...(WORDS[name] ?? []), flag, path])
      expect(stderr).toMatch(/^error: .* is none of its formats, which are (\.\w+(, )?)+; .+\n$/)
      expect([code, stdout]).toEqual([2, ''])
    }
    expect(readdirSync(folder)).toEqual([])
  })

  it.each([
    ['fig.pdf', 'lossctl curve draws one'],
    ['fig.eps', 'lossctl curve draws .pdf and .svg'],
    ['t.rst', 'pandoc'],
    ['s.parquet', 'pandas or DuckDB'],
    ['losses.npy', 'lossctl samples'],
    ['junit.xml', 'lossctl check'],
    ['page.html', 'lossctl report'],
    ['x.something', 'name it so'],
  ])('comes with what makes one: %s', async (name, way) => {
    const { stderr } = await lossctl(['compare', fixture('wine.csv'), '-o', join(folder, name)])
    expect(stderr).toContain(way)
  })

  it.each(
    outputs.filter(({ endings }) => endings.includes('gz')),
  )('may be one of what is packed: $name $flag', async ({ name, flag, args }) => {
    for (const [ending, wrong] of [
      ['csv.gz', 'csv'],
      ['tar.GZ', 'tar'],
      ['json.gz.gz', 'gz'],
    ]) {
      const { code, stderr } = await lossctl([name, ...args, flag, join(folder, `out.${ending}`)])
      expect([code, stderr]).toEqual([2, expect.stringContaining(`.${wrong} is none of its formats`)])
    }
    for (const ending of ['json.gz', 'gz', '2.gz', 'json']) {
      const { code, stderr } = await lossctl([name, ...args, flag, join(folder, `out.${ending}`)])
      // There is no file to be read.
      expect([code, stderr]).toEqual([3, expect.stringContaining('no.csv')])
    }
  })

  it.each(outputs)('never comes with a format that is none either: $name $flag', async ({
    name,
    flag,
    args,
    endings,
  }) => {
    for (const ending of ['rst', 'xlsx', 'parquet', 'tsv', 'yaml', 'zip', 'x']) {
      const words = [name, ...args, ...(WORDS[name] ?? []), flag, join(folder, `out.${ending}`)]
      const way = (await lossctl(words)).stderr.split('; ')[1]
      const [, advised] = /write \.(\w+)/.exec(way) ?? []
      if (advised !== undefined) expect(endings).toContain(advised)
    }
  })

  it('is written all the same where --format says what is meant', async () => {
    const path = join(folder, 'table.v2')
    expect((await lossctl(['weights', '--format', 'csv', '-o', path])).code).toBe(0)
    expect(readFileSync(path, 'utf8')).toMatch(/^p,y,/)
    rmSync(path)
  })
})

describe('a name', () => {
  it.each(['table', 'run-1.5', '2026.11'])('without an ending takes a table: %s', async (name) => {
    const path = join(folder, name)
    expect((await lossctl(['weights', '-o', path])).code).toBe(0)
    expect(readFileSync(path, 'utf8')).toMatch(/^ +p/m)
    rmSync(path)
  })

  it('may have dots in its folder', () => {
    expect(endingOf('runs.v2/table')).toBe(null)
    expect(endingOf('/dev/stdout')).toBe(null)
    expect(endingOf('a.b/C.JSON')).toBe('json')
  })

  it.skipIf(!existsSync('/dev/null'))('of a device takes a table (needs /dev/null)', async () => {
    expect((await lossctl(['weights', '-o', '/dev/null'])).code).toBe(0)
  })
})
