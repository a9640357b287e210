import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { lossctl, type Outcome } from './made/host.ts'

const root = fileURLToPath(new URL('cases', import.meta.url))
const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url))

/** The folders in a folder. */
const foldersIn = (path: string) =>
  readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))

/** COMMAND/CASE. */
const names = foldersIn(root).flatMap((command) =>
  foldersIn(join(root, command)).map((name) => `${command}/${name}`),
)

/** Paths as they stand in a case. They have one length wherever the project stands, so that lines break at one place. */
const here = (path: string) => relative(process.cwd(), path)
const tokens = (name: string) =>
  [['{case}', here(join(root, name))] as const, ['{fixtures}', here(fixtures)] as const] as const

const read = (name: string, file: string) => {
  const path = join(root, name, file)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

async function runCase(name: string): Promise<Outcome> {
  const lines = read(name, 'argv').split('\n').slice(0, -1)
  const args = tokens(name).reduce(
    (list, [token, path]) => list.map((arg) => arg.replaceAll(token, path)),
    lines,
  )
  const { code, stdout, stderr } = await lossctl(args)
  const hide = (text: string) =>
    tokens(name).reduce((rest, [token, path]) => rest.replaceAll(path, token), text)
  return { code, stdout: hide(stdout), stderr: hide(stderr) }
}

const outcomes = new Map<string, Promise<Outcome>>()

/** What came of a case, which is run once. */
function run(name: string): Promise<Outcome> {
  const outcome = outcomes.get(name) ?? runCase(name)
  outcomes.set(name, outcome)
  return outcome
}

/** With UPDATE_CASES=1 the outcomes are written down instead of compared; read the difference before it is kept. */
function update(name: string, { code, stdout, stderr }: Outcome): void {
  writeFileSync(join(root, name, 'exit'), `${code}\n`)
  writeFileSync(join(root, name, 'stdout'), stdout)
  writeFileSync(join(root, name, 'stderr'), stderr)
}

describe('a case is a folder', () => {
  test.each(names)('%s', async (name) => {
    const outcome = await run(name)
    if (process.env.UPDATE_CASES) update(name, outcome)
    expect(outcome).toEqual({
      code: Number(read(name, 'exit')),
      stdout: read(name, 'stdout'),
      stderr: read(name, 'stderr'),
    })
  })

  const failing = names.filter((name) => read(name, 'exit').trim() !== '0')

  // A check answers on standard output also when a rule is broken or cannot be evaluated.
  const answers = failing.filter((name) => read(name, 'stdout') !== '')

  test.each(failing.filter((name) => !answers.includes(name)))('%s is told in one line', async (name) => {
    const { code, stdout, stderr } = await run(name)
    expect([2, 3]).toContain(code)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^[^\n]+\n$/)
    // Data are named by their place.
    expect(stderr).toMatch(code === 3 ? /^error: (\{case\}|\{fixtures\}|-: )/ : /^error: /)
  })

  test.each(answers)('%s is told in the answer', async (name) => {
    const { code, stdout, stderr } = await run(name)
    expect([name.split('/')[0], stderr]).toEqual(['check', ''])
    expect(stdout).toMatch(code === 1 ? /regressed/i : /cannot compare/i)
    expect([1, 3]).toContain(code)
  })
})

test('no command shows the help, on standard error', async () => {
  const { code, stdout, stderr } = await lossctl([])
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain('Usage: lossctl [options] [command]')
})
