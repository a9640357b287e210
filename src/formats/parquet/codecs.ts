/** How pages are packed. Each way back gives as many bytes as the page says, or throws. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { exactly, viewAll } from './bytes-at.ts'
import type { CompressionCodec } from './library.ts'

type Library = typeof import('./library.ts')

const NOTHING = new Uint8Array(0)

/** @param length of what comes out of it */
export type Unpack = (packed: Uint8Array, length: number) => Uint8Array

/** Those that are needed. Throws what `unknown` makes of one that there is none of. */
export async function loadCodecs(
  { compressors }: Library,
  names: ReadonlySet<CompressionCodec>,
  unknown: (name: string) => Error,
): Promise<ReadonlyMap<CompressionCodec, Unpack>> {
  const known: Partial<Record<CompressionCodec, Unpack>> = {
    UNCOMPRESSED: (packed) => packed,
    SNAPPY: (packed, length) => {
      // The decoder does not know how much room there is, and leaves what it does not fill as it was.
      if (snappyLength(packed) !== length) throw new RangeError('another length')
      return compressors.SNAPPY!(packed, length)
    },
    GZIP: (packed, length) => gunzipSync(packed, { maxOutputLength: Math.max(1, length) }),
    BROTLI: (packed, length) => brotliDecompressSync(packed, { maxOutputLength: Math.max(1, length) }),
    // In frames of Hadoop's, or without.
    LZ4: (packed, length) => {
      if (framedLength(packed) !== length && lz4Length(packed) !== length)
        throw new RangeError('another length')
      return compressors.LZ4!(packed, length)
    },
    LZ4_RAW: (packed, length) => {
      if (lz4Length(packed) !== length) throw new RangeError('another length')
      return compressors.LZ4_RAW!(packed, length)
    },
  }
  if (names.has('ZSTD')) known.ZSTD = await (await import('../../sources/zstd-stream.ts')).loadZstdBlocks()
  return new Map(
    [...names].map((name) => {
      const unpack = known[name]
      if (!unpack) throw unknown(name)
      return [name, (packed, length) => exactly(length === 0 ? NOTHING : unpack(packed, length), length)]
    }),
  )
}

/** What stands before the bytes, seven bits at a time. */
function snappyLength(packed: Uint8Array): number {
  let length = 0
  for (let at = 0; at < 5 && at < packed.length; at++) {
    length += (packed[at] & 127) * 128 ** at
    if (packed[at] < 128) return length
  }
  return -1
}

/** Bytes that a block of LZ4 unpacks to, which stand nowhere; NaN where it breaks off. */
function lz4Length(packed: Uint8Array): number {
  let length = 0
  let at = 0
  const more = (nibble: number) => {
    let count = nibble
    if (nibble === 15)
      for (let byte = 255; byte === 255; ) {
        byte = packed[at++] ?? Number.NaN
        count += byte
      }
    return count
  }
  while (at < packed.length) {
    const token = packed[at++]
    const literals = more(token >> 4)
    length += literals
    at += literals
    // The last literals have no copy behind them.
    if (at === packed.length) return length
    at += 2
    length += more(token & 15) + 4
  }
  return Number.NaN
}

/** The same of blocks behind two numbers each, how many bytes they hold and how many they take. */
function framedLength(packed: Uint8Array): number {
  const view = viewAll(packed)
  let length = 0
  let at = 0
  while (at + 8 <= packed.length) {
    length += view.getUint32(at)
    at += 8 + view.getUint32(at + 4)
  }
  return at === packed.length ? length : Number.NaN
}
