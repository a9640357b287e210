/** The program as a process, with and without what V8 compiled of it before. */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chownSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { places } from './made/draws.ts'
import { scratchFolder } from './made/scratch.ts'

const BIN = new URL('../bin/lossctl.js', import.meta.url).pathname
const write = scratchFolder()
const file = write('preds.csv', 'label,prob\n1,0.9\n0,0.2\n1,0.4\n0,0.7\n')
const base = join(file, '../cache')
const folder = join(base, 'lossctl')

/** Output and exit code with a folder for compiled code. */
function run(args: readonly string[], env: Record<string, string> = {}) {
  const { NODE_DISABLE_COMPILE_CACHE: _, ...others } = process.env
  const { stdout, stderr, status } = spawnSync(process.execPath, [BIN, ...args], {
    env: { ...others, XDG_CACHE_HOME: base, LOCALAPPDATA: '', ...env },
    encoding: 'utf8',
  })
  return { stdout, stderr, status }
}

const compare = (env: Record<string, string> = {}) => run(['compare', file], env)
const wanted = run(['compare', file], { NODE_DISABLE_COMPILE_CACHE: '1' })

/** A user that no system knows. */
const OTHER = 54321

/** Whether files can be given to that user, and the program can be run and read as that user. */
function canBeOther(): boolean {
  if (process.getuid?.() !== 0) return false
  try {
    chownSync(write('given', ''), OTHER, OTHER)
  } catch {
    return false
  }
  const reading = ['-e', 'require("fs").readFileSync(process.argv[1])', BIN]
  return spawnSync(process.execPath, reading, { uid: OTHER, gid: OTHER, env: {} }).status === 0
}

describe('compiled code', () => {
  it('is kept by the first run and used by the next, which says the same', () => {
    expect(wanted.status).toBe(0)
    rmSync(base, { recursive: true, force: true })
    expect(compare()).toEqual(wanted)
    const [name, ...others] = readdirSync(folder)
    expect(others).toEqual([])
    const kept = statSync(join(folder, name))
    expect([kept.mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o600, 0o700])
    expect(compare()).toEqual(wanted)
    // What fits is not written again.
    expect(statSync(join(folder, name)).mtimeMs).toBe(kept.mtimeMs)
  })

  it('is passed over where it is not what was written, and then written anew', () => {
    compare()
    const path = join(folder, readdirSync(folder)[0])
    const whole = readFileSync(path)
    const flipped = (at: number) => Buffer.from(whole.map((byte, i) => (i === at ? byte ^ 0x10 : byte)))
    const damaged = [0, 3, 4, 20, 400, whole.length >> 1, whole.length - 1].map(flipped)
    const contents = [...damaged, whole.subarray(0, 1000), Buffer.alloc(0), Buffer.from('junk')]
    for (const content of places(contents.length).map((at) => contents[at])) {
      writeFileSync(path, content)
      expect(compare()).toEqual(wanted)
      expect(readFileSync(path).equals(content)).toBe(false)
    }
  })

  it('is not kept where Node is told to keep none, nor where the folder cannot be made', () => {
    rmSync(base, { recursive: true, force: true })
    compare({ NODE_DISABLE_COMPILE_CACHE: '1' })
    expect(() => readdirSync(base)).toThrow()
    writeFileSync(base, '')
    expect(compare()).toEqual(wanted)
    expect(readFileSync(base, 'utf8')).toBe('')
    rmSync(base)
  })

  it('is not kept in a folder of wherever the program runs, nor where there is no home', () => {
    const here = join(file, '..')
    const before = readdirSync(here)
    const inHere = (env: Record<string, string>) => {
      const { NODE_DISABLE_COMPILE_CACHE: _, ...others } = process.env
      const { stdout, status } = spawnSync(process.execPath, [BIN, 'compare', file], {
        cwd: here,
        env: { ...others, LOCALAPPDATA: '', XDG_CACHE_HOME: '', HOME: '', USERPROFILE: '', ...env },
        encoding: 'utf8',
      })
      expect([stdout, status]).toEqual([wanted.stdout, 0])
    }
    inHere({})
    inHere({ XDG_CACHE_HOME: 'relative', LOCALAPPDATA: './local' })
    expect(readdirSync(here)).toEqual(before)
  })

  it.skipIf(!canBeOther())('is not taken from a file of somebody else (needs root)', () => {
    rmSync(base, { recursive: true, force: true })
    compare()
    const path = join(folder, readdirSync(folder)[0])
    chownSync(path, OTHER, OTHER)
    expect(compare()).toEqual(wanted)
    expect(statSync(path).uid).toBe(0)
  })

  it.skipIf(!canBeOther())('is not looked for by a user whom the system does not know (needs root)', () => {
    const program = spawnSync(process.execPath, [BIN, 'losses'], {
      uid: OTHER,
      gid: OTHER,
      env: { PATH: process.env.PATH },
      encoding: 'utf8',
    })
    expect([program.status, program.stderr]).toEqual([0, ''])
  })

  it('of other versions goes after a month', () => {
    rmSync(base, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const old = join(folder, '0123456789abcdef-compare')
    const recent = join(folder, 'fedcba9876543210-compare')
    for (const path of [old, recent]) writeFileSync(path, '')
    utimesSync(old, new Date(0), new Date(0))
    compare()
    expect(readdirSync(folder).filter((name) => /^(?:0123|fedc)/.test(name))).toEqual([
      'fedcba9876543210-compare',
    ])
  })

  it('is used by no other Node, whatever its version', () => {
    rmSync(base, { recursive: true, force: true })
    compare()
    const kept = readdirSync(folder)
    const other = write('another-node', '')
    copyFileSync(process.execPath, other)
    for (const _ of ['cold', 'warm']) {
      const { stdout, status } = spawnSync(other, [BIN, 'compare', file], {
        env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '', XDG_CACHE_HOME: base, LOCALAPPDATA: '' },
        encoding: 'utf8',
      })
      expect([stdout, status]).toEqual([wanted.stdout, 0])
    }
    expect(readdirSync(folder)).toHaveLength(2)
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(kept))
  })

  it('serves errors, other commands and modules that are loaded later', () => {
    const lines = [
      ['compare', 'absent.csv'],
      ['nonsense'],
      ['--help'],
      ['diff', file, file],
      ['curve', '--format', 'svg'],
    ]
    for (const args of places(lines.length).map((at) => lines[at])) {
      const cold = run(args, { NODE_DISABLE_COMPILE_CACHE: '1' })
      expect(run(args)).toEqual(cold)
      expect(run(args)).toEqual(cold)
    }
  })

  it('is not kept of a command that there is none of', () => {
    rmSync(base, { recursive: true, force: true })
    expect(run(['comprae', file]).status).toBe(2)
    expect(() => readdirSync(base)).toThrow()
  })

  it('knows characters beyond ASCII, which the script escapes', () => {
    const want = ['--want', 'easy.negative.loss ≤ 30%']
    for (const _ of ['cold', 'warm']) expect(run(['solve', file, '--for', 'gamma', ...want]).status).toBe(0)
  })

  it('is no matter to two that begin at once', async () => {
    rmSync(base, { recursive: true, force: true })
    const { exec } = await import('node:child_process')
    const command = `"${process.execPath}" "${BIN}" compare "${file}"`
    const env = { ...process.env, XDG_CACHE_HOME: base, LOCALAPPDATA: '', NODE_DISABLE_COMPILE_CACHE: '' }
    const outs = await Promise.all(
      [1, 2, 3, 4].map(
        () => new Promise<string>((done) => exec(command, { env }, (_, stdout) => done(stdout))),
      ),
    )
    expect(outs).toEqual([1, 2, 3, 4].map(() => wanted.stdout))
    expect(readdirSync(folder)).toHaveLength(1)
  })
})

it('the version needs no compiled code', () => {
  rmSync(base, { recursive: true, force: true })
  execFileSync(process.execPath, [BIN, '--version'], { env: { ...process.env, XDG_CACHE_HOME: base } })
  expect(() => readdirSync(base)).toThrow()
})
