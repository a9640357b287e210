/** Small whole numbers as Parquet packs them: runs of one number, and groups of eight of so many bits each. */

type Whole = Uint8Array | Uint16Array | Uint32Array

/** Most bits: four bytes hold any, wherever in the first of them it begins. */
const MAX_BITS = 24

/** Fills the target. Throws where the bytes hold fewer numbers, or any of more bits. */
export function readRuns(bytes: Uint8Array, bits: number, target: Whole): void {
  if (!(bits <= MAX_BITS)) throw new RangeError('numbers of too many bits')
  const width = Math.ceil(bits / 8)
  let at = 0
  for (let done = 0; done < target.length; ) {
    let header = 0
    let byte = 128
    for (let place = 1; byte >= 128; place *= 128) {
      byte = at < bytes.length ? bytes[at++] : Number.NaN
      header += (byte & 127) * place
    }
    const left = target.length - done
    const isRun = header % 2 === 0
    const length = Math.min(left, isRun ? header / 2 : (header - 1) * 4)
    const end = at + (isRun ? width : Math.ceil((length * bits) / 8))
    // Also where the header broke off.
    if (!(length > 0 && end <= bytes.length)) throw new RangeError('fewer numbers than values')
    if (isRun) target.fill(numberAt(bytes, at, width, bits), done, done + length)
    else unpack(bytes, at, bits, target, done, length)
    at = isRun ? end : at + ((header - 1) / 2) * bits
    done += length
  }
}

function numberAt(bytes: Uint8Array, at: number, width: number, bits: number): number {
  let number = 0
  for (let byte = 0; byte < width; byte++) number |= bytes[at + byte] << (8 * byte)
  if (number >= 2 ** bits) throw new RangeError('a number of more bits')
  return number
}

function unpack(
  bytes: Uint8Array,
  start: number,
  bits: number,
  target: Whole,
  from: number,
  count: number,
): void {
  const mask = 2 ** bits - 1
  const last = bytes.length - 4
  let bit = start * 8
  for (let index = from; index < from + count; index++, bit += bits) {
    const at = Math.floor(bit / 8)
    const four =
      at <= last
        ? bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)
        : fourAt(bytes, at)
    target[index] = (four >>> (bit % 8)) & mask
  }
}

/** With zeros behind the last byte. */
function fourAt(bytes: Uint8Array, at: number): number {
  const of = (byte: number) => (at + byte < bytes.length ? bytes[at + byte] << (8 * byte) : 0)
  return of(0) | of(1) | of(2) | of(3)
}
