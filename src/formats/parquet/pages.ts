/** The pages of a column, one after another: found, checked, unpacked and decoded. */
import { crc32 } from 'node:zlib'
import type { OpenFile } from '../../sources/file.ts'
import { bytesAt, glanceAt, viewAll } from './bytes-at.ts'
import type { Unpack } from './codecs.ts'
import { damagedParquet, orDamaged } from './damage.ts'
import { pickValues, remembering } from './dictionary.ts'
import type { Chunk } from './footer.ts'
import type { Leaf } from './leaves.ts'
import { type Levels, partPage } from './levels.ts'
import type { CompressionCodec, PageHeader } from './library.ts'
import { type Values, valuesOf } from './meaning.ts'
import { decodeStored, MAX_PAGE } from './stored.ts'

/** What pages of a file are read with. */
export interface PageReading {
  /** Columns that are read side by side. */
  readonly width?: number
  readonly file: OpenFile
  readonly library: typeof import('./library.ts')
  readonly codecs: ReadonlyMap<CompressionCodec, Unpack>
}

export interface Page extends Levels {
  readonly values: Values
}

/** Bytes in which a header is looked for first, and most of it: statistics in it may be long. */
const HEADER = 1 << 10
const MAX_HEADER = 1 << 24

/** Bytes of all dictionaries that are kept from page to page; of more, each is read again for the next page. */
const MAX_DICTIONARIES = 1 << 26

/** The pages of a column from one on, and where the dictionary is that they refer to. */
interface PagesFrom extends Chunk {
  readonly dictionary?: number | null
}

/** Those from the page on that holds a row of a column without lists. Pages before it are passed by their headers. */
export function pagesFrom({ file, library }: PageReading, chunk: Chunk, row: number): PagesFrom {
  let [at, before] = [chunk.start, 0]
  let dictionary: number | null = null
  for (;;) {
    const { header, length } = readHeader(file, library, at, chunk.end)
    const {
      type,
      compressed_page_size: packed,
      data_page_header: first,
      data_page_header_v2: second,
    } = header
    const rows = first?.num_values ?? second?.num_values ?? 0
    if (!isCount(packed) || !isCount(rows)) throw new RangeError('a size that cannot be')
    if (type === 'DICTIONARY_PAGE') dictionary = at
    else if (before + rows > row) return { ...chunk, start: at, values: chunk.values - before, dictionary }
    before += rows
    at += length + packed
  }
}

/** Pages of data in their order; null behind the last. Throws an InputError for one that is not what it says. */
export function openPages(reading: PageReading, leaf: Leaf, chunk: PagesFrom): () => Page | null {
  const { file, width = 1 } = reading
  const damage = `column "${leaf.name}" cannot be decoded`
  let [at, left] = [chunk.start, chunk.values]
  let place = chunk.dictionary ?? null
  let kept: Values | null = null
  const dictionary = () => {
    if (place === null) throw new RangeError('no dictionary')
    const values = kept ?? decodeDictionary(reading, leaf, chunk, readPage(reading, chunk, place))
    kept = values.length * 8 * width <= MAX_DICTIONARIES ? values : null
    return values
  }
  const step = (): Page | null => {
    const raw = readPage(reading, chunk, at)
    const { type } = raw.header
    const page = type.startsWith('DATA_') ? decodePage(reading, leaf, chunk, raw, dictionary, left) : null
    if (type === 'DICTIONARY_PAGE' && place !== null) throw new RangeError('two dictionaries')
    if (type === 'DICTIONARY_PAGE') place = at
    at = raw.end
    left -= page?.count ?? 0
    return page
  }
  return () => {
    while (left > 0) {
      const page = orDamaged(file.path, damage, step)
      if (page !== null && page.count > 0) return page
    }
    if (at !== chunk.end)
      throw damagedParquet(file.path, `column "${leaf.name}" has bytes behind its last page`)
    return null
  }
}

interface RawPage {
  readonly header: PageHeader
  /** As they stand in the file. */
  readonly bytes: Uint8Array
  readonly end: number
}

function readPage({ file, library }: PageReading, chunk: Chunk, at: number): RawPage {
  const { header, length } = readHeader(file, library, at, chunk.end)
  const { compressed_page_size: packed, uncompressed_page_size: unpacked, crc } = header
  const start = at + length
  const isLie = !isCount(packed) || !isCount(unpacked) || start + packed > chunk.end
  if (isLie || unpacked > Math.min(MAX_PAGE, chunk.unpacked)) throw new RangeError('a size that cannot be')
  // Of what is unpacked nothing is kept as it stood.
  const isKept = chunk.codec === 'UNCOMPRESSED' || header.data_page_header_v2?.is_compressed === false
  const bytes = (isKept ? bytesAt : glanceAt)(file, start, packed)
  if (crc !== undefined && crc32(bytes) !== crc >>> 0) throw new RangeError('another checksum')
  return { header, bytes, end: start + packed }
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0
}

function readHeader(file: OpenFile, { parquetHeader }: PageReading['library'], at: number, end: number) {
  for (let room = HEADER; ; room *= 16) {
    const reader = { view: viewAll(bytesAt(file, at, Math.min(room, end - at))), offset: 0 }
    try {
      return { header: parquetHeader(reader), length: reader.offset }
    } catch (error) {
      if (at + room >= end || room >= MAX_HEADER) throw error
    }
  }
}

function decodeDictionary(
  { library, codecs }: PageReading,
  { element }: Leaf,
  { codec }: Chunk,
  { header, bytes }: RawPage,
): Values {
  const { dictionary_page_header: described, uncompressed_page_size: size } = header
  const { num_values: count } = described!
  // A value takes a bit at least.
  if (!isCount(count) || count > size * 8) throw new RangeError('a dictionary that cannot be')
  const stored = decodeStored(library, 'PLAIN', element, codecs.get(codec)!(bytes, size), count)
  return remembering(valuesOf(element, stored))
}

function decodePage(
  { library, codecs }: PageReading,
  leaf: Leaf,
  { codec, encodings }: Chunk,
  { header, bytes }: RawPage,
  dictionary: () => Values,
  left: number,
): Page {
  const parted = partPage(leaf, header, bytes, codecs.get(codec)!, left)
  const { encoding, levels, data, values: count } = parted
  if (!encodings.includes(encoding)) throw new RangeError('an encoding that the column has not')
  const values = encoding.endsWith('_DICTIONARY')
    ? pickValues(dictionary(), data, count)
    : valuesOf(leaf.element, decodeStored(library, encoding, leaf.element, data, count))
  return { ...levels, values }
}
