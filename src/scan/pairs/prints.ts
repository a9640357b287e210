/** Four numbers of 32 bits of a key: all of its bytes and how many there are, where these are few, else numbers that nearly tell it. */
import type { Keys } from './keys.ts'

export const PRINT = 4

/** Most bytes of a key that its print holds; what stands there in place of their number for a longer one. */
export const MOST_IN_PRINT = 15
const LONG = 16

/** Bits of the four numbers that keys of each length take. */
const MASKS = Int32Array.from({ length: PRINT * LONG }, (_, i) => {
  const bytes = (i >> 2) - 4 * (i % PRINT)
  return bytes >= 4 ? -1 : bytes > 0 ? (1 << (8 * bytes)) - 1 : 0
})

/** The prints of keys, one behind the other. */
export function printsOf({ length, bytes, starts, ends }: Keys): Int32Array {
  const prints = new Int32Array(PRINT * length)
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  // From there on four numbers would end behind the bytes.
  const last = bytes.length - 4 * PRINT
  for (let i = 0, to = 0; i < length; i++, to += PRINT) {
    const start = starts[i]
    const size = ends[i] - start
    if (size > MOST_IN_PRINT) printLong(bytes, start, ends[i], prints, to)
    else if (start > last) printLast(bytes, start, ends[i], prints, to)
    else {
      const mask = PRINT * size
      prints[to] = words.getInt32(start, true) & MASKS[mask]
      prints[to + 1] = words.getInt32(start + 4, true) & MASKS[mask + 1]
      prints[to + 2] = words.getInt32(start + 8, true) & MASKS[mask + 2]
      prints[to + 3] = (words.getInt32(start + 12, true) & MASKS[mask + 3]) | (size << 24)
    }
  }
  return prints
}

/** Whether keys of that print may be others. */
export function isLong(prints: Int32Array, i: number): boolean {
  return prints[PRINT * i + 3] >>> 24 === LONG
}

/** Whether key i is above the one before by its bytes; both are in their prints. */
export function isAboveLast(prints: Int32Array, i: number): boolean {
  const at = PRINT * i
  for (let k = at; k < at + PRINT; k++) {
    const differs = prints[k] ^ prints[k - PRINT]
    if (differs === 0) continue
    // The first byte that differs is the lowest; behind all of them stands their number.
    const shift = (31 - Math.clz32(differs & -differs)) & ~7
    return ((prints[k] >>> shift) & 0xff) > ((prints[k - PRINT] >>> shift) & 0xff)
  }
  return false
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

function printLast(bytes: Uint8Array, start: number, end: number, prints: Int32Array, to: number): void {
  for (let k = 0; k < PRINT; k++)
    prints[to + k] = bytesAt(bytes, start + 4 * k, Math.min(end, start + 4 * k + 4))
  prints[to + 3] |= (end - start) << 24
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
