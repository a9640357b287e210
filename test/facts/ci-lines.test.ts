/** The lines that docs/ci.md gives for CI, and the action, with the packed release in a folder that has nothing else. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { lossctl } from '../made/host.ts'
import { packInto } from '../made/packed.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const page = read('docs/ci.md')
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map((match) => match[1])

const folder = mkdtempSync(join(tmpdir(), 'lossctl-ci-'))
const job = join(folder, 'job')
afterAll(() => rmSync(folder, { recursive: true }))

let tarball = ''

beforeAll(async () => {
  tarball = packInto(folder)
  mkdirSync(join(job, 'ci'), { recursive: true })
  copyFileSync(tarball, join(job, 'ci', basename(tarball)))
  const rows = Array.from({ length: 40 }, (_, i) => `${i % 2},${i % 2 ? 0.9 - i / 100 : 0.1 + i / 100}\n`)
  writeFileSync(join(job, 'preds.csv'), `label,prob\n${rows.join('')}`)
  const saved = await lossctl(['check', join(job, 'preds.csv'), '--save-baseline', join(job, 'main.json')])
  expect(saved.code).toBe(0)
})

/** What a shell makes of a line: without a registry, and with no lossctl but the packed one. */
function shell(line: string, more: Readonly<Record<string, string>> = {}) {
  const path = (process.env.PATH ?? '').split(':').filter((part) => !part.includes('node_modules'))
  const { status, stdout, stderr } = spawnSync('/bin/bash', ['-eo', 'pipefail', '-c', line], {
    cwd: job,
    encoding: 'utf8',
    env: {
      PATH: [dirname(process.execPath), ...path].join(':'),
      HOME: folder,
      npm_config_cache: join(folder, 'cache'),
      npm_config_offline: 'true',
      npm_config_update_notifier: 'false',
      ...more,
    },
  })
  return { status, stdout, stderr }
}

const [, , gitlab, , local] = blocks('yaml')
const lines = {
  GitLab: parse(gitlab).losses.script[0],
  Jenkins: /sh '(.*)'/.exec(blocks('groovy')[0])?.[1] ?? '',
  'pre-commit': parse(local).repos[0].hooks[0].entry,
}

it.each(Object.entries(lines))('checks in %s', (_, line) => {
  const { status, stdout, stderr } = shell(line)
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^Passed/)
  if (line.includes('check.xml')) expect(readFileSync(join(job, 'check.xml'), 'utf8')).toContain('<testsuite')
})

describe('the action', () => {
  const { steps } = parse(read('action.yml')).runs
  const [install, check] = steps.map(({ run }: { run: string }) => run)

  /** Both steps, as a runner does: the second finds what the first has put on the path. */
  function act(given: string, actionPath: string) {
    const files = { GITHUB_PATH: join(job, 'path'), GITHUB_OUTPUT: join(job, 'output') }
    for (const file of Object.values(files)) writeFileSync(file, '')
    const env = { ...files, RUNNER_TEMP: folder, ACTION_PATH: actionPath, PACKAGE: given }
    const first = shell(install, env)
    expect([first.status, first.stderr]).toEqual([0, ''])
    const [added] = readFileSync(files.GITHUB_PATH, 'utf8').trim().split('\n')
    const inputs = { LABELS: '', BASELINE: '', BASELINE_PREDS: '', RULES: 'max focal.mean=1', ARGUMENTS: '' }
    const second = shell(`PATH="${added}:$PATH"\n${check}`, { ...env, ...inputs, PREDICTIONS: 'preds.csv' })
    return { ...second, output: readFileSync(files.GITHUB_OUTPUT, 'utf8') }
  }

  it.each(['given', 'beside it'])('installs the packed release that is %s, and checks', (where) => {
    const { status, stdout, output } =
      where === 'given' ? act(`ci/${basename(tarball)}`, job) : act('', join(job, 'ci'))
    expect([status, output]).toEqual([0, 'verdict=passed\nexit-code=0\n'])
    expect(stdout).toMatch(/^Passed/)
  })
})

it('has a Dockerfile of three lines, of which one installs the packed release', () => {
  const dockerfile = read('Dockerfile').trim().split('\n')
  expect(dockerfile).toHaveLength(3)
  const [, target, run] = /^RUN --mount=type=bind,target=(\S+) (.*)$/.exec(dockerfile[1])!
  const prefix = join(folder, 'global')
  const { status } = shell(run.replace(target, join(job, 'ci')), { npm_config_prefix: prefix })
  expect(status).toBe(0)
  const [entry] = JSON.parse(dockerfile[2].replace('ENTRYPOINT ', ''))
  expect(shell(`${entry} compare preds.csv`, { PATH: `${prefix}/bin:${process.env.PATH}` }).stdout).toContain(
    '40 rows',
  )
})
