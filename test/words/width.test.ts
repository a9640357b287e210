import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutTo, padEndTo, padStartTo, widthOf } from '../../src/words/width.ts'
import { wrap } from '../../src/words/wrap.ts'
import { draws } from '../made/draws.ts'

/** Signs whose columns Unicode says: wide and full-width ones two (UAX 11), marks none, an emoji of any parts two. */
const SIGNS: readonly (readonly [sign: string, columns: number])[] = [
  ['a', 1],
  ['é', 1],
  ['e\u0301', 1],
  ['γ', 1],
  ['ｶ', 1],
  ['中', 2],
  ['カ', 2],
  ['한', 2],
  ['，', 2],
  ['👍', 2],
  ['👍🏽', 2],
  ['👩‍👩‍👧', 2],
]
const signs = fc.array(fc.constantFrom(...SIGNS), { maxLength: 30 })
const textOf = (parts: readonly (readonly [string, number])[]) => parts.map(([sign]) => sign).join('')
const columnsOf = (parts: readonly (readonly [string, number])[]) =>
  parts.reduce((sum, [, columns]) => sum + columns, 0)

describe('the width of text', () => {
  it('is what its signs take in a terminal', () => {
    fc.assert(
      fc.property(signs, (parts) => {
        expect(widthOf(textOf(parts))).toBe(columnsOf(parts))
      }),
      { numRuns: draws(500) },
    )
  })

  it('is kept by a cut, which ends between two signs', () => {
    fc.assert(
      fc.property(signs, fc.integer({ min: 1, max: 40 }), (parts, most) => {
        const cut = cutTo(textOf(parts), most)
        const starts = parts.map((_, end) => parts.slice(0, end))
        const longest = starts.findLast((own) => columnsOf(own) < most) ?? []
        expect(cut).toBe(columnsOf(parts) <= most ? textOf(parts) : `${textOf(longest)}…`)
      }),
      { numRuns: draws(500) },
    )
  })

  it('is filled up with blanks', () => {
    expect([padStartTo('中文', 6), padEndTo('中文', 6), padEndTo('中文', 3)]).toEqual([
      '  中文',
      '中文  ',
      '中文',
    ])
  })

  it('has the lines of an item of a list below its first word', () => {
    const words = Array.from({ length: 12 }, () => 'word').join(' ')
    const lines = wrap(`· ${words}\n· one`, 20).split('\n')
    expect([lines[0].slice(0, 2), lines.at(-1)]).toEqual(['· ', '· one'])
    for (const line of lines.slice(1, -1)) expect(line).toMatch(/^ {2}word/)
    expect(
      lines
        .slice(0, -1)
        .map((line) => line.slice(2))
        .join(' '),
    ).toBe(words)
  })

  it('is what lines are broken at', () => {
    const words = Array.from({ length: 20 }, () => '中文 40 %').join(' ')
    for (const line of wrap(words, 40).split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(40)
    expect(wrap(words, 40)).not.toContain('\n%')
    expect(wrap(words, 40).replaceAll('\n', ' ')).toBe(words)
  })
})
