/** What a check writes, and when: several outputs at once, and baselines. */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lossctl } from '../../made/host.ts'
import { fixture } from '../../made/shared.ts'

const scenes = fixture('scenes.csv')
const newFolder = () => mkdtempSync(join(tmpdir(), 'lossctl-files-'))
const check = (...args: string[]) => lossctl(['check', ...args])
const passes = ['--max', 'focal.mean=1']
const fails = ['--max', 'focal.mean=0']
const cannot = ['--max', 'nothing.mean=1']

describe('several outputs', () => {
  const FORMATS = ['junit', 'markdown', 'json', 'csv', 'benchmark', 'github', 'table']

  it('are written by one run, each to its file, beside what is printed', async () => {
    const folder = newFolder()
    const args = FORMATS.flatMap((format) => ['--format', `${format}=${folder}/${format}`])
    const { code, stdout } = await check(scenes, ...passes, '--format', 'table', ...args)
    const read = (name: string) => readFileSync(join(folder, name), 'utf8')
    expect([code, stdout]).toEqual([0, read('table')])
    expect(readdirSync(folder).toSorted()).toEqual(FORMATS.toSorted())
    expect(JSON.parse(read('json')).kind).toBe('check')
    expect(JSON.parse(read('benchmark'))).toEqual([
      { name: 'focal.mean', unit: 'loss', value: expect.any(Number) },
    ])
    expect(read('junit')).toContain('<testcase ')
    expect(read('markdown')).toContain('| passed |')
    expect(read('csv')).toMatch(/^file,/)
    expect(read('github')).toMatch(/^::notice /)
  })

  it('are written whatever the verdict', async () => {
    for (const [rules, status] of [
      [fails, 1],
      [cannot, 3],
    ] as const) {
      const folder = newFolder()
      const { code } = await check(scenes, ...rules, '--format', `json=${folder}/out.json`)
      expect([code, existsSync(join(folder, 'out.json'))]).toEqual([status, true])
    }
  })

  it('are none when one of them cannot be written, the baseline included', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'old.json'), 'old')
    const { code, stdout, stderr } = await check(
      scenes,
      ...passes,
      ...[
        '--format',
        'table',
        '--format',
        `json=${folder}/old.json`,
        '--format',
        `junit=${folder}/no/out.xml`,
      ],
      ...['--save-baseline', join(folder, 'main.json')],
    )
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toMatch(/no\/out\.xml: cannot be written; check that its folder exists[^\n]*\n$/)
    expect(readdirSync(folder)).toEqual(['old.json'])
    expect(readFileSync(join(folder, 'old.json'), 'utf8')).toBe('old')
  })
})

describe('--save-baseline', () => {
  it('writes when there is no rule, and says so', async () => {
    const path = join(newFolder(), 'main.json')
    const { code, stdout, stderr } = await check(scenes, '--save-baseline', path)
    expect([code, stderr]).toEqual([0, `${path}: baseline written\n`])
    expect(stdout).toMatch(/^The baseline /)
    // Small enough for git.
    expect(statSync(path).size).toBeLessThan(100_000)
  })

  it.each([
    ['a rule is broken', fails, 1],
    ['a rule cannot be evaluated', cannot, 3],
    ['one of two passes', [...passes, ...cannot], 3],
  ])('writes nothing when %s', async (_, rules, status) => {
    const path = join(newFolder(), 'main.json')
    const { code, stderr } = await check(scenes, ...rules, '--save-baseline', path)
    expect([code, stderr]).toEqual([status, `${path}: not written, since the check did not pass\n`])
    expect(existsSync(path)).toBe(false)
  })

  it('moves the baseline of --baseline along once the check has passed, and only then', async () => {
    const folder = newFolder()
    const path = join(folder, 'main.json')
    await check(fixture('digits.csv'), '--save-baseline', path)
    const before = readFileSync(path, 'utf8')
    const better = fixture('digits-units.csv')
    const rules = ['--baseline', path, '--max-increase', 'focal.mean=1%', '--save-baseline', path]
    expect((await check(better, ...rules, ...fails)).code).toBe(1)
    expect(readFileSync(path, 'utf8')).toBe(before)
    expect((await check(better, ...rules)).code).toBe(0)
    expect(readFileSync(path, 'utf8')).not.toBe(before)
  })

  it('saves with --unchecked what a configuration would not let pass, as it wants it parted', async () => {
    const folder = newFolder()
    const [path, config] = [join(folder, 'main.json'), join(folder, 'rules.json')]
    const settings = { rules: ['max focal.mean=0'], baseline: path, by: 'class', threshold: 0.3 }
    writeFileSync(config, JSON.stringify(settings))
    const args = [fixture('digits.csv'), '--config', config, '--save-baseline', path]
    // Its own baseline is missing, so that it could never be made.
    expect((await check(...args)).code).toBe(3)
    const { code, stdout } = await check(...args, '--unchecked')
    expect([code, stdout.startsWith('The baseline ')]).toEqual([0, true])
    const { sketch } = JSON.parse(readFileSync(path, 'utf8'))
    expect([sketch.perClass, sketch.thresholds]).toEqual([true, [0.3]])
  })
})

describe('a baseline', () => {
  it('is the same bytes for the same input, plain and packed', async () => {
    const folder = newFolder()
    for (const name of ['a.json', 'b.json', 'a.json.gz', 'b.json.gz'])
      await check(scenes, '--save-baseline', join(folder, name))
    const read = (name: string) => readFileSync(join(folder, name))
    expect(read('a.json').equals(read('b.json'))).toBe(true)
    expect(read('a.json.gz').equals(read('b.json.gz'))).toBe(true)
  })

  it('is the same bytes for the same data in another folder, and under another name with --name', async () => {
    const save = async (file: string, name: string, ...args: string[]) => {
      const folder = newFolder()
      copyFileSync(scenes, join(folder, file))
      const path = join(folder, name)
      expect((await check(join(folder, file), '--save-baseline', path, ...args)).code).toBe(0)
      return readFileSync(path)
    }
    for (const name of ['main.json', 'main.json.gz']) {
      const [one, two] = [await save('scenes.csv', name), await save('scenes.csv', name)]
      expect(one.equals(two)).toBe(true)
      expect((await save('copy.csv', name)).equals(one)).toBe(false)
      expect((await save('copy.csv', name, '--name', 'scenes.csv')).equals(one)).toBe(true)
    }
  })

  it('calls the data by the name of their file alone, or by --name', async () => {
    const path = join(newFolder(), 'main.json')
    const namesOf = () => {
      const { sketch } = JSON.parse(readFileSync(path, 'utf8'))
      return [sketch.source.name, sketch.source.labelsFile, sketch.baseline.fingerprint.source]
    }
    const apart = [fixture('breast-cancer-logits.npy'), '--labels', fixture('breast-cancer-labels.npy')]
    await check(...apart, '--save-baseline', path)
    expect(namesOf()).toEqual([
      'breast-cancer-logits.npy',
      'breast-cancer-labels.npy',
      'breast-cancer-logits.npy',
    ])
    await check(...apart, '--save-baseline', path, '--name', 'main')
    expect(namesOf()).toEqual(['main', 'breast-cancer-labels.npy', 'main'])
  })

  it.each(
    readdirSync(fixture('baselines')),
  )('of an earlier version can be read, and holds what it held: %s', async (name) => {
    const { code, stdout } = await check(
      scenes,
      ...['--baseline', fixture(`baselines/${name}`), '--no-noise', '--format', 'json'],
      ...['--max-increase', 'focal.mean=0', '--max-increase', 'ce.hard.positive.gradient=0'],
    )
    const { findings } = JSON.parse(stdout)
    expect([code, findings.map(({ worse }: { worse: number }) => worse)]).toEqual([0, [0, 0]])
  })
})
