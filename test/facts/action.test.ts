/** action.yml: that its inputs are flags of check, and that its script asks what they say. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { lossctl } from '../made/host.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Action {
  readonly inputs: Readonly<Record<string, { description: string; required?: boolean; default?: string }>>
  readonly outputs: Readonly<Record<string, { value: string }>>
  readonly runs: {
    readonly using: string
    readonly steps: readonly { shell: string; run: string; env?: Readonly<Record<string, string>> }[]
  }
}

const action: Action = parse(readFileSync(`${root}action.yml`, 'utf8'))
const { run, env } = action.runs.steps.at(-1)!
const install = action.runs.steps[0]

describe('the action', () => {
  it('has inputs that are flags of check, and are described', async () => {
    const { stdout } = await lossctl(['check', '--help'])
    for (const [name, { description, required, default: initial }] of Object.entries(action.inputs)) {
      expect(description.length).toBeGreaterThan(10)
      expect(required ?? initial).toBeDefined()
      if (!['package', 'predictions', 'rules', 'arguments'].includes(name))
        expect(stdout).toContain(`--${name} <file>`)
    }
    expect(Object.keys(action.inputs)).toEqual(
      [install.env!, env!]
        .flatMap(Object.values)
        .flatMap((value: string) => /inputs\.([\w-]+)/.exec(value)?.[1] ?? []),
    )
  })

  it('puts no input into the text of a script, where it would be run', () => {
    expect(action.runs.using).toBe('composite')
    for (const step of action.runs.steps) {
      expect(step.shell).toBe('bash')
      expect(step.run).not.toContain('${{')
    }
  })

  it('names no address: what it runs is installed, or stands beside it', () => {
    expect(readFileSync(`${root}action.yml`, 'utf8')).not.toMatch(/https?:|registry/)
  })
})

describe('its script', () => {
  let folder = ''

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lossctl-action-'))
    writeFileSync(join(folder, 'preds.csv'), 'label,prob\n1,0.9\n0,0.2\n1,0.4\n')
    place('bin', `exec '${process.execPath}' '${root}bin/lossctl.js' "$@"`)
  })

  /** Puts a lossctl into a folder for the path. */
  function place(name: string, line: string) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'lossctl'), `#!/bin/sh\n${line}\n`)
    chmodSync(join(folder, name, 'lossctl'), 0o755)
  }

  /** Runs it as a runner does. */
  function act(inputs: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}) {
    const given = Object.fromEntries(
      Object.entries(env!).map(([name, value]) => {
        const input = /inputs\.([\w-]+)/.exec(value)?.[1]
        return [name, inputs[input!] ?? action.inputs[input!].default ?? '']
      }),
    )
    const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') }
    for (const file of Object.values(files)) writeFileSync(file, '')
    const { PATH, HOME } = process.env
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: `${join(folder, 'bin')}:${PATH}`, HOME, ...given, ...files, ...more },
      },
    )
    const read = (file: string) => readFileSync(file, 'utf8')
    return {
      status,
      stdout,
      stderr,
      output: read(files.GITHUB_OUTPUT),
      summary: read(files.GITHUB_STEP_SUMMARY),
    }
  }

  it('hands every input over as it stands', () => {
    // This one says what it was asked.
    place('other', 'for word in "$@"; do printf "[%s]" "$word"; done')
    const { stdout } = act(
      {
        predictions: '- preds $(touch ran).csv',
        labels: 'my labels.npy',
        baseline: 'main.json',
        'baseline-preds': '"before".csv',
        rules: '# none\n\nmax focal.mean=0.05\r\n  max-increase  hard.positive.share=2%  \n',
        arguments: '--by=my scene\n--no-noise',
      },
      { PATH: `${join(folder, 'other')}:${process.env.PATH}` },
    )
    expect(stdout.split('::error')[0].replace(/\[--format=json=[^\]]*\]/, '')).toBe(
      '[check][--format=table][--format=github][--labels=my labels.npy][--baseline=main.json][--baseline-preds="before".csv][--max=focal.mean=0.05][--max-increase=hard.positive.share=2%][--by=my scene][--no-noise][--][- preds $(touch ran).csv]',
    )
    expect(() => readFileSync(join(folder, 'ran'))).toThrow()
  })

  it.each([
    ['max focal.mean=1', 0, 'passed', 'Passed', '✅ lossctl: the one check passed'],
    ['max focal.mean=0', 1, 'regressed', 'Failed', '❌ lossctl: the one check failed'],
    [
      'max nothing.mean=1',
      3,
      'cannot compare',
      'Cannot compare',
      '⚠️ lossctl: the one check could not be compared',
    ],
  ])('ends as the check does, with its table in log and summary: %s', (rules, status, verdict, headline, heading) => {
    const result = act({ predictions: 'preds.csv', rules })
    expect([result.status, result.stderr]).toEqual([status, ''])
    expect(result.output).toBe(`verdict=${verdict}\nexit-code=${status}\n`)
    expect(result.stdout.startsWith(`${headline}.\n`)).toBe(true)
    expect(result.stdout).toMatch(/^::notice title=lossctl check::/m)
    expect(result.summary.startsWith(`\n### ${heading}\n`)).toBe(true)
  })

  it.each([
    '--help',
    '--version',
    '-h',
    '--max=ce.mean=9\n--help',
    '--save-baseline=main.json',
  ])('is never green without a check: %s', (args) => {
    const result = act({ predictions: 'preds.csv', arguments: args })
    expect([result.status, result.output]).toEqual([3, 'verdict=cannot compare\nexit-code=3\n'])
    expect(result.stdout).toContain('::error title=lossctl check::')
    expect(result.summary).toContain('nothing was checked')
  })

  it.each([
    [
      'no%.csv',
      'max focal.mean=1',
      3,
      'cannot compare',
      '::error title=lossctl check::no%25.csv: there is no such file; check the path',
    ],
    [
      'preds.csv',
      '',
      2,
      'malformed',
      '::error title=lossctl check::check has no rule; as in --max focal.mean=0.05 or --max-increase focal.mean=2%25',
    ],
  ])('annotates what kept it from checking: %s %s', (predictions, rules, status, verdict, annotation) => {
    const result = act({ predictions, rules })
    expect([result.status, result.stdout, result.output]).toEqual([
      status,
      `${annotation}\n`,
      `verdict=${verdict}\nexit-code=${status}\n`,
    ])
    expect(result.summary).toContain(result.stderr)
  })
})

it('says what is missing where there is no packed release', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lossctl-action-'))
  const files = { ACTION_PATH: folder, RUNNER_TEMP: folder, GITHUB_PATH: join(folder, 'path') }
  const env = { PATH: '', PACKAGE: '', ...files }
  const { status, stdout } = spawnSync('/bin/bash', ['-c', install.run], { encoding: 'utf8', env })
  expect([status, stdout]).toEqual([
    2,
    expect.stringContaining('::error title=lossctl check::there is no lossctl: give'),
  ])
})

it('has a script that bash understands', () => {
  for (const step of action.runs.steps) execFileSync('bash', ['-n', '-c', step.run])
})
