import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanLine } from '../../src/words/clean.ts'
import { adviseCommand, flagWords, quoteWord, writeCommand, writeFlag } from '../../src/words/shell.ts'
import { draws } from '../made/draws.ts'
import { wordsOf } from '../made/paste.ts'

const argumentsOf = (line: string, shell?: string) => wordsOf(line, shell).slice(1)

const NASTY = [
  'my preds.csv',
  "it's",
  '$(touch pwned) x.csv',
  '`id`',
  '"quoted"',
  'a\\b',
  '',
  ' ',
  '~',
  '*.csv',
  'a{b,c}',
  '=ls',
  '!!',
  '#x',
  '-x',
  '--',
  'a&b;c|d<e>f',
  'données.csv',
  '数据.csv',
  'line\nbreak',
  'tab\tcr\r',
  '\x1b[31mred',
  'turned \u202e round',
  '##[error]x',
  '::error::x',
  'a ::error::x',
]

describe('a word', () => {
  it.each([
    ['preds.csv', 'preds.csv'],
    ['focal:alpha=0.25,gamma=2', 'focal:alpha=0.25,gamma=2'],
    ['données.csv', 'données.csv'],
    ['my preds.csv', "'my preds.csv'"],
    ["it's", "'it'\\''s'"],
    ['$(rm -rf ~)', "'$(rm -rf ~)'"],
    ['prob_*', "'prob_*'"],
    ['=x', "'=x'"],
    ['', "''"],
    ['a\nb', "$'a\\012b'"],
    ["\u202e'\\!", "$'\\342\\200\\256\\047\\134\\041'"],
  ])('%j is written %s', (word, quoted) => {
    expect(quoteWord(word)).toBe(quoted)
  })

  it('comes out of a shell as it went in, and goes through what cleans messages', () => {
    const line = writeCommand('compare', NASTY.slice(0, 3), NASTY)
    expect(argumentsOf(line)).toEqual(['compare', ...NASTY.slice(0, 3), ...NASTY])
    expect(cleanLine(line)).toBe(line)
  })

  it('does so whatever it holds but a NUL', () => {
    const word = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0'))
    fc.assert(
      fc.property(
        fc.array(fc.oneof(word, fc.string({ unit: fc.constantFrom(...'-#[:!$\'"\\ \n\u202eaé') }))),
        (words) => {
          const line = writeCommand('compare', [], words)
          expect(argumentsOf(line)).toEqual(['compare', ...words])
          expect(cleanLine(line)).toBe(line)
          expect(line).not.toContain('\n')
        },
      ),
      { numRuns: draws(50) },
    )
  })

  it('needs no more than sh where no character is hidden', () => {
    const words = NASTY.filter((word) => !quoteWord(word).startsWith('$'))
    expect(words.length).toBeGreaterThan(15)
    expect(argumentsOf(writeCommand('compare', [], words), 'sh')).toEqual(['compare', ...words])
  })
})

describe('a value that begins with a dash', () => {
  it('stands in one word with its flag', () => {
    expect(flagWords('--target', -1)).toEqual(['--target=-1'])
    expect(writeFlag('--score', '-x y')).toBe("'--score=-x y'")
    expect(writeFlag('--score', 'x y')).toBe("--score 'x y'")
  })
})

describe('advice', () => {
  it('spells out what a message has room for, and never half of it', () => {
    expect(writeFlag('--score', 'x'.repeat(150))).toBe(`--score ${'x'.repeat(150)}`)
    expect(writeFlag('--score', 'x'.repeat(300))).toBe('--score NAME')
    expect(adviseCommand('as in', `lossctl ${'x'.repeat(300)}`, 'so')).toBe(
      `as in lossctl ${'x'.repeat(300)}`,
    )
    expect(adviseCommand('as in', `lossctl ${'x'.repeat(500)}`, 'so')).toBe('so')
  })
})

describe('a file that begins with a dash', () => {
  it('stands behind the options', () => {
    expect(writeCommand('sweep', ['-x.csv'], ['--over', 'gamma=1'])).toBe(
      'lossctl sweep --over gamma=1 -- -x.csv',
    )
    expect(writeCommand('sweep', ['x.csv'], ['--over', 'gamma=1'])).toBe('lossctl sweep x.csv --over gamma=1')
  })
})
