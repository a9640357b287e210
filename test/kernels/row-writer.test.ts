/** Numbers are written in the characters of JavaScript's own String(x), and texts as they are. */
import '../made/seed.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeTexts } from '../../src/kernels/encoded.ts'
import { createRowWriter, type WrittenCells, type WrittenColumn } from '../../src/kernels/row-writer.ts'
import { draws } from '../made/draws.ts'

/** Of all bit patterns. */
const DRAWS = draws(1_000_000)

const numbers = createRowWriter([{ kind: 'numbers', before: '' }], '\n')

/** The first number that is written in another way, and how. */
function otherwise(values: readonly number[]): string | undefined {
  const finite = values.filter(Number.isFinite)
  numbers.load([Float64Array.from(finite)], finite.length)
  const { bytes, end } = numbers.write(0, finite.length)
  const lines = bytes.toString('latin1').split('\n')
  if (end !== finite.length || lines.length !== finite.length + 1) return `${end} rows`
  const wrong = finite.findIndex((value, i) => lines[i] !== String(value))
  return wrong < 0 ? undefined : `${finite[wrong]} as ${lines[wrong]}`
}

const word = new BigUint64Array(1)
const double = new Float64Array(word.buffer)

function ofBits(bits: bigint): number {
  word[0] = bits
  return double[0]
}

/** A number, its neighbours so far to either side, and all of them negative. */
function around(value: number, reach = 2): readonly number[] {
  double[0] = value
  const bits = word[0]
  const near = Array.from({ length: 2 * reach + 1 }, (_, i) => bits + BigInt(i - reach))
  return near.filter((some) => some >= 0n).flatMap((some) => [ofBits(some), -ofBits(some)])
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

describe('a number is written as JavaScript writes it', () => {
  it('whatever its bits', () => {
    let state = 0x9e3779b97f4a7c15n
    for (let drawn = 0; drawn < DRAWS; drawn += 50_000) {
      const values = range(0, Math.min(50_000, DRAWS - drawn)).map(() => {
        // A generator of Steele's and others': splitmix64.
        state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n)
        let bits = state
        bits = BigInt.asUintN(64, (bits ^ (bits >> 30n)) * 0xbf58476d1ce4e5b9n)
        bits = BigInt.asUintN(64, (bits ^ (bits >> 27n)) * 0x94d049bb133111ebn)
        return ofBits(bits ^ (bits >> 31n))
      })
      expect(otherwise(values)).toBeUndefined()
    }
  })

  it('where it is a power of two or stands beside one', () => {
    expect(otherwise(range(-1074, 1024).flatMap((k) => around(2 ** k)))).toBeUndefined()
  })

  it('where it is a few digits times a power of ten or stands beside that', () => {
    const digits = [1, 2, 3, 5, 7, 9, 12, 25, 99, 101, 125, 999, 1234567, 4503599627370497]
    const values = range(-330, 309).flatMap((k) => digits.flatMap((d) => around(Number(`${d}e${k}`))))
    expect(otherwise(values)).toBeUndefined()
  })

  it('where it is subnormal, and at either end of what doubles there are', () => {
    const ends = [Number.MIN_VALUE, 2 ** -1022, Number.MAX_VALUE].flatMap((value) => around(value, 500))
    const subnormal = range(0, 52).flatMap((k) => around(ofBits(1n << BigInt(k)), 20))
    expect(otherwise([...ends, ...subnormal])).toBeUndefined()
  })

  it('where all mantissas end in halves of the last digit: whole numbers beyond 2^53', () => {
    const whole = range(50, 70).flatMap((k) =>
      [1, 1.5, 1.25, 1.1, 1.7].flatMap((c) => around(c * 2 ** k, 50)),
    )
    expect(otherwise(whole)).toBeUndefined()
  })

  it('where it is whole, or has few digits behind the point', () => {
    const lengths = range(0, 18).flatMap((k) => [10 ** k - 1, 10 ** k, 10 ** k + 1, 7 * 10 ** k])
    const short = range(0, 20_000).flatMap((i) => [i, i / 10, i / 1000, i / 1e6, i * 0.001, i / 3])
    expect(otherwise([...lengths, ...lengths.map((x) => -x), ...short])).toBeUndefined()
  })

  it('where the notation changes', () => {
    const changes = [1e21, 1e20, 1e-6, 1e-7, 1e-5, 123456789012345680000, 2 ** 53, 1e16, 1e17, 0.1, 1]
    expect(otherwise(changes.flatMap((value) => around(value, 100)))).toBeUndefined()
    expect(otherwise([0, -0])).toBeUndefined()
  })
})

/** All rows at once, as bytes. */
function written(
  columns: readonly WrittenColumn[],
  end: string,
  cells: readonly WrittenCells[],
  rows: number,
) {
  const writer = createRowWriter(columns, end)
  writer.load(cells, rows)
  return writer.write(0, rows)
}

describe('a row', () => {
  it('has all that stands between its cells, as bytes of UTF-8', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '\ud83d', '\ude00', 'ä', 'x'.repeat(100)),
    )
    const rows = fc.array(
      fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), text, fc.nat(2), text),
      {
        maxLength: 40,
      },
    )
    fc.assert(
      fc.property(
        rows,
        fc.array(text, { minLength: 3, maxLength: 3 }),
        text,
        text,
        (list, words, before, end) => {
          const columns: WrittenColumn[] = [
            { kind: 'texts', before },
            { kind: 'numbers', before: ',' },
            { kind: 'words', before: '', words },
            { kind: 'texts', before: ';' },
          ]
          const cells = [
            encodeTexts(list.map(([, text]) => text)),
            Float64Array.from(list, ([x]) => x),
            Int32Array.from(list, ([, , place]) => place),
            encodeTexts(list.map(([, , , text]) => text)),
          ]
          const parts = list.flatMap(([x, a, place, b]) => [before, a, `,${x}`, words[place], ';', b, end])
          const expected = Buffer.concat(parts.map((part) => Buffer.from(part)))
          expect(written(columns, end, cells, list.length).bytes.equals(expected)).toBe(true)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('ends what is written before it where a number of it is not finite, unless NaN stands for none', () => {
    const columns: WrittenColumn[] = [
      { kind: 'numbers', before: '' },
      { kind: 'numbers', before: ',', words: ['none'] },
    ]
    const first = Float64Array.of(1, 2, Number.POSITIVE_INFINITY, 4, 5, Number.NaN)
    const second = Float64Array.of(1, Number.NaN, 3, 4, Number.NEGATIVE_INFINITY, 6)
    const writer = createRowWriter(columns, '\n')
    writer.load([first, second], 6)
    const from = (row: number) => {
      const { bytes, end } = writer.write(row, 6)
      return [bytes.toString(), end]
    }
    expect([from(0), from(3), from(5)]).toEqual([
      ['1,1\n2,none\n', 2],
      ['4,4\n', 4],
      ['', 5],
    ])
  })

  it('finds room again when there are more and longer ones than before', () => {
    const writer = createRowWriter([{ kind: 'texts', before: '"' }], '"\n')
    for (const length of [1, 1000, 3, 100_000]) {
      const texts = Array.from({ length: 20 }, (_, i) => `${i}`.repeat(length))
      writer.load([encodeTexts(texts)], 20)
      expect(writer.write(0, 20).bytes.toString()).toBe(texts.map((text) => `"${text}"\n`).join(''))
    }
  })
})
