import { describe, expect, it } from 'vitest'
import { SEEN, SEEN_OF_256 } from '../../src/views/series.ts'
import { lossctl } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

/** Relative luminance (WCAG 2.2). */
function luminance(channels: readonly number[]): number {
  const [r, g, b] = channels
    .map((channel) => channel / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Against white and against black, whichever is less. */
function contrast(channels: readonly number[]): number {
  const own = luminance(channels) + 0.05
  return Math.min(1.05 / own, own / 0.05)
}

/** The cube of xterm's table, from 16 on. */
const LEVELS = [0, 95, 135, 175, 215, 255]
const ofTable = (color: number) => [36, 6, 1].map((step) => LEVELS[Math.floor((color - 16) / step) % 6])
const ofHex = (color: string) => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))

describe('a colour of words', () => {
  it.each(Object.entries(SEEN))('%s is seen on black and on white', (_name, color) => {
    expect(contrast(ofHex(color))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(Object.entries(SEEN_OF_256))('%s is seen where there are 256', (name, color) => {
    expect(contrast(ofTable(color))).toBeGreaterThanOrEqual(4.5)
    // Its strongest channel is that of its name.
    const [r, g, b] = ofTable(color)
    const strongest = { red: r, green: g, blue: b, magenta: Math.min(r, b) }[name]
    expect(strongest).toBeGreaterThan(
      name === 'magenta' ? g : Math.max(...[r, g, b].filter((c) => c !== strongest)),
    )
  })
})

const ESC = '\u001b['

describe('a screen', () => {
  it.each([
    '2',
    '3',
  ])('has no words or marks in a colour that is not seen on black and on white, level %s', async (level) => {
    const [scenes, digits] = ['scenes.csv', 'digits.csv'].map(fixture)
    const seen = new Set<string>()
    for (const args of [
      ['compare', scenes],
      ['diff', digits, fixture('digits-units.csv')],
      ['check', scenes, '--max', 'ce.mean=0.001', '--max', 'focal.mean=1'],
      ['curve', '--gamma', '0..5/0.5'],
      ['curve', '--cdf', scenes, '--gamma', '0,1,2'],
      ['calibrate', scenes],
      ['samples', scenes],
      ['no-command'],
    ]) {
      // Blue of sixteen is hardly seen on black.
      expect((await lossctl(args, { tty: 80, env: { FORCE_COLOR: '1' } })).stdout).not.toContain(`${ESC}34m`)
      const { stdout, stderr } = await lossctl(args, { tty: 80, env: { FORCE_COLOR: level } })
      for (const [, table, rgb] of `${stdout}${stderr}`.matchAll(/\[38;(?:5;(\d+)|2;([\d;]+))m/g)) {
        const color = table === undefined ? rgb.split(';').map(Number) : ofTable(Number(table))
        seen.add(`${table ?? rgb}: ${contrast(color) >= 4.5}`)
      }
    }
    expect(seen.size).toBeGreaterThanOrEqual(4)
    expect([...seen].filter((one) => one.endsWith('false'))).toEqual([])
  })
})
const breast = fixture('breast-cancer.csv')

describe('--color', () => {
  it.each([
    ['before the name', ['--color', 'always', 'compare', breast]],
    ['after it', ['compare', breast, '--color=always']],
    ['against NO_COLOR', ['compare', '--color', 'always', breast], { NO_COLOR: '1' }],
    ['against FORCE_COLOR', ['compare', '--color', 'always', breast], { FORCE_COLOR: '0' }],
  ])('always paints: %s', async (_name, args, env?: object) => {
    const { code, stdout } = await lossctl(args, { env: env as Record<string, string> })
    expect([code, stdout.includes(ESC)]).toEqual([0, true])
  })

  it('never paints nothing', async () => {
    const env = { FORCE_COLOR: '3' }
    const { code, stdout } = await lossctl(['compare', breast, '--color', 'never'], { env, tty: 80 })
    expect([code, stdout.includes(ESC)]).toEqual([0, false])
    const refused = await lossctl(['compare', 'no.csv', '--color', 'never'], { env, tty: 80 })
    expect(refused.stderr).not.toContain(ESC)
  })

  it.each([
    [['compare', breast, '--color'], '--color has no value; it is one of auto, always, never'],
    [['compare', breast, '--color', 'maybe'], '--color maybe: it is one of auto, always, never'],
    [['--color=never', 'compare', breast, '--color', 'auto'], '--color is given twice; it takes one value'],
  ])('is refused as any other option: %j', async (args, words) => {
    expect(await lossctl(args)).toEqual({ code: 2, stdout: '', stderr: `error: ${words}\n` })
  })

  it('is a file behind --', async () => {
    const { code, stderr } = await lossctl(['compare', '--', '--color'])
    expect([code, stderr]).toEqual([3, expect.stringContaining('--color: there is no such file')])
  })

  it('is no part of a command that is printed', async () => {
    const { stdout } = await lossctl(['compare', breast, '--color', 'never'], { tty: 100 })
    expect(stdout).toContain('lossctl sweep')
    expect(stdout).not.toContain('--color')
  })

  it('leaves files without colour', async () => {
    const { stdout } = await lossctl(['compare', breast, '--color', 'always', '--format', 'markdown'])
    expect(stdout).not.toContain(ESC)
  })
})

describe('an error', () => {
  it('is told in red where there is colour, and wrapped where there is a terminal', async () => {
    const { stderr } = await lossctl(['compare', 'no/such/file.csv', '--color', 'always'], { tty: 40 })
    expect(stderr.startsWith(`${ESC}1m${ESC}31merror:`)).toBe(true)
    expect(stderr.trimEnd().split('\n').length).toBeGreaterThan(1)
    const { stderr: plain } = await lossctl(['compare', 'no/such/file.csv'])
    expect(plain).toMatch(/^error: no\/such\/file\.csv: [^\n]+\n$/)
  })
})

describe('what stands out', () => {
  it('of a check is red where it regressed and green where it passed', async () => {
    const check = (limit: string) =>
      lossctl(['check', breast, '--max', `focal.mean=${limit}`, '--color', 'always'])
    expect((await check('10')).stdout.startsWith(`${ESC}1m${ESC}32mPassed`)).toBe(true)
    const broken = await check('0')
    expect([broken.code, broken.stdout.startsWith(`${ESC}1m${ESC}31mFailed`)]).toEqual([1, true])
  })
})
