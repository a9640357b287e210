/** CRC-32, as gzip, zip and Parquet have it. */

/** Eight bytes at a time: the remainder of a byte, with so many bytes of zeros behind it. */
const TABLES = (() => {
  const tables = Array.from({ length: 8 }, () => new Uint32Array(256))
  for (let byte = 0; byte < 256; byte++) {
    let rest = byte
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
    tables[0][byte] = rest
  }
  for (let byte = 0; byte < 256; byte++)
    for (let i = 1; i < 8; i++)
      tables[i][byte] = (tables[i - 1][byte] >>> 8) ^ tables[0][tables[i - 1][byte] & 255]
  return tables
})()

export function crc32(bytes: Uint8Array, before = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES
  const eights = bytes.length - (bytes.length % 8)
  let sum = ~before
  let at = 0
  for (; at < eights; at += 8) {
    sum ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)
    sum =
      t7[sum & 255] ^
      t6[(sum >>> 8) & 255] ^
      t5[(sum >>> 16) & 255] ^
      t4[sum >>> 24] ^
      t3[bytes[at + 4]] ^
      t2[bytes[at + 5]] ^
      t1[bytes[at + 6]] ^
      t0[bytes[at + 7]]
  }
  for (; at < bytes.length; at++) sum = (sum >>> 8) ^ t0[(sum ^ bytes[at]) & 255]
  return ~sum >>> 0
}
