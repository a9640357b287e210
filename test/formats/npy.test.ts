import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { openTable } from '../../src/formats/index.ts'
import { draws } from '../made/draws.ts'
import { attempt, readNumbers, readTexts, scratchFolder } from '../made/scratch.ts'
import { fixture } from '../made/shared.ts'

interface Expectation {
  readonly shape?: readonly number[]
  readonly dtype?: string
  readonly values?: readonly (number | string)[]
  readonly error?: string
}

/** Whole numbers of more digits than doubles have are texts, to tell each of them. */
const expected: Record<string, Expectation> = JSON.parse(
  readFileSync(fixture('npy/expected.json'), 'utf8').replace(/(?<=[[ ])-?\d{16,}(?=[,\]])/g, '"$&"'),
)
const isReadable = ({ shape }: Expectation) =>
  shape !== undefined && (shape.length === 1 || shape.length === 2) && !shape.includes(0)
/** Those of three axes are read as such: dense.test.ts. */
const isDense = ({ shape = [] }: Expectation) => shape.length > 2 && !shape.includes(0)
const good = Object.entries(expected).filter(([, entry]) => isReadable(entry))
const bad = Object.entries(expected).filter(([, entry]) => !isReadable(entry) && !isDense(entry))
const write = scratchFolder()

describe('the conformance files', () => {
  test('are all in expected.json', () => {
    const files = readdirSync(fixture('npy')).filter((name) => name.endsWith('.npy'))
    expect(files.sort()).toEqual(Object.keys(expected).sort())
    expect([good.length, bad.length]).toEqual([161, 39])
  })

  test.each(good)('%s is read to the last bit', async (name, { shape = [], values = [] }) => {
    const path = fixture(`npy/${name}`)
    const table = await openTable(path)
    const [rows, columns = 1] = shape
    expect(table.expectedRows).toBe(rows)
    expect(table.columns).toEqual(Array.from({ length: columns }, (_, index) => `${index}`))
    // toEqual tells 0 from -0 and takes NaN for NaN.
    expect(await readNumbers(table)).toEqual(values.map(Number))
    expect((await readTexts(table)).flat()).toEqual(values.map(String))
    expect(table.sample.flat()).toEqual(values.map(String))
    const last = shape.length === 1 ? `[${rows - 1}]` : `[${rows - 1}, ${columns - 1}]`
    expect(await table.locate(rows - 1, columns - 1)).toEqual({
      place: `${path}${last}`,
      text: String(values.at(-1)),
      width: columns,
    })
  })

  test.each(bad)('%s is refused by name', async (name) => {
    const path = fixture(`npy/${name}`)
    const { error } = await attempt(path)
    expect(error).toBeInstanceOf(InputError)
    expect(error!.message.startsWith(`${path}: `)).toBe(true)
    expect(error!.message).not.toContain('\n')
  })

  test.each([
    ['bad-trailing-bytes.npy', 'has 3 bytes behind its data'],
    ['bad-cut-data-boundary.npy', 'is cut off: its header promises 96 bytes of data and'],
    ['bad-header-length-4gb-v2.npy', 'claims an NPY header of'],
    ['bad-shape-huge.npy', 'claims the shape (1000000000000, 1000000); the file is damaged'],
    ['bad-text-file.npy', 'is no NPY file, though its name says so'],
    ['bad-magic.npy', 'is no NPY file, though its name says so'],
    ['bad-version-9.npy', 'is of NPY version 9.0'],
    ['bad-extra-key.npy', 'is not expected in it'],
    ['object-v1.npy', 'holds pickled Python objects, which are programs and are not run'],
    ['structured-v1.npy', 'holds a structured array; save one field'],
    ['complex64-v1.npy', 'holds numpy type <c8; save it as float32 or float64'],
    ['f8-little-0d-v1.npy', 'has shape (), one number'],
    ['f4-little-empty-v1.npy', 'is empty: its shape is (0,)'],
  ])('%s says: %s', async (name, message) => {
    const { error } = await attempt(fixture(`npy/${name}`))
    expect(error?.message).toContain(message)
  })
})

describe('reading some columns', () => {
  test.each([
    'f8-little-c-v1.npy',
    'f8-little-fortran-v1.npy',
    'f4-big-fortran-v3.npy',
  ])('%s gives numbers and texts in the order asked for', async (name) => {
    const values = expected[name].values!.map(Number)
    const table = await openTable(fixture(`npy/${name}`))
    for await (const block of table.read({ numbers: [3, 0], texts: [2] })) {
      expect(Array.from(block.numbers)).toEqual([0, 4, 8].flatMap((at) => [values[at + 3], values[at]]))
      expect(block.texts).toEqual([[0, 4, 8].map((at) => String(values[at + 2]))])
      expect(block.ragged).toEqual([])
    }
  })

  test('an array of many blocks comes whole and in order', async () => {
    const [rows, columns] = [200_000, 3]
    for (const fortran of [false, true]) {
      const at = (row: number, column: number) => (fortran ? column * rows + row : row * columns + column)
      const data = Buffer.alloc(rows * columns * 4)
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++)
          data.writeInt32LE(row * 10 + column, at(row, column) * 4)
      const table = await openTable(
        write('blocks.npy', encode({ descr: '<i4', fortran, shape: [rows, columns], data })),
      )
      let [row, wrong] = [0, 0]
      for await (const block of table.read({ numbers: [0, 1, 2], texts: [] })) {
        block.numbers.forEach((value, i) => {
          if (value !== (row + Math.floor(i / columns)) * 10 + (i % columns)) wrong++
        })
        row += block.length
      }
      expect([row, wrong]).toEqual([rows, 0])
    }
  })
})

interface Content {
  readonly descr: string
  readonly fortran: boolean
  readonly shape: readonly number[]
  readonly data: Uint8Array
}

function encode({ descr, fortran, shape, data }: Content): Buffer {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  return frame(
    `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${tuple}, }`,
    data,
  )
}

/** A file of version 1.0 with this text for a header. */
function frame(header: string, data: Uint8Array): Buffer {
  const text = Buffer.from(`${header}\n`, 'utf8')
  const prefix = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1')
  prefix.writeUInt16LE(text.length, 8)
  return Buffer.concat([prefix, text, data])
}

/** Decoders that share nothing with the reader: typed arrays, and byte by byte where the machine has no such type. */
const DECODERS: Record<string, (bytes: Uint8Array) => number> = {
  b1: ([byte]) => byte,
  u1: ([byte]) => byte,
  i1: (bytes) => Int8Array.from(bytes)[0],
  u2: (bytes) => new Uint16Array(bytes.slice().buffer)[0],
  i2: (bytes) => new Int16Array(bytes.slice().buffer)[0],
  u4: (bytes) => new Uint32Array(bytes.slice().buffer)[0],
  i4: (bytes) => new Int32Array(bytes.slice().buffer)[0],
  u8: (bytes) => Number(new BigUint64Array(bytes.slice().buffer)[0]),
  i8: (bytes) => Number(new BigInt64Array(bytes.slice().buffer)[0]),
  f2: halfFromBits,
  f4: (bytes) => new Float32Array(bytes.slice().buffer)[0],
  f8: (bytes) => new Float64Array(bytes.slice().buffer)[0],
}

/** Widens the bits to those of a binary32 instead of computing the value. */
function halfFromBits(bytes: Uint8Array): number {
  const bits = bytes[0] | (bytes[1] << 8)
  const [sign, exponent, fraction] = [(bits & 0x8000) << 16, (bits >> 10) & 31, bits & 1023]
  if (exponent === 0) return (sign ? -1 : 1) * (fraction / 2 ** 24)
  const wide = sign | ((exponent === 31 ? 255 : exponent + 112) << 23) | (fraction << 13)
  return new Float32Array(Int32Array.of(wide).buffer)[0]
}

/** The numbers of an array, row-major, decoded from its bytes alone. */
function decode({ descr, fortran, shape, data }: Content): number[] {
  const [endian, code] = [descr[0], descr.slice(1)]
  const size = Number(code[1])
  const elements = Array.from({ length: data.length / size }, (_, index) => {
    const bytes = data.slice(index * size, (index + 1) * size)
    return DECODERS[code](endian === '>' ? bytes.reverse() : bytes)
  })
  const [rows, columns = 1] = shape
  if (!fortran || columns === 1) return elements
  return elements.map((_, index) => elements[(index % columns) * rows + Math.floor(index / columns)])
}

const anyDescr = fc
  .tuple(fc.constantFrom('<', '>'), fc.constantFrom('u2', 'i2', 'u4', 'i4', 'u8', 'i8', 'f2', 'f4', 'f8'))
  .map(([endian, code]) => endian + code)
const descrs = fc.oneof(anyDescr, fc.constantFrom('|b1', '|u1', '|i1'))
const shapes = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 9 })),
  fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 })),
)
const contents: fc.Arbitrary<Content> = fc
  .tuple(descrs, fc.boolean(), shapes)
  .chain(([descr, fortran, shape]) => {
    const length = shape.reduce((product: number, size) => product * size, Number(descr[2]))
    return fc.uint8Array({ minLength: length, maxLength: length }).map((data) => ({
      descr,
      fortran,
      shape: [...shape],
      data: descr === '|b1' ? data.map((b) => b & 1) : data,
    }))
  })

/** The result is an InputError of one line, or numbers that fill the shape. Nothing else may come out. */
async function expectSound(path: string): Promise<number[] | undefined> {
  const result = await attempt(path)
  if (result.error) {
    expect(result.error).toBeInstanceOf(InputError)
    expect(result.error.message.startsWith(path)).toBe(true)
    expect(result.error.message.length).toBeLessThan(1000)
    return undefined
  }
  const { table, numbers } = result
  expect(numbers).toHaveLength(table.expectedRows * table.columns.length)
  return numbers
}

describe('whatever the bytes', () => {
  test('any numbers in any type, order and shape come back', async () => {
    await fc.assert(
      fc.asyncProperty(contents, async (content) => {
        const result = await attempt(write('any.npy', encode(content)))
        expect(result.error).toBeUndefined()
        if (!result.error) expect(result.numbers).toEqual(decode(content))
      }),
      { numRuns: draws(2500) },
    )
  })

  test('a file cut short or with bytes behind it is never read', async () => {
    await fc.assert(
      fc.asyncProperty(
        contents,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        async (content, at, cut) => {
          const whole = encode(content)
          const bytes = cut
            ? whole.subarray(0, Math.min(whole.length - 1, Math.floor(at * whole.length)))
            : Buffer.concat([whole, whole.subarray(0, 1 + Math.floor(at * 40))])
          expect(await expectSound(write('cut.npy', bytes))).toBeUndefined()
        },
      ),
      { numRuns: draws(2500) },
    )
  })

  test('a file with changed bytes is refused, or read as the header now says', async () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(contents, changes, async (content, edits) => {
        const bytes = encode(content)
        const start = bytes.length - content.data.length
        for (const [at, value] of edits) bytes[at % bytes.length] = value
        const numbers = await expectSound(write('changed.npy', bytes))
        const untouched = edits.every(([at]) => at % bytes.length >= start)
        if (untouched)
          expect(numbers).toEqual(decode({ ...content, data: new Uint8Array(bytes.subarray(start)) }))
      }),
      { numRuns: draws(2500) },
    )
  })

  test('a header of any descr, order and shape is refused, or holds what it says', async () => {
    const text = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        'True',
        'False',
        '0',
        'None',
        "'<f4'",
        "'>i8'",
        "'|O'",
        "[('a', '<f4')]",
        "'<U5'",
        '()',
      ),
      fc.constantFrom(
        '(3,)',
        '(3)',
        '(2, 3)',
        '(-1, 3)',
        '(3L,)',
        '(1e3,)',
        '(0, 4)',
        '(99999999999, 99999999999)',
      ),
      fc.array(fc.nat(2 ** 31), { maxLength: 4 }).map((list) => `(${list.join(', ')})`),
    )
    const entries = fc.shuffledSubarray(['descr', 'fortran_order', 'shape', 'extra'], { minLength: 1 })
    const usual: Record<string, string> = { descr: "'<f4'", fortran_order: 'False', shape: '(2, 3)' }
    await fc.assert(
      fc.asyncProperty(
        entries,
        fc.array(fc.option(text), { minLength: 4, maxLength: 4 }),
        async (keys, texts) => {
          const values = keys.map((key, index) => texts[index] ?? usual[key] ?? '1')
          const header = `{${keys.map((key, index) => `'${key}': ${values[index]}`).join(', ')}}`
          const data = Float32Array.of(1, 2, 3, 4, 5, 6)
          const numbers = await expectSound(write('header.npy', frame(header, new Uint8Array(data.buffer))))
          const isUsual = keys.every((key, index) => values[index].trim() === usual[key])
          if (isUsual && keys.length === 3) expect(numbers).toEqual([1, 2, 3, 4, 5, 6])
          if (!['descr', 'fortran_order', 'shape'].every((key) => keys.includes(key)))
            expect(numbers).toBeUndefined()
        },
      ),
      { numRuns: draws(2500) },
    )
  })

  test('bytes without sense behind the magic are refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (noise) => {
        const bytes = Buffer.concat([Buffer.from('\x93NUMPY', 'latin1'), noise])
        expect(await expectSound(write('noise.npy', bytes))).toBeUndefined()
      }),
      { numRuns: draws(1000) },
    )
  })
})

describe('a header that lies', () => {
  const data = new Uint8Array(24)
  const usual = "'fortran_order': False, 'shape': (2, 3)"
  test.each([
    [
      'a shape beyond any memory',
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4000000000000000, 2000)}",
    ],
    [
      'more digits than a number holds',
      `{'descr': '<f4', 'fortran_order': False, 'shape': (${'9'.repeat(400)},)}`,
    ],
    ['as many columns as bytes', "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 4294967296)}"],
    ['a number for a tuple', "{'descr': '<f4', 'fortran_order': False, 'shape': (6)}"],
    ['an entry twice', `{'descr': '<f4', 'descr': '<f8', ${usual}}`],
    ['a program', `{'descr': '<f4', 'shape': (2, 3), 'fortran_order': False or print(1)}`],
    ['a sum', "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1 + 2)}"],
    ['the shape within the type', `{'descr': "'shape': (2, 3)", 'fortran_order': False}`],
    ['a type with its byte order missing', `{'descr': 'f4', ${usual}}`],
    ['a type with a size of its own', `{'descr': '<f3', ${usual}}`],
    ['brackets by the thousand', `{${'['.repeat(4000)}${']'.repeat(4000)}`],
    ['quotes by the thousand', `{'descr': ${"'".repeat(9000)}}`],
  ])('is refused at once: %s', async (_what, header) => {
    const started = performance.now()
    expect(await expectSound(write('liar.npy', frame(header, data)))).toBeUndefined()
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
