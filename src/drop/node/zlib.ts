/** What of node:zlib the program needs to unpack. */
import { compressors } from '../../formats/parquet/library.ts'
import { Buffer } from './bytes.ts'
import { fault, Inflater } from './inflate.ts'

/** Nothing is written here. */
export { gzipSync } from './absent.ts'
export { crc32 } from './crc32.ts'

export const constants = { Z_SYNC_FLUSH: 2 }

const CHUNK = 1 << 16

interface Options {
  readonly chunkSize?: number
}

function createUnpacking(form: 'gzip' | 'raw', { chunkSize = CHUNK }: Options) {
  const inflater = new Inflater(form, chunkSize)
  let source: AsyncIterable<Uint8Array>
  return {
    get bytesWritten() {
      return inflater.taken
    },
    take(bytes: AsyncIterable<Uint8Array>) {
      source = bytes
    },
    async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
      for await (const bytes of source) for (const piece of inflater.push(bytes)) yield Buffer.from(piece)
      if (!inflater.isEnded) throw fault('Z_BUF_ERROR')
    },
  }
}

export const createGunzip = (options: Options = {}) => createUnpacking('gzip', options)
export const createInflateRaw = (options: Options = {}) => createUnpacking('raw', options)

interface SyncOptions {
  /** What there is, of bytes that end early. */
  readonly finishFlush?: number
  readonly maxOutputLength?: number
}

export function gunzipSync(
  packed: Uint8Array,
  { finishFlush, maxOutputLength = Number.POSITIVE_INFINITY }: SyncOptions = {},
): Buffer {
  const inflater = new Inflater('gzip', CHUNK)
  const pieces: Uint8Array[] = []
  let size = 0
  for (const piece of inflater.push(packed)) {
    size += piece.length
    if (size > maxOutputLength) throw fault('ERR_BUFFER_TOO_LARGE')
    pieces.push(piece)
  }
  if (finishFlush === undefined && !inflater.isEnded) throw fault('Z_BUF_ERROR')
  return Buffer.concat(pieces)
}

export function brotliDecompressSync(
  packed: Uint8Array,
  { maxOutputLength }: { readonly maxOutputLength: number },
): Uint8Array {
  return compressors.BROTLI!(packed, maxOutputLength)
}
