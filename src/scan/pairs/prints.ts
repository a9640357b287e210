/** Four numbers of 32 bits of a key: all of its bytes and how many there are, where these are few, else numbers that nearly tell it. */
import type { Keys } from './keys.ts'

export const PRINT = 4

/** Most bytes of a key that its print holds; what stands there in place of their number for a longer one. */
export const MOST_IN_PRINT = 15
const LONG = 16

/** The prints of keys, one behind the other. */
export function printsOf({ length, bytes, starts, ends }: Keys): Int32Array {
  const prints = new Int32Array(PRINT * length)
  for (let i = 0, to = 0; i < length; i++, to += PRINT) {
    const start = starts[i]
    const end = ends[i]
    if (end - start > MOST_IN_PRINT) {
      printLong(bytes, start, end, prints, to)
      continue
    }
    const length = end - start
    prints[to] = length < 4 ? bytesAt(bytes, start, end) : fourBytes(bytes, start)
    prints[to + 1] = length < 8 ? bytesAt(bytes, start + 4, end) : fourBytes(bytes, start + 4)
    prints[to + 2] = length < 12 ? bytesAt(bytes, start + 8, end) : fourBytes(bytes, start + 8)
    prints[to + 3] = bytesAt(bytes, start + 12, end) | (length << 24)
  }
  return prints
}

/** Whether keys of that print may be others. */
export function isLong(prints: Int32Array, i: number): boolean {
  return prints[PRINT * i + 3] >>> 24 === LONG
}

/** The bytes of a print that holds them. */
export function keyOfPrint(print: Int32Array): Uint8Array {
  const bytes = new Uint8Array(print.slice().buffer)
  return bytes.subarray(0, bytes[MOST_IN_PRINT])
}

/** A number of 32 bits, all of which hang on the whole print: ids differ in their last digits. */
export function hashOfPrint(a: number, b: number, c: number, d: number): number {
  let hash =
    Math.imul(a, 0x2c1b3c6d) ^ Math.imul(b, 0x297a2d39) ^ Math.imul(c, 0x1b56c4e9) ^ Math.imul(d, 0x2127599b)
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

function fourBytes(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)
}

/** Up to four bytes as a number. */
function bytesAt(bytes: Uint8Array, start: number, end: number): number {
  let found = 0
  for (let at = end - 1; at >= start; at--) found = (found << 8) | bytes[at]
  return found
}

/** FNV-1a over the bytes, and once more with another factor. */
function printLong(bytes: Uint8Array, start: number, end: number, prints: Int32Array, to: number): void {
  let one = 0x811c9dc5
  let other = 0x2545f491
  for (let at = start; at < end; at++) {
    one = Math.imul(one ^ bytes[at], 0x01000193)
    other = Math.imul(other ^ bytes[at], 0x5bd1e995)
  }
  prints[to] = one
  prints[to + 1] = other
  prints[to + 2] = end - start
  prints[to + 3] = LONG << 24
}
