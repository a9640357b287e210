import fc from 'fast-check'
import { expect, it } from 'vitest'
import { byteTexts, codedTexts, pickTexts, type Texts } from '../../src/formats/texts.ts'

/** The same cells as a list, as codes and as bytes. */
function kindsOf(cells: readonly string[]): readonly Texts[] {
  const words = [...new Set(cells)]
  const codes = Int32Array.from(cells, (cell) => words.indexOf(cell))
  const ends = cells.map((_, i) => Buffer.byteLength(cells.slice(0, i + 1).join('')))
  const starts = [0, ...ends].slice(0, cells.length)
  const bytes = byteTexts(Buffer.from(cells.join('')), Uint32Array.from(starts), Uint32Array.from(ends))
  return [cells, codedTexts(codes, words), bytes]
}

const cells = fc.array(fc.string({ unit: 'grapheme', maxLength: 3 }), { minLength: 1, maxLength: 20 })

it('cells are the same as a list, as codes and as bytes: one by one, some of them, and some of them again and again', () => {
  fc.assert(
    fc.property(cells, fc.array(fc.nat()), fc.nat(20), fc.nat(20), (list, dice, from, to) => {
      const rows = Int32Array.from(dice, (one) => one % list.length)
      for (const texts of kindsOf(list)) {
        expect([...texts]).toEqual(list)
        expect(texts.at(list.length)).toBeUndefined()
        expect([...texts.slice(from, to)]).toEqual(list.slice(from, to))
        const picked = pickTexts(texts, rows)
        expect([picked.length, ...picked]).toEqual([rows.length, ...Array.from(rows, (row) => list[row])])
        expect([...picked].map((_, i) => picked.at(i))).toEqual([...picked])
      }
    }),
  )
})
