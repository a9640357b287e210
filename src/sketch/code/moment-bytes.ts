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
      writeInteger(bytes, at, width, Math.round(ratio * scaleOf(width)))
      at += width
    }
  }
  return toBase64(bytes)
}

/** The bytes of a base64 text; null when it is none. */
export function readBase64(text: string): Uint8Array | null {
  // atob forgives spaces and missing padding, and so takes a text that was cut.
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null
  const characters = atob(text)
  const bytes = new Uint8Array(characters.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i)
  return bytes
}

/** Writes c_0 to c_13 of the segment at `index` into `moments`; `sum` is its c_0. */
export function decodeMoments(bytes: Uint8Array, index: number, sum: number, moments: Float64Array): void {
  moments[0] = sum
  let at = index * SEGMENT_BYTES
  for (let k = 1; k < MOMENTS; k++) {
    const width = WIDTHS[k - 1]
    moments[k] = (readInteger(bytes, at, width) / scaleOf(width)) * sum
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
  let value = 0
  for (let i = width - 1; i >= 0; i--) value = value * 256 + bytes[at + i]
  return value >= 2 ** (8 * width - 1) ? value - 2 ** (8 * width) : value
}

/** btoa and atob are in browsers and in Node alike. */
function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, at + 4096))
  return btoa(text)
}
