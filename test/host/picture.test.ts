import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findConverter, makePicture } from '../../src/host/picture.ts'
import { lossctl } from '../made/host.ts'
import { endOf, bin as LOSSCTL } from '../made/process.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-picture-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A folder with a program of that name, which is a script of a shell. */
function program(name: string, script: string): string {
  const at = mkdtempSync(join(folder, 'bin-'))
  writeFileSync(join(at, name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(at, name), 0o755)
  return at
}

/** With a name that is as short as those of most systems: of a long one the browser's own stays. */
const temporary = mkdtempSync(process.platform === 'win32' ? join(folder, 't-') : '/tmp/lossctl-')
afterAll(() => rmSync(temporary, { recursive: true }))

const at = (name: string) => join(folder, name)
const SYSTEM = '/usr/bin:/bin'

describe.skipIf(process.platform === 'win32')('PDF and PNG', () => {
  it('are what a program makes of the SVG', async () => {
    const bin = program(
      'rsvg-convert',
      `echo "$@" > ${at('args')}; cat > ${at('read.svg')}; printf '%%PDF-1.7 whole'`,
    )
    expect(await lossctl(['curve', '-o', at('a.pdf')], { env: { PATH: `${bin}:${SYSTEM}` } })).toMatchObject({
      code: 0,
      stderr: '',
    })
    expect(readFileSync(at('a.pdf'), 'utf8')).toBe('%PDF-1.7 whole')
    expect(readFileSync(at('args'), 'utf8')).toBe('--format=pdf\n')
    expect(readFileSync(at('read.svg'), 'utf8')).toBe((await lossctl(['curve', '-f', 'svg'])).stdout)
  })

  it('come from Inkscape where there is no librsvg, a PNG with 300 pixels to an inch', async () => {
    const bin = program('inkscape', `echo "$@" > ${at('args')}; cat > /dev/null; printf '\\211PNG'`)
    expect((await lossctl(['curve', '-o', at('a.png')], { env: { PATH: `${bin}:${SYSTEM}` } })).code).toBe(0)
    expect(readFileSync(at('args'), 'utf8')).toBe(
      '--pipe --export-type=png --export-filename=- --export-dpi=300\n',
    )
    expect(readFileSync(at('a.png'), 'latin1')).toBe('\u0089PNG')
  })

  it('are refused before anything is read where no program makes them', async () => {
    mkdirSync(at('nothing'))
    for (const args of [
      ['curve', '--cdf', 'no.csv', '-o', at('b.pdf')],
      ['calibrate', 'no.csv', '-f', 'png'],
    ]) {
      const { code, stdout, stderr } = await lossctl(args, { env: { PATH: at('nothing') } })
      expect([code, stdout]).toEqual([3, ''])
      expect(stderr).toMatch(
        /^error: --format (pdf|png): .* none of them is on PATH; install librsvg .* write \.svg/,
      )
    }
    expect(existsSync(at('b.pdf'))).toBe(false)
  })

  it('are refused with what the program says, and leave the old file', async () => {
    writeFileSync(at('old.pdf'), 'old')
    for (const [script, words] of [
      ['echo "out of fonts" >&2; exit 1', 'rsvg-convert: out of fonts'],
      ['exit 3', 'it has failed without a word (exit code 3)'],
      ['cat > /dev/null; echo hello', 'what it wrote is no PDF'],
    ]) {
      const PATH = `${program('rsvg-convert', script)}:${SYSTEM}`
      const { code, stderr } = await lossctl(['curve', '-o', at('old.pdf')], { env: { PATH } })
      expect([code, stderr]).toEqual([3, expect.stringContaining(words)])
      expect(readFileSync(at('old.pdf'), 'utf8')).toBe('old')
    }
  })

  it('are nothing for a terminal', async () => {
    const { code, stderr } = await lossctl(['curve', '-f', 'pdf'], { tty: 80 })
    expect([code, stderr]).toEqual([2, expect.stringMatching(/-o\s+FILE\.pdf/)])
  })
})

/** Whether a process runs, of which a program has written the number. */
function runs(name: string): boolean {
  try {
    return process.kill(Number(readFileSync(at(name), 'utf8')), 0)
  } catch {
    return false
  }
}

/** Waits for what comes in its own time, for ten seconds at most. */
async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !isSo(); i++) await new Promise((done) => setTimeout(done, 50))
  expect(isSo()).toBe(true)
}

/** A script that starts another process, as a browser does, and neither of them ends. */
const ENDLESS = (name: string) => `sleep 1000 & echo $! > ${at(name)}; sleep 1000`

describe.skipIf(process.platform === 'win32')('a program that makes pictures', () => {
  const hostOf = (bin: string) => ({
    argv: [],
    env: { PATH: `${bin}:${SYSTEM}` },
    stdout: { write: () => {} },
    stderr: { write: () => {} },
    on: () => {},
    off: () => {},
    exit: (code: number) => {
      throw new Error(`exit ${code}`)
    },
    kill: process.kill,
  })

  it('is ended with all that it has started where it does not end', async () => {
    const host = hostOf(program('rsvg-convert', ENDLESS('hanging')))
    const made = makePicture(findConverter(host, 'pdf'), '<svg/>', 'pdf', host, 1500)
    await expect(made).rejects.toThrow(/rsvg-convert: it has not ended within 1\.5 s/)
    await until(() => !runs('hanging'))
  })

  it('is passed over where it cannot be run, or is a folder', async () => {
    const bin = program('rsvg-convert', '')
    chmodSync(join(bin, 'rsvg-convert'), 0o644)
    mkdirSync(join(bin, 'inkscape'))
    const { code, stderr } = await lossctl(['curve', '-o', at('d.pdf')], { env: { PATH: bin } })
    expect([code, stderr]).toEqual([3, expect.stringContaining('none of them is on PATH')])
  })

  it.each([
    'SIGINT',
    'SIGTERM',
    'SIGHUP',
  ] as const)('is ended by %s, and leaves nothing behind', async (signal) => {
    // As a browser does, it works in folders of its own, and others work for it, for as long as they can.
    const bin = program(
      'chromium',
      `(while :; do mkdir -p "$TMPDIR/org.chromium.a/b" "$TMPDIR/profile/Default/$(date +%N)"; done) & echo $! > ${at(signal)}; wait`,
    )
    const env = { PATH: `${bin}:${SYSTEM}`, HOME: folder, TMPDIR: temporary }
    const child = spawn(process.execPath, [LOSSCTL, 'curve', '-o', at(`${signal}.pdf`)], { env })
    await until(() => readdirSync(temporary).length > 0 && runs(signal))
    await new Promise((done) => setTimeout(done, 200))
    child.kill(signal)
    const code = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal]
    expect(await endOf(child)).toEqual({ code, stdout: '', stderr: '' })
    expect([readdirSync(temporary), existsSync(at(`${signal}.pdf`))]).toEqual([[], false])
    await until(() => !runs(signal))
  })

  it('is not asked where there is no room for what it reads', async () => {
    const env = { PATH: `${program('chromium', '')}:${SYSTEM}`, TMPDIR: at('absent') }
    const child = spawn(process.execPath, [LOSSCTL, 'curve', '-o', at('e.pdf')], { env })
    const place = `error: ${at('absent')}: cannot be written`
    expect(await endOf(child)).toMatchObject({ code: 3, stderr: expect.stringContaining(place) })
  })

  it('has its picture written into pipes, which may be closed, and not onto a full disk', async () => {
    const bin = program('rsvg-convert', `cat > /dev/null; printf '%%PDF-1.7 '; head -c 300000 /dev/zero`)
    const env = { PATH: `${bin}:${SYSTEM}` }
    const shell = (line: string) =>
      endOf(
        spawn('bash', ['--norc', '-c', `set -o pipefail; ${line}`], {
          env: { ...env, L: LOSSCTL, N: process.execPath },
        }),
      )
    expect(await shell('"$N" "$L" curve -f pdf | head -c 4')).toEqual({ code: 0, stdout: '%PDF', stderr: '' })
    for (const line of ['"$N" "$L" curve -f pdf > /dev/full', '"$N" "$L" curve -f pdf -o /dev/full']) {
      if (!existsSync('/dev/full')) continue
      expect(await shell(line)).toMatchObject({
        code: 3,
        stderr: expect.stringContaining('the disk is full'),
      })
    }
  })
})

const browser = ['chromium', 'google-chrome'].find((name) => spawnSync(name, ['--version']).status === 0)

describe.skipIf(browser === undefined)('a browser', () => {
  it('prints one page of the size of the drawing, and a picture of it', async () => {
    // Only the browser: the others may be installed too.
    const found = spawnSync('which', [browser!], { encoding: 'utf8' }).stdout.trim()
    const bin = program(browser!, `PATH=${SYSTEM} exec ${found} "$@"`)
    const env = { HOME: folder, PATH: bin }
    const args = ['curve', '--width', '3.5in', '--font-size', '8', '--title', '']
    expect((await lossctl([...args, '-o', at('c.pdf')], { env })).stderr).toBe('')
    const pdf = readFileSync(at('c.pdf'), 'latin1')
    const [, width] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf)!
    // 3.5 inches of 72 points.
    expect(Number(width)).toBeCloseTo(252, 1)
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1)
    expect(pdf).toMatch(/\/FontFile\d?/)
    expect((await lossctl([...args, '-o', at('c.png')], { env })).stderr).toBe('')
    // The head of a PNG has its width at byte 16: 3.5 inches of 300 pixels.
    expect(readFileSync(at('c.png')).readUInt32BE(16)).toBe(1050)
  })
})
