/** The values of a page as they are encoded: numbers, or pieces of bytes. */
import { viewAll } from './bytes-at.ts'
import type { SchemaElement } from './library.ts'
import { readRuns } from './runs.ts'

type Library = typeof import('./library.ts')

/** Byte strings, each from a place to another. */
export interface Pieces {
  readonly bytes: Buffer
  readonly starts: Int32Array
  readonly ends: Int32Array
}

export type StoredNumbers = Uint8Array | Int32Array | BigInt64Array | Float32Array | Float64Array

export type StoredValues = StoredNumbers | Pieces

/** Most bytes that one page may come to: others are lies. */
export const MAX_PAGE = 1 << 29

/**
 * Takes all values from a place in a page on. Throws where there are fewer.
 * @param encoding any but those that refer to a dictionary
 */
export function decodeStored(
  library: Library,
  encoding: string,
  { type, type_length = 0 }: SchemaElement,
  bytes: Uint8Array,
  count: number,
): StoredValues {
  const reader = { view: viewAll(bytes), offset: 0 }
  const width = type === 'INT96' ? 12 : type_length
  if (count === 0) return none(type)
  if (encoding === 'PLAIN') return readPlain(type, width, bytes, count)
  if (encoding === 'BYTE_STREAM_SPLIT') return joinStreams(type, width, bytes, count)
  if (encoding === 'RLE' && type === 'BOOLEAN') {
    const bits = new Uint8Array(count)
    readRuns(bytes.subarray(4, 4 + reader.view.getUint32(0, true)), 1, bits)
    return bits
  }
  if (encoding === 'DELTA_BINARY_PACKED' && (type === 'INT32' || type === 'INT64')) {
    const numbers = type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count)
    library.deltaBinaryUnpack(reader, count, numbers)
    return numbers
  }
  const lengths = () => {
    const found = new Int32Array(count)
    library.deltaBinaryUnpack(reader, count, found)
    return found
  }
  if (encoding === 'DELTA_LENGTH_BYTE_ARRAY') {
    const found = lengths()
    return piecesBehind(bytes, reader.offset, found)
  }
  if (encoding === 'DELTA_BYTE_ARRAY') {
    const [shared, own] = [lengths(), lengths()]
    return joinEnds(piecesBehind(bytes, reader.offset, own), shared)
  }
  throw new RangeError(`encoding ${encoding} of ${type}`)
}

function none(type: SchemaElement['type']): StoredValues {
  const kind = KINDS[type ?? '']
  if (kind) return kind.over(NOTHING)
  return type === 'BOOLEAN'
    ? NOTHING
    : { bytes: buffer(NOTHING), starts: new Int32Array(0), ends: new Int32Array(0) }
}

const NOTHING = new Uint8Array(0)

interface Kind {
  readonly width: number
  readonly over: (bytes: Uint8Array) => StoredNumbers
}

const KINDS: Readonly<Record<string, Kind>> = {
  INT32: { width: 4, over: (bytes) => new Int32Array(...aligned(bytes, 4)) },
  INT64: { width: 8, over: (bytes) => new BigInt64Array(...aligned(bytes, 8)) },
  FLOAT: { width: 4, over: (bytes) => new Float32Array(...aligned(bytes, 4)) },
  DOUBLE: { width: 8, over: (bytes) => new Float64Array(...aligned(bytes, 8)) },
}

/** Numbers begin at a multiple of their width: others are copied. */
function aligned(bytes: Uint8Array, width: number): [ArrayBufferLike, number, number] {
  const { buffer, byteOffset, length } = bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes)
  return [buffer, byteOffset, length / width]
}

function readPlain(
  type: SchemaElement['type'],
  length: number,
  bytes: Uint8Array,
  count: number,
): StoredValues {
  if (type === 'BYTE_ARRAY') return readPieces(bytes, count)
  if (type === 'BOOLEAN') return readBits(bytes, count)
  const { width, over } = KINDS[type ?? ''] ?? { width: length, over: null }
  if (width * count !== bytes.length) throw new RangeError('other bytes than values')
  return over ? over(bytes) : fixedPieces(bytes, width, count)
}

function readBits(bytes: Uint8Array, count: number): Uint8Array {
  if (bytes.length !== Math.ceil(count / 8)) throw new RangeError('other bytes than values')
  return Uint8Array.from({ length: count }, (_, index) => (bytes[index >> 3] >> (index & 7)) & 1)
}

function buffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

/** Each behind its length. */
function readPieces(bytes: Uint8Array, count: number): Pieces {
  const view = viewAll(bytes)
  const [starts, ends] = [new Int32Array(count), new Int32Array(count)]
  let at = 0
  for (let index = 0; index < count; index++) {
    const length = view.getUint32(at, true)
    starts[index] = at + 4
    at += 4 + length
    ends[index] = at
    if (at > bytes.length) throw new RangeError('a value beyond the page')
  }
  if (at !== bytes.length) throw new RangeError('more bytes than values')
  return { bytes: buffer(bytes), starts, ends }
}

function fixedPieces(bytes: Uint8Array, width: number, count: number): Pieces {
  if (width <= 0 || width * count !== bytes.length) throw new RangeError('other bytes than values')
  return {
    bytes: buffer(bytes),
    starts: Int32Array.from({ length: count }, (_, index) => index * width),
    ends: Int32Array.from({ length: count }, (_, index) => (index + 1) * width),
  }
}

/** One behind the other, from a place on. */
function piecesBehind(bytes: Uint8Array, start: number, lengths: Int32Array): Pieces {
  const [starts, ends] = [new Int32Array(lengths.length), new Int32Array(lengths.length)]
  let at = start
  for (const [index, length] of lengths.entries()) {
    starts[index] = at
    at += length
    ends[index] = at
    if (length < 0 || at > bytes.length) throw new RangeError('a value beyond the page')
  }
  return { bytes: buffer(bytes), starts, ends }
}

/** Each begins as the one before it, for so many bytes. */
function joinEnds({ bytes, starts, ends }: Pieces, shared: Int32Array): Pieces {
  const whole = shared.map((length, index) => length + ends[index] - starts[index])
  const size = whole.reduce((sum, length) => sum + length, 0)
  if (size > MAX_PAGE) throw new RangeError('values longer than any page')
  const all = piecesBehind(new Uint8Array(size), 0, whole)
  for (const [index, length] of shared.entries()) {
    const before = index === 0 ? 0 : all.ends[index - 1] - all.starts[index - 1]
    if (length < 0 || length > before) throw new RangeError('a beginning longer than what it is of')
    const to = all.starts[index]
    if (length > 0) all.bytes.copyWithin(to, all.starts[index - 1], all.starts[index - 1] + length)
    bytes.copy(all.bytes, to + length, starts[index], ends[index])
  }
  return all
}

/** All first bytes, then all second ones, and so on. */
function joinStreams(
  type: SchemaElement['type'],
  length: number,
  bytes: Uint8Array,
  count: number,
): StoredValues {
  const { width, over } = KINDS[type ?? ''] ?? { width: length, over: null }
  if (width * count !== bytes.length) throw new RangeError('other bytes than values')
  const joined = new Uint8Array(bytes.length)
  for (let byte = 0; byte < width; byte++)
    for (let index = 0, from = byte * count; index < count; index++)
      joined[index * width + byte] = bytes[from + index]
  return over ? over(joined) : fixedPieces(joined, width, count)
}
