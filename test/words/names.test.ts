import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinNames, splitNames, writePattern } from '../../src/words/names.ts'

const names = (text: string) => splitNames(text).map(({ name }) => name)

describe('a list of names', () => {
  it.each([
    ['a,b', ['a', 'b']],
    [' a , b ', ['a', 'b']],
    ['a', ['a']],
    ['', ['']],
    ['a,,b,', ['a', '', 'b', '']],
    ['"a,b",c', ['a,b', 'c']],
    ['a, "b, c" ,d', ['a', 'b, c', 'd']],
    ['"say ""hi""",b', ['say "hi"', 'b']],
    ['"",x', ['', 'x']],
    ['5" disk,b', ['5" disk', 'b']],
    ['"open,b', ['"open', 'b']],
    ['"a"b,c', ['"a"b', 'c']],
  ])('%j is %j', (text, expected) => {
    expect(names(text)).toEqual(expected)
  })

  it('comes back whatever the names are', () => {
    const name = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'",* a\n') }))
    fc.assert(
      fc.property(fc.array(name, { minLength: 1 }), (list) => {
        expect(splitNames(joinNames(list))).toEqual(list.map((one) => ({ name: one, isPattern: false })))
      }),
    )
  })

  it('is split in time that grows with its length alone', () => {
    for (const piece of [' ', '"', '""', '"a,', ' "', '"""a,', ','])
      expect(names(piece.repeat(100_000)).length).toBeGreaterThan(0)
  })
})

describe('a pattern', () => {
  it.each([
    ['prob_*', [{ name: 'prob_*', isPattern: true }]],
    ['"prob_*"', [{ name: 'prob_*', isPattern: false }]],
    [
      '"a,b_"*,c',
      [
        { name: 'a,b_*', isPattern: true },
        { name: 'c', isPattern: false },
      ],
    ],
  ])('is %s', (text, expected) => {
    expect(splitNames(text)).toEqual(expected)
  })

  it('is written so that it is read, whatever it begins with', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'",* ab') }), (beginning) => {
        expect(splitNames(writePattern(beginning))).toEqual([{ name: `${beginning}*`, isPattern: true }])
      }),
    )
  })
})
