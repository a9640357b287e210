/** CRC-32 sums by which a file says what some of its bytes are. */
import { crc32 } from 'node:zlib'
import { InputError } from '../../errors.ts'
import type { OpenFile } from '../../sources/file.ts'
import { readExactly } from './bytes.ts'

/** The sum of `length` bytes of a file from `start` on. */
export interface Checksum {
  readonly start: number
  readonly length: number
  readonly crc: number
}

/** Bytes read at once. */
const PIECE = 1 << 20

/** That of bytes of a file, from `start` to `end`. */
export async function sumBytes(file: OpenFile, start: number, end: number): Promise<number> {
  let sum = 0
  for (let at = start; at < end; at += PIECE)
    sum = crc32(await readExactly(file, at, Math.min(PIECE, end - at)), sum)
  return sum
}

/** Throws an InputError where the bytes of the file have another sum than it says. */
export async function verify(file: OpenFile, check: Checksum | null): Promise<void> {
  if (check && (await sumBytes(file, check.start, check.start + check.length)) !== check.crc)
    throw wrongSum(file.path)
}

export function wrongSum(path: string): InputError {
  return new InputError(
    path,
    'is damaged: its bytes have another checksum (CRC-32) than the one saved with them',
    'copy the file again, or save it again',
  )
}

const POLYNOMIAL = 0xedb88320

/** The product of two polynomials modulo that of CRC-32, bits in its order. */
function multiply(a: number, b: number): number {
  let product = 0
  let power = b
  for (let bit = 31; bit >= 0; bit--) {
    if ((a >>> bit) & 1) product ^= power
    power = power & 1 ? (power >>> 1) ^ POLYNOMIAL : power >>> 1
  }
  return product >>> 0
}

/** x^(8 n): what n bytes of zeros make of a sum, as a factor. */
function shiftOf(bytes: number): number {
  let shift = 0x80000000
  // x^8, squared again and again.
  let power = 0x00800000
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) shift = multiply(power, shift)
    power = multiply(power, power)
  }
  return shift
}

/**
 * Joins sums of pieces one behind the other: the sum of two of them, from the sum of each and the bytes of the second. Most
 * blocks have as many bytes as the one before, whose shift is kept.
 */
export function createJoiner(): (first: number, second: number, bytes: number) => number {
  let [known, shift] = [0, shiftOf(0)]
  return (first, second, bytes) => {
    if (bytes !== known) [known, shift] = [bytes, shiftOf(bytes)]
    return (multiply(shift, first) ^ second) >>> 0
  }
}
