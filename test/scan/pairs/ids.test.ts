import fc from 'fast-check'
import { expect, it } from 'vitest'
import { byteTexts, type Texts } from '../../../src/formats/texts.ts'
import { createIds } from '../../../src/scan/pairs/ids.ts'
import { keysOf } from '../../../src/scan/pairs/keys.ts'

/** Among them halves of pairs of surrogates, which UTF-8 has not. */
const id = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom('\ud800', '\ud801', '\ufffd', '1', '1.0', '-1.0', '.0', '-.0', '1.00', 'a1.0', '1.0.0'),
  // About as long as what is found by its bytes alone.
  fc
    .tuple(fc.integer({ min: 8, max: 14 }), fc.constantFrom('', 'a', '\0', '\0\0', 'ä'))
    .map(([n, end]) => 'x'.repeat(n) + end),
  fc.nat({ max: 50 }).map((n) => (n % 3 === 0 ? `${n}.0` : `${n}`)),
)

/** What is one id in two files: pandas writes 7 as 7.0 where the column has a gap. */
function canonical(text: string): string {
  return text.endsWith('.0') ? text.replace(/^(-?\d+)\.0$/, '$1') : text
}

/** The same cells as they stand in a file, with something around each. */
function asBytes(cells: readonly string[]): Texts {
  const parts = cells.map((cell) => Buffer.from(cell))
  const starts = parts.map((_, i) => 1 + parts.slice(0, i).reduce((sum, { length }) => sum + length + 2, 0))
  const text = Buffer.from(parts.map((part) => `,${part},`).join(''))
  const ends = starts.map((start, i) => start + parts[i].length)
  return byteTexts(text, Uint32Array.from(starts), Uint32Array.from(ends))
}

it('numbers ids in the order in which they are met, and finds those and no others', () => {
  fc.assert(
    fc.property(fc.array(fc.array(id)), fc.array(id), (blocks, others) => {
      const ids = createIds(0)
      const all = [...new Set(blocks.flat().map(canonical))]
      const numbersOf = (cells: readonly string[]) => cells.map((cell) => all.indexOf(canonical(cell)))
      for (const block of blocks) expect([...ids.add(keysOf(block))]).toEqual(numbersOf(block))
      for (const cells of [all, others]) expect([...ids.find(keysOf(cells))]).toEqual(numbersOf(cells))
      expect(all.map((_, number) => ids.name(number))).toEqual(all)
      expect(ids.count()).toBe(all.length)
    }),
  )
})

it('knows an id whether it is a string or bytes of a file', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((cell) => cell.replaceAll(',', ''))
  fc.assert(
    fc.property(fc.array(text), (cells) => {
      const ids = createIds(0)
      const numbers = ids.add(keysOf(cells))
      expect(ids.find(keysOf(asBytes(cells)))).toEqual(numbers)
    }),
  )
})

it('finds each of many, also of those whose hashes are alike in most bits', () => {
  const ids = createIds(0)
  const known = Array.from({ length: 100_000 }, (_, i) => `${i * 4096}`)
  for (let from = 0; from < known.length; from += 30_000) ids.add(keysOf(known.slice(from, from + 30_000)))
  expect(ids.find(keysOf(known)).every((number, i) => number === i)).toBe(true)
  const others = Array.from({ length: 1000 }, (_, i) => `${i * 4096 + 1}`)
  expect(ids.find(keysOf(others)).every((number) => number === -1)).toBe(true)
})
