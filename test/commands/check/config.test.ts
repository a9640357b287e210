/** Where rules are looked for, and what a configuration may hold. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lossctl } from '../../made/host.ts'
import { fixture } from '../../made/shared.ts'

const program = fileURLToPath(new URL('../../../bin/lossctl.js', import.meta.url))
const scenes = fixture('scenes.csv')

/** Runs in a folder with these files. */
function runIn(files: Readonly<Record<string, string>>, ...args: string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'lossctl-config-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
  const { status, stdout, stderr } = spawnSync(
    'node',
    [program, 'check', scenes, '--format', 'csv', ...args],
    {
      cwd,
      encoding: 'utf8',
    },
  )
  return {
    status,
    stderr,
    rules: stdout
      .split('\n')
      .slice(1, -1)
      .map((line) => line.split(',')[4]),
  }
}

const json = (rule: string) => JSON.stringify({ rules: [rule] })
const yaml = (rule: string) => `rules:\n  - ${rule} # as agreed\n`

describe('rules are found', () => {
  it.each([
    ['lossctl.config.json', json('max focal.mean=1')],
    ['lossctl.config.yaml', yaml('max focal.mean=1')],
    ['lossctl.config.yml', yaml('max focal.mean=1')],
    ['package.json', JSON.stringify({ name: 'a', lossctl: { rules: ['max focal.mean=1'] } })],
    ['lossctl.config.json', `\ufeff${json('max focal.mean=1')}`],
  ])('in %s', (name, text) => {
    expect(runIn({ [name]: text })).toEqual({ status: 0, stderr: '', rules: ['max focal.mean=1'] })
  })

  it('in a file of their own before package.json, and add to those of the command line', () => {
    const files = {
      'lossctl.config.yaml': yaml('max focal.mean=1'),
      'package.json': JSON.stringify({ lossctl: { rules: ['max ce.mean=1'] } }),
    }
    expect(runIn(files, '--max', 'hard.share=1').rules).toEqual(['max focal.mean=1', 'max hard.share=1'])
  })

  it('in one file, not in either of two', () => {
    const files = {
      'lossctl.config.json': json('max focal.mean=1'),
      'lossctl.config.yaml': yaml('max ce.mean=0'),
    }
    const { status, stderr } = runIn(files)
    expect([status, stderr]).toEqual([
      2,
      'error: there are lossctl.config.json and lossctl.config.yaml; keep one, or say which with --config\n',
    ])
    expect(runIn(files, '--config', 'lossctl.config.json').status).toBe(0)
  })

  it('nowhere in a package.json that is of something else, sound or not', () => {
    for (const text of ['{"name":"a"}', 'null', '[]', '{"name":', '']) {
      expect(runIn({ 'package.json': text }, '--max', 'focal.mean=1').status, text).toBe(0)
      expect(runIn({ 'package.json': text }).stderr, text).toContain('check has no rule')
    }
    expect(runIn({ 'package.json': '{"lossctl": {' }).stderr).toMatch(/^error: package\.json is no JSON: /)
    expect(runIn({ 'package.json': '{"lossctl": null}' }).stderr).toContain(
      'package.json, "lossctl" holds no settings',
    )
  })
})

describe('a configuration', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lossctl-config-'))
  const path = join(folder, 'rules.json')
  const check = async (settings: unknown, ...args: string[]) => {
    writeFileSync(path, JSON.stringify(settings))
    return lossctl(['check', scenes, '--config', path, '--format', 'json', ...args])
  }

  it('says what flags say, which win', async () => {
    const settings = {
      rules: ['max focal:gamma=5.mean=1'],
      losses: ['focal:gamma=5'],
      by: 'class',
      minSlice: 50,
      confidence: 0.99,
      threshold: 0.3,
      noise: false,
    }
    const { confidence, noise, passedOver, by } = JSON.parse((await check(settings)).stdout)
    expect([confidence, noise, passedOver, by]).toEqual([0.99, false, ['1'], 'class'])
    const flags = ['--confidence', '0.9', '--min-slice', '1']
    const report = JSON.parse((await check(settings, ...flags)).stdout)
    expect([report.confidence, report.passedOver]).toEqual([0.9, []])
  })

  it.each([
    [{ confidence: 95 }, 'confidence is a number from 0.5'],
    [{ confidence: '0.95' }, 'confidence is a number from 0.5'],
    [{ minSlice: 0.5 }, 'minSlice is a whole number'],
    [{ minSlice: -1 }, 'minSlice is a whole number'],
    [{ threshold: 1 }, 'threshold is a number'],
    [{ noise: 'no' }, 'noise is true or false, not "no"'],
    [{ baseline: '' }, 'baseline is a text'],
    [{ rules: [['max focal.mean=1']] }, 'rules is a list of texts'],
    [{ rules: ['max focal.mean=x'] }, '"x" is not a number'],
    [{ losses: 'focal' }, 'losses is a list of texts'],
    [{ constructor: 1 }, 'has an unknown setting "constructor"'],
    [[], 'holds no settings'],
    ['max focal.mean=1', 'holds no settings'],
  ])('is refused, by its name: %j', async (settings, words) => {
    const { code, stdout, stderr } = await check(settings)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`error: ${path}`)
    expect(stderr).toContain(words)
  })

  it('never passes, whatever it holds but rules that hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        writeFileSync(path, text)
        expect((await lossctl(['check', scenes, '--config', path])).code).toBe(2)
      }),
      { numRuns: 50 },
    )
  })

  it('may not be a folder', async () => {
    mkdirSync(join(folder, 'rules.yaml'))
    const { code, stderr } = await lossctl(['check', scenes, '--config', join(folder, 'rules.yaml')])
    expect([code, stderr]).toEqual([3, `error: ${folder}/rules.yaml: is a folder; give a file\n`])
  })
})
