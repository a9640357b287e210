/**
 * Moments as bytes that any language can write and read.
 *
 * What is stored is c_k / c_0, which lies in [-1, 1], in ever fewer bytes: over a bin, a loss that falls as e^(-r s) is
 * its value in the middle times 1 + sum_k a_k T_k with |a_k| <= 2 (r/32)^k / k! e^((r/32)^2 / (k + 1)), so that high
 * moments need few digits. With the widths below, rounding moves no sum by more than 5e-14 of its terms at r = 22, the
 * square of a focal loss with gamma = 10, and by 7e-15 at r = 11, that loss itself. docs/sketch.md derives it.
 */
import { MOMENTS } from '../grid.ts'

/** Bytes of the moments 1 to 13. */
export const WIDTHS = [6, 6, 6, 6, 6, 5, 5, 4, 4, 3, 3, 2, 2] as const

/** The integers that stand for 1 there. */
const SCALES = WIDTHS.map(scaleOf)

/** Bytes of the moments of one segment. */
export const SEGMENT_BYTES = WIDTHS.reduce((sum, width) => sum + width, 0)

/** The moments of each segment, c_0 first, as base64. */
export function encodeMoments(segments: readonly Float64Array[]): string {
  const bytes = new Uint8Array(segments.length * SEGMENT_BYTES)
  let at = 0
  for (const moments of segments) {
    for (const [index, width] of WIDTHS.entries()) {
      // Without weight there is nothing to divide by; a sum may round to a little more than its bound.
      const ratio = moments[0] === 0 ? 0 : Math.min(1, Math.max(-1, moments[index + 1] / moments[0]))
      writeInteger(bytes, at, width, Math.round(ratio * SCALES[index]))
      at += width
    }
  }
  return toBase64(bytes)
}

/** The digits of base64 by the codes of their letters; NONE for what is no digit. */
const NONE = 64
const DIGITS = new Uint8Array(256).fill(NONE)
for (const [digit, letter] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries())
  DIGITS[letter.charCodeAt(0)] = digit

/** The bytes of a base64 text; null when it is none. atob forgives spaces and missing padding, and so takes a text that was cut. */
export function readBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  // A letter beyond Latin has no place in the list.
  const digit = (at: number) => DIGITS[text.charCodeAt(at)] ?? NONE
  let all = 0
  for (let from = 0, to = 0; from < text.length; from += 4, to += 3) {
    const rest = text.length - padding - from
    const [c, d] = [rest > 2 ? digit(from + 2) : 0, rest > 3 ? digit(from + 3) : 0]
    const [a, b] = [digit(from), digit(from + 1)]
    all |= a | b | c | d
    bytes[to] = (a << 2) | (b >> 4)
    bytes[to + 1] = (b << 4) | (c >> 2)
    bytes[to + 2] = (c << 6) | d
  }
  return all < NONE ? bytes : null
}

/** Writes c_0 to c_13 of the segment at `index` into `moments`; `sum` is its c_0. */
export function decodeMoments(bytes: Uint8Array, index: number, sum: number, moments: Float64Array): void {
  moments[0] = sum
  let at = index * SEGMENT_BYTES
  for (let k = 1; k < MOMENTS; k++) {
    const width = WIDTHS[k - 1]
    moments[k] = (readInteger(bytes, at, width) / SCALES[k - 1]) * sum
    at += width
  }
}

/** The integer that stands for 1. */
export function scaleOf(width: number): number {
  return 2 ** (8 * width - 1) - 1
}

/** Little-endian two's complement of at most six bytes, which a double holds exactly. */
function writeInteger(bytes: Uint8Array, at: number, width: number, value: number): void {
  let rest = value < 0 ? value + 2 ** (8 * width) : value
  for (let i = 0; i < width; i++) {
    bytes[at + i] = rest % 256
    rest = Math.floor(rest / 256)
  }
}

function readInteger(bytes: Uint8Array, at: number, width: number): number {
  // The upper of at most four bytes is moved to the top, so that its sign is that of the whole.
  const low = width - 4
  if (low <= 0) return readTop(bytes, at, width)
  return readTop(bytes, at + low, 4) * 256 ** low + bytes[at] + (low > 1 ? bytes[at + 1] * 256 : 0)
}

/** Of at most four bytes. */
function readTop(bytes: Uint8Array, at: number, width: number): number {
  let bits = 0
  for (let i = 0; i < width; i++) bits |= bytes[at + i] << (8 * i)
  const spare = 32 - 8 * width
  return (bits << spare) >> spare
}

/** btoa is in browsers and in Node alike. */
function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, at + 4096))
  return btoa(text)
}
