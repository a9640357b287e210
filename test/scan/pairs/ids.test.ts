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

/** Names in ascending order of one kind or another, nearly: what is kept of an order that ends must be right. */
it.each([
  ['by their bytes', (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))],
  [
    'by their length',
    (a: string, b: string) =>
      Buffer.byteLength(a) - Buffer.byteLength(b) || Buffer.compare(Buffer.from(a), Buffer.from(b)),
  ],
])('numbers ids that ascend %s, up to one that does not, or that there was before', (_, order) => {
  const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map(canonical)
  const strays = fc.array(fc.tuple(fc.nat(), fc.oneof(text, fc.nat())), { maxLength: 3 })
  fc.assert(
    fc.property(
      fc.uniqueArray(text, { minLength: 1 }),
      strays,
      fc.integer({ min: 1, max: 9 }),
      (names, others, size) => {
        const sorted = names.toSorted(order)
        const cells = others.reduce(
          (all, [place, one]) =>
            all.toSpliced(place % (all.length + 1), 0, typeof one === 'number' ? all[one % all.length] : one),
          sorted,
        )
        const ids = createIds(0)
        const all = [...new Set(cells)]
        for (let from = 0; from < cells.length; from += size) {
          const block = cells.slice(from, from + size)
          expect([...ids.add(keysOf(block))]).toEqual(block.map((cell) => all.indexOf(cell)))
        }
        for (const asked of [cells, cells.toReversed(), ['no such', ...cells]])
          expect([...ids.find(keysOf(asked))]).toEqual(asked.map((cell) => all.indexOf(cell)))
        expect(all.map((_, number) => ids.name(number))).toEqual(all)
      },
    ),
  )
})
