import fc from 'fast-check'
import { expect, it } from 'vitest'
import { advisedOptions, splitWords, withoutOption } from '../../src/drop/page/words.ts'
import { quoteWord } from '../../src/words/shell.ts'
import { draws } from '../made/draws.ts'

it('takes back every word that the program quotes', () => {
  const word = fc.string({
    unit: fc.oneof(
      fc.constantFrom(...` '"\\$!*;&|\n\t=-`),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 12,
  })
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const given = words.map((one) => one.replaceAll('\0', ''))
      expect(splitWords(given.map(quoteWord).join('  '))).toEqual(given)
    }),
    { numRuns: draws(5000) },
  )
})

it.each([
  ['', []],
  ['  --loss focal:gamma=2  ', ['--loss', 'focal:gamma=2']],
  ["--label \"my label\" --score 'a'\\''b'", ['--label', 'my label', '--score', "a'b"]],
  ['a"b c"d', ['ab cd']],
  ['"a\\"b" \'\'', ['a"b', '']],
])('parts %j', (text, words) => {
  expect(splitWords(text)).toEqual(words)
})

it.each(["it's", '"open', "a 'b", '\\'])('knows that a quote is open in %j', (text) => {
  expect(splitWords(text)).toBeNull()
})

it('leaves out an option in both its forms', () => {
  expect(withoutOption(['--label', 'y', '--score=-1', '--loss', 'ce'], '--label')).toEqual([
    '--score=-1',
    '--loss',
    'ce',
  ])
  expect(withoutOption(['--label', 'y', '--score=-1'], '--score')).toEqual(['--label', 'y'])
})

it.each([
  [
    'say --background 0 --ignore-label=-1 if 0 stands for rows of no class',
    ['--background 0 --ignore-label=-1'],
  ],
  ["say --score 'class_*', or --by-row", ["--score 'class_*'", '--by-row']],
  ['say --class-names a,b, in the order of the columns', ['--class-names a,b']],
  ['leave such samples out', []],
])('finds what %j advises to say', (hint, options) => {
  expect(advisedOptions(hint)).toEqual(options)
})
