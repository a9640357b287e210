/**
 * Deflate (RFC 1951) and gzip (RFC 1952) unpacked piece by piece, each checked as zlib checks it. The browser's own
 * DecompressionStream takes no second member of gzip, and does not say how far it came.
 */
import { crc32 } from './crc32.ts'

/** What is wrong, as zlib calls it. */
export function fault(code: string): Error {
  return Object.assign(new Error(code), { code })
}

const damaged = () => fault('Z_DATA_ERROR')

/** How far back a copy may reach. */
const WINDOW = 1 << 15

/** Most bytes of one copy. */
const MOST_COPY = 258

const EMPTY = new Uint8Array(0)

/** By the next bits of the input: a symbol, and how many of these bits it takes; 0 for none. */
interface Codes {
  readonly entries: Uint16Array
  readonly bits: number
}

/** What a symbol of lengths or distances begins with, and the bits that are added. */
function scaleOf(
  count: number,
  first: number,
  steps: number,
): readonly (readonly [base: number, extra: number])[] {
  let base = first
  return Array.from({ length: count }, (_, symbol) => {
    const extra = Math.max(0, Math.floor(symbol / steps) - 1)
    const one = [base, extra] as const
    base += 1 << extra
    return one
  })
}

/** The last of the lengths stands by itself. */
const LENGTHS = [...scaleOf(28, 3, 4), [MOST_COPY, 0] as const]
const DISTANCES = scaleOf(30, 1, 2)

/** The order in which the lengths of codes of lengths stand. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

/** @param mayLack whether one code alone will do */
function codesOf(lengths: Uint8Array, mayLack: boolean): Codes {
  const counts = new Uint16Array(16)
  for (const length of lengths) if (length > 0) counts[length]++
  const bits = counts.findLastIndex((count) => count > 0)
  // Whoever needs a symbol of none finds that there is none.
  if (bits < 0) return { entries: new Uint16Array(2), bits: 1 }
  let left = 1
  const next = new Uint16Array(17)
  for (let length = 1; length <= 15; length++) {
    left = 2 * left - counts[length]
    if (left < 0) throw damaged()
    next[length + 1] = (next[length] + counts[length]) << 1
  }
  if (left > 0 && !(mayLack && bits === 1)) throw damaged()
  const entries = new Uint16Array(1 << bits)
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]
    if (length === 0) continue
    let code = next[length]++
    let turned = 0
    for (let i = 0; i < length; i++, code >>= 1) turned = (turned << 1) | (code & 1)
    for (let at = turned; at < entries.length; at += 1 << length) entries[at] = (symbol << 4) | length
  }
  return { entries, bits }
}

const FIXED = codesOf(
  Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
  false,
)
const FIXED_DISTANCES = codesOf(new Uint8Array(32).fill(5), false)

type State = 'head' | 'block' | 'stored' | 'symbols' | 'tail' | 'end'

/** More input is needed than there is. */
const NEEDS = -1

export class Inflater {
  /** Bytes that were taken: none behind the end. */
  taken = 0
  private input: Uint8Array = EMPTY
  private at = 0
  private hold = 0
  private bits = 0
  private readonly output: Uint8Array
  /** Bytes in the output, and those of them that were given. */
  private filled = 0
  private given = 0
  private state: State
  private isLast = false
  /** Bytes of a block that stand there as they are. */
  private left = 0
  private codes = FIXED
  private distances = FIXED_DISTANCES
  /** Of the member that is unpacked. */
  private size = 0
  private sum = 0

  /** @param chunk bytes given at once, at most */
  constructor(
    private readonly form: 'gzip' | 'raw',
    chunk: number,
  ) {
    this.output = new Uint8Array(WINDOW + MOST_COPY + chunk)
    this.state = form === 'gzip' ? 'head' : 'block'
  }

  get isEnded(): boolean {
    return this.state === 'end'
  }

  /** What comes of it, in memory of its own. */
  *push(bytes: Uint8Array): Generator<Uint8Array> {
    const rest = this.input.subarray(this.at)
    this.input = bytes
    if (rest.length > 0) {
      this.input = new Uint8Array(rest.length + bytes.length)
      this.input.set(rest)
      this.input.set(bytes, rest.length)
    }
    this.at = 0
    // All of a member is given before its sum is looked at.
    while (this.step())
      if (this.filled > this.output.length - MOST_COPY || (this.state === 'tail' && this.filled > this.given))
        yield this.give()
    if (this.filled > this.given) yield this.give()
    this.giveBack()
    this.taken += bytes.length + rest.length - (this.input.length - this.at)
  }

  private give(): Uint8Array {
    const { output, given, filled } = this
    const piece = output.slice(given, filled)
    if (this.form === 'gzip') this.sum = crc32(piece, this.sum)
    this.size += piece.length
    const kept = Math.min(WINDOW, filled)
    output.copyWithin(0, filled - kept, filled)
    this.filled = kept
    this.given = kept
    return piece
  }

  /** Whole bytes that were taken too early. */
  private giveBack(): void {
    this.at -= this.bits >> 3
    this.bits &= 7
    this.hold &= (1 << this.bits) - 1
  }

  /** Goes on where it is; false where there is nothing to go on with. What has not come whole is begun anew. */
  private step(): boolean {
    const { at, hold, bits } = this
    if (this[this.state]()) return true
    if (this.state !== 'symbols' && this.state !== 'stored' && this.state !== 'end') {
      this.at = at
      this.hold = hold
      this.bits = bits
    }
    return false
  }

  private need(count: number): boolean {
    while (this.bits < count) {
      if (this.at >= this.input.length) return false
      this.hold |= this.input[this.at++] << this.bits
      this.bits += 8
    }
    return true
  }

  /** So many bits, which are there. */
  private take(count: number): number {
    const value = this.hold & ((1 << count) - 1)
    this.hold >>>= count
    this.bits -= count
    return value
  }

  private symbol({ entries, bits }: Codes): number {
    for (;;) {
      const entry = entries[this.hold & (entries.length - 1)]
      const length = entry & 15
      if (length > 0 && length <= this.bits) {
        this.hold >>>= length
        this.bits -= length
        return entry >> 4
      }
      if (length === 0 && this.bits >= bits) throw damaged()
      if (this.at >= this.input.length) return NEEDS
      this.hold |= this.input[this.at++] << this.bits
      this.bits += 8
    }
  }

  private head(): boolean {
    const { input, at: start } = this
    if (input.length - start < 10) {
      if (!isBeginning(input.subarray(start))) throw damaged()
      return false
    }
    const flags = input[start + 3]
    if (!isBeginning(input.subarray(start, start + 4))) throw damaged()
    let at = start + 10
    if (flags & 4) at += 2 + (input[at] | (input[at + 1] << 8))
    for (const flag of [8, 16])
      if (flags & flag) {
        const end = input.indexOf(0, at)
        if (end < 0) return false
        at = end + 1
      }
    const summed = flags & 2 ? 2 : 0
    if (at + summed > input.length) return false
    if (summed > 0 && (crc32(input.subarray(start, at)) & 0xffff) !== (input[at] | (input[at + 1] << 8)))
      throw damaged()
    this.at = at + summed
    this.size = 0
    this.sum = 0
    this.filled = 0
    this.given = 0
    this.state = 'block'
    return true
  }

  private block(): boolean {
    if (this.isLast) {
      this.giveBack()
      this.bits = 0
      this.hold = 0
      this.isLast = false
      this.state = this.form === 'gzip' ? 'tail' : 'end'
      return true
    }
    if (!this.need(3)) return false
    const isLast = this.take(1) === 1
    const kind = this.take(2)
    if (kind === 3) throw damaged()
    if (kind === 0) {
      this.giveBack()
      this.take(this.bits)
      const { input, at } = this
      if (input.length - at < 4) return false
      this.left = input[at] | (input[at + 1] << 8)
      if ((this.left ^ 0xffff) !== (input[at + 2] | (input[at + 3] << 8))) throw damaged()
      this.at += 4
    } else if (kind === 1) {
      this.codes = FIXED
      this.distances = FIXED_DISTANCES
    } else if (!this.dynamic()) return false
    this.isLast = isLast
    this.state = kind === 0 ? 'stored' : 'symbols'
    return true
  }

  private dynamic(): boolean {
    if (!this.need(14)) return false
    const [literals, distances, count] = [this.take(5) + 257, this.take(5) + 1, this.take(4) + 4]
    if (literals > 286 || distances > 30) throw damaged()
    const ofLengths = new Uint8Array(19)
    for (let i = 0; i < count; i++) {
      if (!this.need(3)) return false
      ofLengths[ORDER[i]] = this.take(3)
    }
    const codes = codesOf(ofLengths, false)
    const lengths = new Uint8Array(literals + distances)
    for (let at = 0; at < lengths.length; ) {
      const symbol = this.symbol(codes)
      if (symbol === NEEDS) return false
      if (symbol < 16) {
        lengths[at++] = symbol
        continue
      }
      const [least, extra] = symbol === 16 ? [3, 2] : symbol === 17 ? [3, 3] : [11, 7]
      if (!this.need(extra)) return false
      const times = least + this.take(extra)
      if (at + times > lengths.length || (symbol === 16 && at === 0)) throw damaged()
      lengths.fill(symbol === 16 ? lengths[at - 1] : 0, at, at + times)
      at += times
    }
    // Without an end a block has none.
    if (lengths[256] === 0) throw damaged()
    this.codes = codesOf(lengths.subarray(0, literals), true)
    this.distances = codesOf(lengths.subarray(literals), true)
    return true
  }

  private stored(): boolean {
    const { input, output } = this
    const count = Math.min(this.left, input.length - this.at, output.length - this.filled)
    output.set(input.subarray(this.at, this.at + count), this.filled)
    this.at += count
    this.filled += count
    this.left -= count
    if (this.left === 0) this.state = 'block'
    return count > 0 || this.left === 0
  }

  private symbols(): boolean {
    const { output, codes, distances } = this
    while (this.filled <= output.length - MOST_COPY) {
      const { at, hold, bits } = this
      const symbol = this.symbol(codes)
      if (symbol >= 0 && symbol < 256) {
        output[this.filled++] = symbol
        continue
      }
      if (symbol === 256) {
        this.state = 'block'
        return true
      }
      if (symbol === NEEDS || !this.copy(symbol - 257, distances)) {
        this.at = at
        this.hold = hold
        this.bits = bits
        return false
      }
    }
    return true
  }

  /** False where its distance has not come whole. */
  private copy(ofLength: number, distances: Codes): boolean {
    if (ofLength >= LENGTHS.length) throw damaged()
    const [least, extra] = LENGTHS[ofLength]
    if (!this.need(extra)) return false
    const length = least + this.take(extra)
    const ofDistance = this.symbol(distances)
    if (ofDistance === NEEDS) return false
    if (ofDistance >= DISTANCES.length) throw damaged()
    const [nearest, more] = DISTANCES[ofDistance]
    if (!this.need(more)) return false
    const distance = nearest + this.take(more)
    const { output, filled } = this
    if (distance > filled) throw damaged()
    // What is copied may be copied again.
    for (let i = 0; i < length; i++) output[filled + i] = output[filled + i - distance]
    this.filled += length
    return true
  }

  private tail(): boolean {
    const { input, at } = this
    if (input.length - at < 8) return false
    const view = new DataView(input.buffer, input.byteOffset + at, 8)
    if (view.getUint32(0, true) !== this.sum || view.getUint32(4, true) !== this.size % 2 ** 32)
      throw damaged()
    this.at += 8
    this.state = 'end'
    return true
  }

  /** Behind a member of gzip another may begin; zeros are padding, and are left where they are. */
  private end(): boolean {
    if (this.form === 'raw' || this.at >= this.input.length || this.input[this.at] === 0) return false
    this.state = 'head'
    return true
  }
}

/** Whether bytes may be the first of a member of gzip. */
function isBeginning(bytes: Uint8Array): boolean {
  const [first = 0x1f, second = 0x8b, method = 8, flags = 0] = bytes
  return first === 0x1f && second === 0x8b && method === 8 && (flags & 0xe0) === 0
}
