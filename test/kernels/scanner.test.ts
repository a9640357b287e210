import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseNumber } from '../../src/formats/csv/dialect.ts'
import { instantiate } from '../../src/kernels/wasm.ts'
import { draws } from '../made/draws.ts'

const scanner = instantiate()

/** Added to the slot of a column of text. */
const TEXT_SLOT = 1 << 30

const STATE = 4096
const SLOTS = 8192
const TEXT = 16384

interface Shape {
  readonly separator?: string
  /** For each column where its number goes, -1 to pass it over. */
  readonly slots: readonly number[]
  readonly capacity?: number
  readonly patchCapacity?: number
  /** Bytes offered at a time, more where they hold no whole line. */
  readonly piece?: number
}

interface Scan {
  readonly values: number[]
  readonly patched: number
  /** Cells that are left to be converted elsewhere, and are no numbers there either. */
  readonly left: string[]
}

/** Scans a text as a reader does: piece by piece, and again where room ran out. Undefined when it is not plain. */
function scan(
  text: string,
  { separator = ',', slots, capacity = 1 << 18, patchCapacity = 1 << 18, piece = 1 << 30 }: Shape,
): Scan | undefined {
  const bytes = Buffer.from(text)
  const width = slots.filter((slot) => slot >= 0).length
  const out = Math.ceil((TEXT + bytes.length + 16) / 128) * 128
  const patches = out + capacity * width * 8
  const missing = Math.ceil((patches + patchCapacity * 12 - scanner.memory.buffer.byteLength) / 65536)
  if (missing > 0) scanner.memory.grow(missing)
  const { buffer } = scanner.memory
  new Uint8Array(buffer, TEXT, bytes.length).set(bytes)
  new Int32Array(buffer, SLOTS, slots.length).set(slots)
  const end = TEXT + bytes.length
  // What stands behind is not to be taken for text, and stays.
  new Uint8Array(buffer, end, 16).fill(0x37)
  const values: number[] = []
  const left: string[] = []
  let patched = 0
  let at = TEXT
  let offered = piece
  while (true) {
    const until = Math.min(end, at + offered)
    const code = scanner.scanRows(
      at,
      until,
      until === end ? 1 : 0,
      separator.charCodeAt(0),
      slots.length,
      SLOTS,
      width,
      out,
      capacity,
      patches,
      patchCapacity,
      STATE,
    )
    expect(new Uint8Array(buffer, end, 16).every((byte) => byte === 0x37)).toBe(true)
    if (code === 2) return undefined
    const [rows, consumed, count] = new Uint32Array(buffer, STATE, 3)
    expect(rows).toBeLessThanOrEqual(capacity)
    const numbers = new Float64Array(buffer, out, rows * width)
    const places = new Uint32Array(buffer, patches, count * 3)
    for (let i = 0; i < places.length; i += 3) {
      expect(numbers[places[i]]).toBe(0)
      const cell = Buffer.from(buffer, places[i + 1], places[i + 2]).toString()
      expect(cell).toBe(cell.replace(/^[ \t]+|[ \t]+$/g, ''))
      numbers[places[i]] = parseNumber(cell)
      if (Number.isNaN(numbers[places[i]])) left.push(cell)
    }
    for (const number of numbers) values.push(number)
    patched += count
    at += consumed
    if (code === 1) expect(rows).toBeGreaterThan(0)
    else if (until === end) {
      expect(at).toBe(end)
      return { values, patched, left }
    }
    offered = consumed > 0 ? piece : offered + piece
  }
}

/** Bits, so that -0 is not 0. */
function bits(values: readonly number[]): BigUint64Array {
  return new BigUint64Array(Float64Array.from(values).buffer)
}

/** The first text whose number is not Number's to the last bit. */
function firstWrong(texts: readonly string[], values: readonly number[]): string | undefined {
  const actual = bits(values)
  const expected = bits(texts.map(Number))
  expect(actual.length).toBe(expected.length)
  return texts.find((_, i) => actual[i] !== expected[i])
}

/** The same numbers in every run. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (t ^ (t >>> 14)) >>> 0
  }
}

/** The convergents of a fraction, those with a denominator below 2^54. */
function* convergents(numerator: bigint, denominator: bigint): Generator<[bigint, bigint]> {
  let [p, pBefore, q, qBefore] = [1n, 0n, 0n, 1n]
  while (denominator > 0n) {
    const part = numerator / denominator
    ;[numerator, denominator] = [denominator, numerator % denominator]
    ;[p, pBefore] = [part * p + pBefore, p]
    ;[q, qBefore] = [part * q + qBefore, q]
    if (q >> 54n > 0n) return
    yield [p, q]
  }
}

const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength })

const mantissa = fc.oneof(
  fc.tuple(digits(1, 12), fc.constantFrom('', '.')).map(([whole, point]) => whole + point),
  fc.tuple(digits(1, 3), digits(1, 25)).map(([whole, fraction]) => `${whole}.${fraction}`),
  digits(1, 25).map((fraction) => `.${fraction}`),
  digits(13, 30),
)
const exponent = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('e', 'E'), fc.constantFrom('', '+', '-'), fc.oneof(digits(1, 3), digits(4, 12)))
      .map((parts) => parts.join('')),
  },
)
const decimal = fc.oneof(
  fc.tuple(fc.constantFrom('', '', '-', '+'), mantissa, exponent).map((parts) => parts.join('')),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.double({ min: 0, max: 1, noNaN: true }).map(String),
  fc.constantFrom('5e-324', '2.4703282292062328e-324', '1.7976931348623157e308', '1e309', '-0', '0e9999999'),
  fc.constantFrom('1e4294967297', '1e-4294967297', '10e42949672960', '1e1000000'),
)

const blanks = (separator: string) =>
  fc.string({ unit: fc.constantFrom(...(separator === '\t' ? ' ' : ' \t')), maxLength: 2 })

const wanted = (separator: string) =>
  fc.tuple(blanks(separator), decimal, blanks(separator)).map((parts) => parts.join(''))

const passed = (separator: string) =>
  fc
    .oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 8 }), decimal)
    .map((text) => [...text].filter((c) => !`"\0\r\n${separator}`.includes(c)).join(''))

/** A table as a file may have it: any line ends, empty lines, the last end missing. */
const table = fc
  .record({
    separator: fc.constantFrom(',', ';', '\t', '|'),
    kept: fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
    reversed: fc.boolean(),
  })
  .chain(({ separator, kept, reversed }) => {
    const width = kept.filter(Boolean).length
    let next = 0
    const slots = kept.map((keep) => (keep ? (reversed ? width - 1 - next++ : next++) : -1))
    const row = fc
      .tuple(...kept.map((keep) => (keep ? wanted(separator) : passed(separator))))
      .map((cells) => cells.join(separator))
    const line = fc.oneof({ weight: 9, arbitrary: row }, { weight: 1, arbitrary: fc.constant('') })
    const lines = fc.array(fc.tuple(line, fc.constantFrom('\n', '\n', '\r\n')), { maxLength: 12 })
    return fc.record({
      separator: fc.constant(separator),
      slots: fc.constant(slots),
      text: fc.tuple(lines, fc.boolean()).map(([rows, whole]) =>
        rows
          .flat()
          .slice(0, whole ? undefined : -1)
          .join(''),
      ),
    })
  })

function byCsvParse(text: string, separator: string, slots: readonly number[]): number[] {
  const rows: string[][] = parse(text, {
    delimiter: separator,
    record_delimiter: ['\r\n', '\n'],
    skip_empty_lines: true,
  })
  const columns = slots
    .flatMap((slot, column) => (slot < 0 ? [] : [[slot, column]]))
    .sort(([a], [b]) => a - b)
  return rows.flatMap((row) => columns.map(([, column]) => Number(row[column])))
}

describe('scanRows', () => {
  it('reads a plain table as csv-parse and Number do, to the last bit', () => {
    fc.assert(
      fc.property(table, ({ text, separator, slots }) => {
        const values = scan(text, { separator, slots })?.values
        expect(values && bits(values)).toEqual(bits(byCsvParse(text, separator, slots)))
      }),
      { numRuns: draws(2000) },
    )
  })

  it('gives the same rows whatever room and bytes it has at a time', () => {
    fc.assert(
      fc.property(
        table,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 1, max: 200 }),
        ({ text, separator, slots }, capacity, spare, piece) => {
          const whole = scan(text, { separator, slots })
          const patchCapacity = slots.length + spare
          expect(scan(text, { separator, slots, capacity, patchCapacity, piece })).toEqual(whole)
        },
      ),
      { numRuns: draws(2000) },
    )
  })

  it('takes exactly the decimal numbers, and leaves all others to be converted elsewhere', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0011223..eE+- _xn'), minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(text, (cell) => {
        const plain = /^ *[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)? *$/i.test(cell)
        const value = plain ? Number(cell) : Number.NaN
        const left = plain ? [] : [cell.trim()]
        expect(scan(`${cell},1\n`, { slots: [0, -1] })).toMatchObject({ values: [value], left })
        expect(scan(`1,${cell}`, { slots: [-1, 0] })).toMatchObject({ values: [value], left })
        expect(scan(`1,"${cell}"`, { slots: [-1, 0] })).toMatchObject({ values: [value], left })
      }),
      { numRuns: draws(20_000) },
    )
  })

  it.each([
    ...['', ' ', '\t', '.', '-', '+', '-.', 'e5', '.e5', '1e', '1e+', '1e5.', '1.2.3', '1 2', '- 1', '+-1'],
    ...[
      '1_0',
      '0x1f',
      '0b1',
      '1n',
      '1f',
      'NaN',
      'nan',
      'inf',
      'null',
      'true',
      '1/2',
      '\u0663',
      '""',
      '"a, ""b"""',
    ],
  ])('finds no number in the cell %j', (cell) => {
    const left = [cell.trim().replace(/^"(.*)"$/, '$1')]
    const [one, none] = [[Number.NaN], [1, Number.NaN]]
    expect(scan(`${cell},1\n`, { slots: [0, -1] })).toMatchObject({ values: one, left })
    expect(scan(`1,1\n${cell},1`, { slots: [1, 0] })).toMatchObject({ values: [1, 1, 1, Number.NaN], left })
    expect(scan(`1,${cell},1\n`, { slots: [-1, 0, -1] })).toMatchObject({ values: one, left })
    expect(scan(`1,${cell}\n`, { slots: [0, 1] })).toMatchObject({ values: none, left })
  })

  it.each([
    '1"',
    'a"b',
    '"1',
    '"1"2',
    '"1" ',
    '1\r',
    '\r1',
    '1\0',
    '\0',
    '"1\n2"',
    '"1\r\n2"',
    '"\0"',
  ])('refuses the cell %j', (cell) => {
    for (const slots of [
      [0, -1],
      [-1, 0],
      [0, 1],
      [0, TEXT_SLOT | 1],
      [TEXT_SLOT, 1],
    ]) {
      expect(scan(`${cell},1\n`, { slots })).toBeUndefined()
      expect(scan(`1,1\n${cell},1`, { slots })).toBeUndefined()
      // Before a line end, a CR is part of it.
      if (cell !== '1\r') expect(scan(`1,${cell}\n1,1\n`, { slots })).toBeUndefined()
    }
  })

  it.each([
    ['a quote', '1,a"b\n'],
    ['a quoted cell that does not end', '1,"a\n'],
    ['a NUL', '1,a\0b\n'],
    ['a NUL far behind', `1,${'a'.repeat(100)}\0\n`],
    ['a CR within a line', '1,a\rb\n'],
    ['a CR before a line end', '1,a\r\r\n'],
    ['a CR at the end of the file', '1,a\r'],
    ['a CR alone at the end of the file', '1,a\n\r'],
    ['a CR alone on a line', '1,a\n\r\r\n'],
    ['a cell too few', '1\n'],
    ['a cell too many', '1,a,b\n'],
    ['a separator at the end', '1,a,\n'],
    ['a blank line', '1,a\n \n'],
    ['such a row after others', '1,a\n1,a\n1'],
  ])('refuses %s', (_, text) => {
    expect(scan(text, { slots: [0, -1] })).toBeUndefined()
    expect(scan(text, { slots: [0, -1], piece: 1 })).toBeUndefined()
  })

  it('passes over cells of any length and text', () => {
    for (let length = 0; length < 70; length++) {
      const text = `${'\tä\x01'.repeat(length)},${'b'.repeat(length)},1.5\n`
      expect(scan(text.repeat(3), { slots: [-1, -1, 0] })?.values).toEqual([1.5, 1.5, 1.5])
    }
  })

  it('waits for the end of a line', () => {
    expect(scan('0.25,12\r\n1e-5,7', { slots: [0, 1], piece: 1 })?.values).toEqual([0.25, 12, 1e-5, 7])
  })

  it('reads nothing from nothing', () => {
    expect(scan('', { slots: [0] })?.values).toEqual([])
    expect(scan('\n\r\n\n', { slots: [0] })?.values).toEqual([])
  })
})

describe('numbers', () => {
  /** One number a row, against Number. */
  function check(texts: readonly string[]): number {
    const result = scan(`${texts.join('\n')}\n`, { slots: [0] })
    expect(result).toBeDefined()
    expect(firstWrong(texts, result!.values)).toBeUndefined()
    return result!.patched
  }

  it('are exact for the shortest texts of doubles of any size', () => {
    const random = generator(1)
    const words = Uint32Array.from({ length: 2 * 120_000 }, random)
    const texts = [...new Float64Array(words.buffer)].filter(Number.isFinite).map(String)
    expect(texts.length).toBeGreaterThan(100_000)
    check(texts)
  })

  it('are exact for the texts of doubles between 0 and 1, and all converted here', () => {
    const random = generator(2)
    const unit = () => (random() + random() / 2 ** 32) / 2 ** 32
    const uniform = Array.from({ length: 100_000 }, unit)
    const small = Array.from({ length: 60_000 }, () => Math.exp(-500 * unit()))
    expect(check(uniform.map(String))).toBe(0)
    expect(check(small.map(String))).toBe(0)
    expect(check(small.map((p) => p.toExponential(18)))).toBe(0)
    expect(check(uniform.map((p) => p.toFixed(18)))).toBe(0)
    expect(check(uniform.map((p) => p.toPrecision(17)))).toBe(0)
  })

  it('are exact for decimals of 1 to 25 digits', () => {
    const random = generator(3)
    const texts = Array.from({ length: 150_000 }, () => {
      const count = 1 + (random() % 25)
      let text = ''
      for (let i = 0; i < count; i++) text += random() % 10
      const point = random() % (count + 1)
      text = `${['', '-', '+'][random() % 3]}${text.slice(0, point)}.${text.slice(point)}`
      return random() % 3 === 0 ? `${text}e${(random() % 640) - 320}` : text
    })
    check(texts)
  })

  it('are exact at and beside the middle between two doubles', () => {
    const random = generator(4)
    const texts: string[] = []
    for (let i = 0; i < 6000; i++) {
      // 54 bits, the last of them 1, divided by a power of two: exact in decimal, as many digits as it takes.
      const odd = (1n << 53n) | (BigInt(random()) << 21n) | BigInt(random() >>> 11) | 1n
      const shift = random() % 30
      const whole = (odd * 5n ** BigInt(shift)).toString()
      texts.push(
        `${whole}e-${shift}`,
        `${whole}000001e-${shift + 6}`,
        `${whole}0000010e-${shift + 7}`,
        `${BigInt(whole) - 1n}e-${shift}`,
      )
      texts.push(`${whole.slice(0, 19)}e-${random() % 40}`, `${odd << BigInt(random() % 9)}`, `${odd}0.01`)
      // Halves, quarters and so on of integers below 2^53, in up to nineteen digits.
      const places = 1 + (random() % 8)
      const short = (((1n << 53n) | 1n | BigInt(random())) >> BigInt(places)) * 10n ** BigInt(places)
      texts.push(`${short + 5n ** BigInt(places)}e-${places}`)
    }
    check(texts)
  })

  it('are exact as near to the middle between two doubles as nineteen digits come', () => {
    const texts: string[] = []
    for (let k = -264n; k <= 264n; k++) {
      for (let size = 0n; size < 10n; size++) {
        // w 10^k = odd 2^s nearly, for w of up to 2^63: w / odd is a convergent of 2^s / 10^k.
        const above = k < 0n ? 10n ** -k : 1n
        const below = k > 0n ? 10n ** k : 1n
        const length = BigInt(above.toString(2).length - below.toString(2).length)
        const s = size - length
        const numerator = above << (s > 0n ? s : 0n)
        const denominator = below << (s < 0n ? -s : 0n)
        for (const [w, odd] of convergents(numerator, denominator)) {
          if (odd >> 53n === 1n && odd % 2n === 1n && w < 10n ** 19n)
            texts.push(`${w}e${k}`, `${w}0e${k - 1n}`)
        }
      }
    }
    expect(texts.length).toBeGreaterThan(1000)
    check(texts)
  })

  it('that are integers are all converted here', () => {
    const random = generator(5)
    const texts = Array.from(
      { length: 20_000 },
      () => `${(BigInt(random()) << 31n) | BigInt(random() >>> 1)}`,
    )
    expect(check(texts)).toBe(0)
  })

  it('are exact around powers of two and of ten', () => {
    const texts: string[] = []
    for (let k = -1074; k < 1024; k++) {
      const power = 2 ** k
      for (const count of [1, 15, 16, 17, 18, 19, 20, 21]) texts.push(power.toPrecision(count))
      for (const factor of [1 - 2 ** -53, 1 + 2 ** -52]) texts.push(String(power * factor))
    }
    texts.push(
      '1e4294967297',
      '1e-4294967297',
      `0.${'0'.repeat(100_100)}1e1000001`,
      `0.${'0'.repeat(400)}1e401`,
    )
    for (let k = -345; k < 310; k++) {
      for (const digits of ['1', '1.000000000000000000', '9999999999999999999', '9.99999999999999999999']) {
        texts.push(`${digits}e${k}`, `-${digits}E${k}`)
      }
    }
    check(texts)
  })

  it('leave to the caller what is beyond reach, with its place', () => {
    const text = '1,2\n 1e300 ,3\n-0,1.00000000000000011102230246251565404236316680908203125\n'
    const result = scan(text, { slots: [1, 0] })
    expect(result).toEqual({ values: [2, 1, 3, 1e300, 1, -0], patched: 2, left: [] })
  })
})
