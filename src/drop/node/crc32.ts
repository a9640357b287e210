/** CRC-32, as gzip, zip and Parquet have it. */
import sum from 'pako/lib/zlib/crc32.js'

export const crc32 = (bytes: Uint8Array, before = 0): number => sum(before, bytes, bytes.length, 0) >>> 0
