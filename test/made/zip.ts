/** Zip archives written by hand, so that what a reader makes of them is known without another reader. */
import { deflateRawSync } from 'node:zlib'

export interface Member {
  readonly name: string
  readonly bytes: Uint8Array
  /** 0 as it is, 8 deflated; any other number is said and not done. */
  readonly method?: number
}

/** CRC-32 by its definition, bit by bit. */
export function crcOf(bytes: Uint8Array): number {
  let rest = 0xffffffff
  for (const byte of bytes) {
    rest ^= byte
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
  }
  return ~rest >>> 0
}

/** @param wide whether sizes and places stand in fields of 64 bits, as for archives beyond 4 GB */
export function writeZip(members: readonly Member[], wide = false): Buffer {
  const locals: Buffer[] = []
  const entries: Buffer[] = []
  let at = 0
  for (const member of members) {
    const { local, entry } = writeMember(member, at, wide)
    locals.push(local)
    entries.push(entry)
    at += local.length
  }
  const directory = Buffer.concat(entries)
  return Buffer.concat([...locals, directory, writeEnd(members.length, directory.length, at, wide)])
}

function writeMember({ name, bytes, method = 0 }: Member, at: number, wide: boolean) {
  const packed = method === 8 ? deflateRawSync(bytes) : Buffer.from(bytes)
  const title = Buffer.from(name, 'utf8')
  const head = Buffer.alloc(26)
  head.writeUInt16LE(wide ? 45 : 20, 0)
  head.writeUInt16LE(0x800, 2)
  head.writeUInt16LE(method, 4)
  head.writeUInt32LE(crcOf(bytes), 10)
  head.writeUInt32LE(wide ? 0xffffffff : packed.length, 14)
  head.writeUInt32LE(wide ? 0xffffffff : bytes.length, 18)
  head.writeUInt16LE(title.length, 22)
  const sizes = [bytes.length, packed.length]
  const ofLocal = wide ? wideField(sizes) : Buffer.alloc(0)
  const ofEntry = wide ? wideField([...sizes, at]) : Buffer.alloc(0)
  const localHead = Buffer.from(head)
  localHead.writeUInt16LE(ofLocal.length, 24)
  head.writeUInt16LE(ofEntry.length, 24)
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(wide ? 0xffffffff : at, 10)
  const madeBy = Buffer.from([20, 0])
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04'), localHead, title, ofLocal, packed]),
    entry: Buffer.concat([Buffer.from('PK\x01\x02'), madeBy, head, rest, title, ofEntry]),
  }
}

function wideField(numbers: readonly number[]): Buffer {
  const field = Buffer.alloc(4 + 8 * numbers.length)
  field.writeUInt16LE(1, 0)
  field.writeUInt16LE(8 * numbers.length, 2)
  for (const [i, number] of numbers.entries()) field.writeBigUInt64LE(BigInt(number), 4 + 8 * i)
  return field
}

function writeEnd(members: number, bytes: number, start: number, wide: boolean): Buffer {
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(wide ? 0xffff : members, 8)
  end.writeUInt16LE(wide ? 0xffff : members, 10)
  end.writeUInt32LE(wide ? 0xffffffff : bytes, 12)
  end.writeUInt32LE(wide ? 0xffffffff : start, 16)
  if (!wide) return end
  const record = Buffer.alloc(56)
  record.write('PK\x06\x06', 'latin1')
  record.writeBigUInt64LE(44n, 4)
  for (const [field, number] of [
    [24, members],
    [32, members],
    [40, bytes],
    [48, start],
  ])
    record.writeBigUInt64LE(BigInt(number), field)
  const locator = Buffer.alloc(20)
  locator.write('PK\x06\x07', 'latin1')
  locator.writeBigUInt64LE(BigInt(start + bytes), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([record, locator, end])
}
