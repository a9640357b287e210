/** Numbers from bytes: the types of array elements, little- and big-endian, as doubles. */
import { parseNumber } from '../csv/dialect.ts'

export interface ElementType {
  /** numpy's name: float32, uint8, ... */
  readonly name: string
  readonly bytes: number
  /** numpy's code without the byte order, f4, u1, ..., where bytes stand as machines have them; null where they do not. */
  readonly code: string | null
  /** The element that begins at `offset`, as the nearest double. */
  read(view: DataView, offset: number): number
  /** The same in decimals, to the last digit: as ids, whole numbers of 64 bits are more than doubles tell apart. */
  text(view: DataView, offset: number): string
}

type Reader = (view: DataView, offset: number, little: boolean) => number

const READERS: Readonly<Record<string, readonly [name: string, bytes: number, read: Reader]>> = {
  b1: ['bool', 1, (view, at) => view.getUint8(at)],
  i1: ['int8', 1, (view, at) => view.getInt8(at)],
  u1: ['uint8', 1, (view, at) => view.getUint8(at)],
  i2: ['int16', 2, (view, at, little) => view.getInt16(at, little)],
  u2: ['uint16', 2, (view, at, little) => view.getUint16(at, little)],
  i4: ['int32', 4, (view, at, little) => view.getInt32(at, little)],
  u4: ['uint32', 4, (view, at, little) => view.getUint32(at, little)],
  // Exact to 2^53, and no label or score is larger.
  i8: ['int64', 8, (view, at, little) => Number(view.getBigInt64(at, little))],
  u8: ['uint64', 8, (view, at, little) => Number(view.getBigUint64(at, little))],
  f2: ['float16', 2, (view, at, little) => halfToDouble(view.getUint16(at, little))],
  f4: ['float32', 4, (view, at, little) => view.getFloat32(at, little)],
  f8: ['float64', 8, (view, at, little) => view.getFloat64(at, little)],
}

const TEXTS: Readonly<Record<string, (view: DataView, at: number, little: boolean) => string>> = {
  i8: (view, at, little) => String(view.getBigInt64(at, little)),
  u8: (view, at, little) => String(view.getBigUint64(at, little)),
}

/** Most bytes of a text: blocks of rows hold many. */
const MAX_TEXT_BYTES = 1 << 12

/**
 * A text of a fixed number of characters, filled up with zeros: `<U12` of UTF-32, `|S12` of UTF-8. Its readers throw where bytes are
 * no text.
 */
function textType(code: string): ElementType | undefined {
  const [, order, kind, size] = /^([<>|=])([US])(\d{1,6})$/.exec(code) ?? []
  const bytes = kind === 'U' ? 4 * Number(size) : Number(size)
  if (!kind || bytes === 0 || bytes > MAX_TEXT_BYTES) return undefined
  const little = order !== '>'
  const text =
    kind === 'U'
      ? (view: DataView, offset: number) => wideText(view, offset, bytes, little)
      : (view: DataView, offset: number) => narrowText(view, offset, bytes)
  return { name: 'text', bytes, code: null, read: (...place) => parseNumber(text(...place)), text }
}

function wideText(view: DataView, offset: number, bytes: number, little: boolean): string {
  let text = ''
  for (let at = offset; at < offset + bytes; at += 4) {
    const point = view.getUint32(at, little)
    text += String.fromCodePoint(point)
  }
  return text.replace(/\0+$/, '')
}

function narrowText(view: DataView, offset: number, bytes: number): string {
  const all = new Uint8Array(view.buffer, view.byteOffset + offset, bytes)
  return UTF8.decode(all).replace(/\0+$/, '')
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The element type of a numpy code such as `<f4`, `>i8`, `|b1` or `<U12`; undefined when it is neither a plain number nor a text. */
export function elementType(code: string): ElementType | undefined {
  return textType(code) ?? numberType(code)
}

function numberType(code: string): ElementType | undefined {
  const match = /^([<>|=])([a-z]\d)$/.exec(code)
  const reader = match && READERS[match[2]]
  if (!reader || (match[1] === '|' && reader[1] > 1)) return undefined
  const little = match[1] !== '>'
  const [name, bytes, read] = reader
  const text = TEXTS[match[2]] ?? ((...place) => String(read(...place)))
  return {
    name: little ? name : `${name} (big-endian)`,
    bytes,
    code: little || bytes === 1 ? match[2] : null,
    read: (view, offset) => read(view, offset, little),
    text: (view, offset) => text(view, offset, little),
  }
}

/** The upper half of a binary32, in which networks compute; numpy has no code for it. */
export function bfloat16(little: boolean): ElementType {
  const read = (view: DataView, offset: number) => brainToDouble(view.getUint16(offset, little))
  return {
    name: little ? 'bfloat16' : 'bfloat16 (big-endian)',
    bytes: 2,
    code: null,
    read,
    text: (view, offset) => String(read(view, offset)),
  }
}

function brainToDouble(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 7) & 255
  const fraction = bits & 127
  if (exponent === 255) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  if (exponent === 0) return sign * fraction * 2 ** -133
  return sign * (1 + fraction / 128) * 2 ** (exponent - 127)
}

/** IEEE 754 binary16, which DataView cannot read before Node 24. */
function halfToDouble(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  if (exponent === 0) return sign * fraction * 2 ** -24
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
