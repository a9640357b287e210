/** What of Node's Buffer the program and its libraries use. */

/** Without the functions beside it, which are others here. */
const Root = Uint8Array as unknown as new (
  content: ArrayBuffer | ArrayLike<number> | number,
  offset?: number,
  length?: number,
) => Uint8Array<ArrayBuffer>

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
const written = new TextEncoder()

/** Characters that a call takes for arguments. */
const PIECE = 1 << 13

function charactersOf(codes: Uint8Array | Uint16Array): string {
  let text = ''
  for (let at = 0; at < codes.length; at += PIECE)
    text += String.fromCharCode(...codes.subarray(at, at + PIECE))
  return text
}

/** Halves of a pair that stand alone are kept, which a TextDecoder would replace. */
function utf16(bytes: Uint8Array): string {
  const whole = bytes.length - (bytes.length % 2)
  return charactersOf(new Uint16Array(Uint8Array.from(bytes.subarray(0, whole)).buffer))
}

const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

const READERS: Readonly<Record<string, (bytes: Uint8Array) => string>> = {
  utf8: (bytes) => utf8.decode(bytes),
  'utf-8': (bytes) => utf8.decode(bytes),
  utf16le: utf16,
  latin1: charactersOf,
  hex: hexOf,
  base64: (bytes) => btoa(charactersOf(bytes)),
}

const codesOf = (text: string) => Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))

const WRITERS: Readonly<Record<string, (text: string) => Uint8Array>> = {
  utf8: (text) => written.encode(text),
  'utf-8': (text) => written.encode(text),
  utf16le: (text) => new Uint8Array(codesOf(text).buffer),
  latin1: (text) => Uint8Array.from(codesOf(text)),
  base64: (text) => Uint8Array.from(codesOf(atob(text))),
}

export class Buffer extends Root {
  static alloc(length: number): Buffer {
    return new Buffer(length)
  }

  static allocUnsafe(length: number): Buffer {
    return new Buffer(length)
  }

  static allocUnsafeSlow(length: number): Buffer {
    return new Buffer(length)
  }

  /** Of an ArrayBuffer its own memory, of all else a copy. */
  static from(
    content: string | ArrayBuffer | ArrayLike<number>,
    encodingOrOffset: string | number = 'utf8',
    length?: number,
  ): Buffer {
    if (typeof content === 'string') {
      return new Buffer(WRITERS[encodingOrOffset](content))
    }
    if ('length' in content) return new Buffer(content)
    return new Buffer(content, typeof encodingOrOffset === 'number' ? encodingOrOffset : 0, length)
  }

  static concat(pieces: readonly Uint8Array[]): Buffer {
    const all = new Buffer(pieces.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const piece of pieces) {
      all.set(piece, at)
      at += piece.length
    }
    return all
  }

  static isBuffer(one: unknown): one is Buffer {
    return one instanceof Buffer
  }

  static byteLength(text: string): number {
    return written.encode(text).length
  }

  override toString(encoding = 'utf8', start = 0, end = this.length): string {
    return READERS[encoding](this.subarray(start, end))
  }

  /** The same memory, as Node has it. */
  override slice(start?: number, end?: number): Buffer {
    return this.subarray(start, end) as Buffer
  }

  equals(other: Uint8Array): boolean {
    return Buffer.compare(this, other) === 0
  }

  static compare(one: Uint8Array, other: Uint8Array): number {
    const at = one.findIndex((byte, index) => byte !== other[index])
    if (at < 0) return Math.sign(one.length - other.length)
    return at < other.length ? Math.sign(one[at] - other[at]) : 1
  }

  compare(other: Uint8Array, start = 0, end = other.length): number {
    return Buffer.compare(this, other.subarray(start, end))
  }

  copy(target: Uint8Array, to = 0, start = 0, end = this.length): number {
    const piece = this.subarray(start, Math.min(end, start + target.length - to))
    target.set(piece, to)
    return piece.length
  }

  override indexOf(wanted: number | string | Uint8Array, from = 0): number {
    if (typeof wanted === 'number') return super.indexOf(wanted, from)
    const bytes = typeof wanted === 'string' ? written.encode(wanted) : wanted
    for (let at = super.indexOf(bytes[0], from); at >= 0; at = super.indexOf(bytes[0], at + 1))
      if (bytes.every((byte, index) => this[at + index] === byte)) return at
    return -1
  }

  override includes(wanted: number | string | Uint8Array, from = 0): boolean {
    return this.indexOf(wanted, from) >= 0
  }

  private get view(): DataView {
    return new DataView(this.buffer, this.byteOffset, this.length)
  }

  readUInt16LE(at = 0): number {
    return this.view.getUint16(at, true)
  }

  readUInt32LE(at = 0): number {
    return this.view.getUint32(at, true)
  }

  readDoubleBE(at = 0): number {
    return this.view.getFloat64(at)
  }

  readInt32LE(at = 0): number {
    return this.view.getInt32(at, true)
  }

  readBigInt64LE(at = 0): bigint {
    return this.view.getBigInt64(at, true)
  }

  readBigUInt64LE(at = 0): bigint {
    return this.view.getBigUint64(at, true)
  }
}
