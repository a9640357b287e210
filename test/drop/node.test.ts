/** What stands in the place of Node's modules in a browser, held against these. */
import { Buffer as NodeBuffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { constants, crc32, deflateRawSync, gunzipSync, gzipSync, inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Buffer as Drop } from '../../src/drop/node/bytes.ts'
import { crc32 as ourCrc32 } from '../../src/drop/node/crc32.ts'
import { createHash as ourHash } from '../../src/drop/node/crypto.ts'
import { Inflater } from '../../src/drop/node/inflate.ts'
import { gunzipSync as ourGunzip } from '../../src/drop/node/zlib.ts'
import { draws, places } from '../made/draws.ts'

/** As the program sees it, by the types of Node's. */
const Buffer = Drop as unknown as typeof NodeBuffer

const bytes = (maxLength: number) => fc.uint8Array({ maxLength })

/** Some that pack well, some that do not, some longer than the window that copies reach back in. */
const content = fc
  .tuple(bytes(400), fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 3 }))
  .map(([some, times, every]) =>
    Uint8Array.from({ length: some.length * times }, (_, i) =>
      every > 0 && i % (every * 97) === 0 ? (i * 7919) % 256 : some[i % some.length],
    ),
  )

const settings = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FIXED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
  ),
})

/** All that comes of packed bytes, given so many at once. */
function inflate(form: 'gzip' | 'raw', packed: Uint8Array, step: number, chunk = 1 << 12) {
  const inflater = new Inflater(form, chunk)
  const pieces: Uint8Array[] = []
  for (let at = 0; at < packed.length; at += step)
    for (const piece of inflater.push(packed.subarray(at, at + step))) pieces.push(piece)
  return { bytes: NodeBuffer.concat(pieces), taken: inflater.taken, isEnded: inflater.isEnded }
}

describe('deflate', () => {
  it('gives back what was packed, in pieces of any size, and says how far it came', () => {
    fc.assert(
      fc.property(
        content,
        settings,
        fc.integer({ min: 1, max: 5000 }),
        fc.nat(40),
        (all, how, step, rest) => {
          const packed = deflateRawSync(all, how)
          const behind = NodeBuffer.concat([packed, NodeBuffer.alloc(rest, 7)])
          expect(inflate('raw', behind, step)).toEqual({
            bytes: NodeBuffer.from(all),
            taken: packed.length,
            isEnded: true,
          })
        },
      ),
      { numRuns: draws(2000) },
    )
  })

  it('takes all members of gzip, and leaves padding where it is', () => {
    fc.assert(
      fc.property(fc.array(content, { minLength: 1, maxLength: 4 }), fc.nat(30), (all, padding) => {
        const packed = NodeBuffer.concat(all.map((one) => gzipSync(one)))
        const padded = NodeBuffer.concat([packed, NodeBuffer.alloc(padding)])
        const { bytes, taken, isEnded } = inflate('gzip', padded, 1009)
        expect(bytes).toEqual(NodeBuffer.concat(all))
        expect([taken, isEnded]).toEqual([packed.length, true])
      }),
      { numRuns: draws(500) },
    )
  })

  it('takes a header with a name, a comment, more fields and its own sum', () => {
    const plain = gzipSync('labels')
    const fields = NodeBuffer.from([4, 0, 1, 2, 3, 4])
    const head = NodeBuffer.concat([plain.subarray(0, 10), fields, NodeBuffer.from('name\0comment\0')])
    head[3] = 4 | 8 | 16 | 2
    const sum = crc32(head) & 0xffff
    const packed = NodeBuffer.concat([head, NodeBuffer.from([sum & 255, sum >> 8]), plain.subarray(10)])
    for (const step of [1, 7, 1000]) expect(`${inflate('gzip', packed, step).bytes}`).toBe('labels')
    packed[head.length] ^= 1
    expect(() => inflate('gzip', packed, 1000)).toThrow('Z_DATA_ERROR')
  })

  it('knows bytes that end too early, at every place', () => {
    const packed = gzipSync(NodeBuffer.from(Array.from({ length: 900 }, (_, i) => (i * i) % 97)))
    for (const end of places(packed.length)) {
      expect(() => ourGunzip(packed.subarray(0, end))).toThrow('Z_BUF_ERROR')
      const begun = ourGunzip(packed.subarray(0, end), { finishFlush: constants.Z_SYNC_FLUSH })
      const known =
        end === 0 ? '' : gunzipSync(packed.subarray(0, end), { finishFlush: constants.Z_SYNC_FLUSH })
      expect(NodeBuffer.from(begun)).toEqual(NodeBuffer.from(known))
    }
  })

  it('refuses what zlib refuses, and takes what it takes, when a bit is wrong', () => {
    const text = Array.from({ length: 300 }, (_, i) => `${i % 2},${Math.sin(i).toFixed(3)}`).join('\n')
    for (const [packed, form, theirs] of [
      [gzipSync(text), 'gzip', gunzipSync],
      [deflateRawSync(text), 'raw', inflateRawSync],
      [deflateRawSync(text, { strategy: constants.Z_FIXED }), 'raw', inflateRawSync],
    ] as const)
      for (const place of places(8 * packed.length)) {
        const wrong = NodeBuffer.from(packed)
        wrong[place >> 3] ^= 1 << (place & 7)
        const outcome = (unpack: () => Uint8Array) => {
          try {
            return NodeBuffer.from(unpack()).toString('latin1')
          } catch {
            return 'refused'
          }
        }
        const ours = outcome(() => {
          const found = inflate(form, wrong, 1 << 16)
          if (!found.isEnded) throw new Error('early')
          return found.bytes
        })
        expect(ours, `${form} ${place}`).toBe(outcome(() => theirs(wrong)))
      }
  })

  it('leaves off where more comes than may', () => {
    expect(() => ourGunzip(gzipSync(new Uint8Array(1e6)), { maxOutputLength: 1e5 })).toThrow(
      'ERR_BUFFER_TOO_LARGE',
    )
  })
})

describe('sums', () => {
  it('are those of Node', () => {
    fc.assert(
      fc.property(bytes(300), bytes(300), (one, other) => {
        expect(ourCrc32(other, ourCrc32(one))).toBe(crc32(other, crc32(one)))
        for (const encoding of ['hex', 'base64'] as const)
          expect(ourHash('sha256').update(one).digest(encoding)).toBe(
            createHash('sha256').update(one).digest(encoding),
          )
      }),
      { numRuns: draws(2000) },
    )
  })
})

describe('bytes', () => {
  /** Of single halves of pairs too. */
  const texts = fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 })
    .map((all) => String.fromCharCode(...all))
  const encodings = ['utf8', 'latin1', 'utf16le', 'base64', 'hex'] as const

  it('are read as text as Node reads them', () => {
    fc.assert(
      fc.property(
        bytes(80),
        fc.nat(90),
        fc.nat(90),
        fc.constantFrom(...encodings),
        (all, start, end, encoding) => {
          const ours = Buffer.from(all).toString(encoding, start, end)
          expect(ours).toBe(NodeBuffer.from(all).toString(encoding, start, Math.max(start, end)))
        },
      ),
      { numRuns: draws(4000) },
    )
  })

  it('give numbers by every method that the program reads them with', () => {
    const source = fileURLToPath(new URL('../../src', import.meta.url))
    const used = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((path) => /^(sources|formats|reading|scan|engines|kernels)\b.*\.ts$/.test(path))
      .flatMap((path) => [
        ...readFileSync(join(source, path), 'utf8').matchAll(/\.(read(?:Big|Double|Float|U?Int)\w*)\(/g),
      ])
      .map(([, name]) => name)
    const bytes = [200, 250, 1, 130, 17, 0, 255, 63, 12]
    type Reader = Readonly<Record<string, (at: number) => number | bigint>>
    expect(used.length).toBeGreaterThan(3)
    for (const name of used) {
      const [ours, theirs] = [Buffer.from(bytes), NodeBuffer.from(bytes)] as unknown as [Reader, Reader]
      expect(ours[name]?.(1), name).toBe(theirs[name](1))
    }
  })

  it('are made of text, compared, found and copied as Node does', () => {
    fc.assert(
      fc.property(texts, bytes(12), bytes(12), (text, one, other) => {
        for (const encoding of ['utf8', 'latin1', 'utf16le'] as const)
          expect([...Buffer.from(text, encoding)]).toEqual([...NodeBuffer.from(text, encoding)])
        const base64 = NodeBuffer.from(one).toString('base64')
        expect([...Buffer.from(base64, 'base64')]).toEqual([...one])
        expect(Buffer.byteLength(text)).toBe(NodeBuffer.byteLength(text))
        expect(Buffer.compare(one, other)).toBe(NodeBuffer.compare(one, other))
        expect(Buffer.from(one).equals(other)).toBe(NodeBuffer.from(one).equals(other))
        const all = Buffer.concat([one, other, one])
        const theirs = NodeBuffer.concat([one, other, one])
        expect([...all]).toEqual([...theirs])
        if (other.length > 0) expect(all.indexOf(other)).toBe(theirs.indexOf(other))
        const [target, known] = [new Uint8Array(8), new Uint8Array(8)]
        expect(all.copy(target, 3, 2)).toBe(theirs.copy(known, 3, Math.min(2, theirs.length)))
        expect(target).toEqual(known)
        expect(Buffer.isBuffer(all.subarray(1)) && Buffer.isBuffer(all.slice(1))).toBe(true)
      }),
      { numRuns: draws(2000) },
    )
  })
})
