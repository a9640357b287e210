import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeCommand } from '../../src/words/shell.ts'
import { wrapMessage } from '../../src/words/wrap.ts'
import { draws } from '../made/draws.ts'

const prose = fc.array(fc.stringMatching(/^[a-z]{1,12}[,.]?$/), { minLength: 1, maxLength: 40 })

describe('a message', () => {
  it('is wrapped between words, and is the same text unwrapped', () => {
    fc.assert(
      fc.property(prose, fc.integer({ min: 20, max: 120 }), (words, width) => {
        const text = words.join(' ')
        const lines = wrapMessage(text, width).split('\n')
        expect(lines.map((line, at) => (at === 0 ? line : line.replace(/^ {2}/, ''))).join(' ')).toBe(text)
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width)
      }),
      { numRuns: draws(500) },
    )
  })

  it('keeps a command that it ends in, or that prose follows, in one line at every width', () => {
    const value = fc.oneof(fc.stringMatching(/^[a-z]{1,12}$/), fc.constantFrom('a b', "it's", '0.5', '-1'))
    const file = fc.constantFrom('preds.csv', 'my preds.csv', 'a/b.npy', '*.csv')
    fc.assert(
      fc.property(
        file,
        fc.array(fc.tuple(fc.constantFrom('--label', '--score', '-o'), value), { maxLength: 5 }),
        fc.constantFrom('', ' has all of them and more than that', '; leave it out', ', or not at all'),
        fc.integer({ min: 20, max: 120 }),
        (name, flags, rest, width) => {
          const command = writeCommand('compare', [name], flags.flat())
          const text = `there are several of them, and it is unclear which is meant; say it as in ${command}${rest}`
          expect(wrapMessage(text, width)).toContain(command)
        },
      ),
      { numRuns: draws(500) },
    )
  })

  it('breaks prose that begins like a command', () => {
    const text = 'leave it out; lossctl compare --by class has each class at the settings that it is given'
    expect(wrapMessage(text, 40).split('\n')).toEqual([
      'leave it out; lossctl compare --by class',
      '  has each class at the settings that it',
      '  is given',
    ])
  })
})
