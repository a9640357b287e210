/** The levels of a page, which say where lists begin and where there is no value, and the bytes of its values behind them. */
import { exactly, viewAll } from './bytes-at.ts'
import type { Unpack } from './codecs.ts'
import type { Chunk } from './footer.ts'
import type { Leaf } from './leaves.ts'
import type { PageHeader } from './library.ts'
import { readRuns } from './runs.ts'

/** Of each entry: a row, or an element of a list in one. */
export interface Levels {
  readonly count: number
  /** 0 where a row begins; null without lists. */
  readonly repetition: Uint8Array | null
  /** How much of it is there; null where every value is. */
  readonly definition: Uint8Array | null
}

export interface PartedPage {
  readonly levels: Levels
  readonly encoding: Chunk['encodings'][number]
  readonly data: Uint8Array
  /** Entries that have one. */
  readonly values: number
}

/** @param left entries that pages may still have */
export function partPage(
  leaf: Leaf,
  { data_page_header: first, data_page_header_v2: second, uncompressed_page_size: size, type }: PageHeader,
  bytes: Uint8Array,
  unpack: Unpack,
  left: number,
): PartedPage {
  const header = type === 'DATA_PAGE' ? first! : second!
  const { num_values: count, encoding } = header
  if (!Number.isInteger(count) || count < 0 || count > left)
    throw new RangeError('more values than there are')
  const pieces = second && type === 'DATA_PAGE_V2' ? ofSecondKind(second, bytes, size, unpack) : null
  const page = pieces?.data ?? unpack(bytes, size)
  const take = leaf.isList || leaf.present > 0 ? createTaker(pieces, page) : null
  const repetition = leaf.isList ? take!.levels('repetition', 1, count) : null
  const all = leaf.present > 0 ? take!.levels('definition', leaf.present, count) : null
  const definition = all && lacksAny(all, leaf.present) ? all : null
  return {
    levels: { count, repetition, definition },
    encoding,
    data: page.subarray(take?.end() ?? 0),
    values: definition ? countOf(definition, leaf.present) : count,
  }
}

interface Pieces {
  readonly repetition: Uint8Array
  readonly definition: Uint8Array
  readonly data: Uint8Array
}

/** Levels stand before the values, and are not packed with them. */
function ofSecondKind(
  header: NonNullable<PageHeader['data_page_header_v2']>,
  bytes: Uint8Array,
  size: number,
  unpack: Unpack,
): Pieces {
  const { repetition_levels_byte_length: first, definition_levels_byte_length: second } = header
  const behind = first + second
  if (!(first >= 0 && second >= 0 && behind <= Math.min(size, bytes.length)))
    throw new RangeError('levels beyond the page')
  const packed = bytes.subarray(behind)
  return {
    repetition: bytes.subarray(0, first),
    definition: bytes.subarray(first, behind),
    data: header.is_compressed === false ? exactly(packed, size - behind) : unpack(packed, size - behind),
  }
}

/** Takes levels from where they stand: pieces of their own, or the beginning of the page, behind their lengths. */
function createTaker(pieces: Pieces | null, page: Uint8Array) {
  let at = 0
  const next = () => {
    const length = viewAll(page).getUint32(at, true)
    const from = at + 4
    at = from + length
    if (at > page.length) throw new RangeError('levels beyond the page')
    return page.subarray(from, at)
  }
  return {
    levels(which: 'repetition' | 'definition', most: number, count: number): Uint8Array {
      const bits = 32 - Math.clz32(most)
      const levels = new Uint8Array(count)
      readRuns(pieces ? pieces[which] : next(), bits, levels)
      for (let level = most + 1; level < 2 ** bits; level++)
        if (levels.includes(level)) throw new RangeError('no such level')
      return levels
    },
    end: () => at,
  }
}

/** Looks for each level by itself, which takes a hundredth of looking at each entry. */
function lacksAny(levels: Uint8Array, present: number): boolean {
  for (let level = 0; level < present; level++) if (levels.includes(level)) return true
  return false
}

function countOf(levels: Uint8Array, level: number): number {
  let count = 0
  for (let index = 0; index < levels.length; index++) if (levels[index] === level) count++
  return count
}
