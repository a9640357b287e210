import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError, UsageError } from '../../src/errors.ts'
import { elide } from '../../src/words/elide.ts'
import { HOSTILE, isCommand, UNSAFE } from '../made/check-report.ts'
import { draws } from '../made/draws.ts'
import { lossctl } from '../made/host.ts'
import { fixture } from '../made/shared.ts'

const folder = mkdtempSync(join(tmpdir(), 'lossctl-messages-'))
const scenes = fixture('scenes.csv')

/** What a line may hold: the pieces of a message, and our own words between them. */
const MAX_LINE = 300 + 500 + 500 + 20

/** One harmless line, and nothing else. */
function expectOneLine(stderr: string): void {
  expect(stderr).toMatch(/^[^\n]+\n$/)
  expect(stderr).not.toMatch(UNSAFE)
  expect(isCommand(stderr)).toBe(false)
  expect(stderr.length).toBeLessThanOrEqual(MAX_LINE)
}

const LONG = 100_000
const foreign = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.constantFrom(
    ...HOSTILE,
    '--x\u001b[31m\n::error::y',
    '--labl\n::error::x',
    '--',
    '-',
    '--x=\n::error::y',
  ),
  fc.constantFrom(' ', 'x', '"', '😀', '\n').map((letter) => letter.repeat(LONG)),
)

describe('a message', () => {
  it.each([
    ['an unknown option', (word: string) => ['compare', scenes, `--${word}`]],
    ['an unknown command', (word: string) => [`z${word}`]],
    ['an unknown loss', (word: string) => ['compare', scenes, '--loss', `z${word}`]],
    ['an unknown parameter', (word: string) => ['compare', scenes, '--loss', `focal:z${word}=1`]],
    ['no number', (word: string) => ['compare', scenes, '--gamma', `z${word}`]],
    ['an unknown quantity', (word: string) => ['solve', scenes, '--for', 'gamma', '--want', `z${word} = 1`]],
    ['no rule', (word: string) => ['check', scenes, '--max', `z${word}`]],
    ['an unknown column', (word: string) => ['compare', scenes, '--label', `z${word}`]],
    ['an unknown choice', (word: string) => ['compare', scenes, '--format', `z${word}`]],
    ['a missing file', (word: string) => ['compare', `${folder}/z${word}`]],
  ])('about %s is one harmless line, whatever was written', async (_name, args) => {
    await fc.assert(
      fc.asyncProperty(foreign, async (word) => {
        const { code, stdout, stderr } = await lossctl(args(word))
        expect([2, 3]).toContain(code)
        expect(stdout).toBe('')
        expectOneLine(stderr)
      }),
      { numRuns: draws(60) },
    )
  })

  it.each([
    ['a header', `label,"p_${' '.repeat(LONG)}x\ny",q\n${'1,0.5,0.2\n'.repeat(20)}`],
    ['a label', `label,prob\n1,0.5\n${'x'.repeat(LONG)},0.5\n${'0,0.2\n'.repeat(20)}`],
    ['every label', `label,prob\n${`${'x'.repeat(LONG)},0.5\n`.repeat(3)}`],
    ['a score', `label,prob\n1,0.5\n0,"${'\n'.repeat(LONG)}"\n`],
    ['an id', `id,label,prob\n${`${'i'.repeat(LONG)},1,0.5\n`.repeat(2)}`],
  ])('about a file quotes little of %s of a hundred thousand characters', async (_name, text) => {
    const path = join(folder, 'long.csv')
    writeFileSync(path, text)
    for (const command of ['compare', 'samples', 'sketch', 'inspect']) {
      const output = command === 'sketch' ? ['--output', join(folder, 'made.sketch.json')] : []
      const { code, stderr } = await lossctl([command, path, ...output])
      if (code !== 0) expectOneLine(stderr)
    }
    const { code, stderr } = await lossctl(['diff', path, path, '--id', 'id'])
    if (code !== 0) expectOneLine(stderr)
  })

  it('about a configuration quotes little of it', async () => {
    const path = join(folder, 'config.json')
    for (const config of [
      { rules: [`max ce.mean=1${' '.repeat(LONG)}x`] },
      { rules: ['x'.repeat(LONG)] },
      { ['k'.repeat(LONG)]: 1 },
      { rules: 'x'.repeat(LONG) },
      { losses: ['x'.repeat(LONG)] },
    ]) {
      writeFileSync(path, JSON.stringify(config))
      const { code, stderr } = await lossctl(['check', scenes, '--config', path])
      expect(code).toBe(2)
      expectOneLine(stderr)
    }
  })

  it('keeps the beginning and the end of what is too long, and whole characters', () => {
    const path = `/data/${'deep/'.repeat(200)}preds.csv:3:1`
    expect(new InputError(path, 'is wrong').message).toMatch(/^\/data\/deep.*….*\/preds\.csv:3:1: is wrong$/)
    expect(new UsageError(`"${'a'.repeat(LONG)}b" is no rule`).message).toMatch(/^"a+….*b" is no rule$/)
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 600 }),
        fc.integer({ min: 3, max: 600 }),
        (text, most) => {
          const short = elide(text, most)
          expect(short.length).toBeLessThanOrEqual(most)
          expect(short).not.toMatch(/\p{Cs}/u)
          if (text.length <= Math.min(most, 100)) expect(short).toBe(text)
        },
      ),
    )
  })
})
