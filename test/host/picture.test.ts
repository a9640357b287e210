import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { lossctl } from '../made/host.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-picture-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A folder with a program of that name, which is a script of a shell. */
function program(name: string, script: string): string {
  const at = mkdtempSync(join(folder, 'bin-'))
  writeFileSync(join(at, name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(at, name), 0o755)
  return at
}

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
