/** The directory of a zip archive, which stands at its end (APPNOTE 6.3): which members it has, and where they lie. */
import { InputError } from '../../errors.ts'
import type { OpenFile } from '../../sources/file.ts'
import { readExactly } from '../arrays/bytes.ts'

export interface ZipMember {
  readonly name: string
  /** 0 where its bytes stand as they are, 8 where they are deflated. */
  readonly method: number
  readonly isEncrypted: boolean
  readonly crc: number
  /** Its bytes in the archive, and unpacked. */
  readonly packed: number
  readonly size: number
  /** Where its local header begins, and the directory, before which it ends. */
  readonly header: number
  readonly end: number
}

const END = 0x06054b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50

const [END_BYTES, END_64_BYTES, LOCATOR_BYTES, ENTRY_BYTES, LOCAL_BYTES] = [22, 56, 20, 46, 30]

/** A comment may stand behind the directory. */
const MAX_COMMENT = 0xffff

/** Most members, and most bytes that say what they are. */
const MAX_MEMBERS = 100_000
const MAX_DIRECTORY = 1 << 26

/** Throws an InputError for an archive that is cut off, damaged, or in several parts. */
export async function readDirectory(file: OpenFile): Promise<readonly ZipMember[]> {
  const { start, bytes, members, place } = await findDirectory(file)
  if (members > MAX_MEMBERS || bytes > MAX_DIRECTORY)
    throw new InputError(file.path, `holds ${members} files`, `at most ${MAX_MEMBERS} can be told apart`)
  if (start + bytes !== place) throw damaged(file.path)
  const directory = await readExactly(file, start, bytes)
  const found: ZipMember[] = []
  let at = 0
  for (let i = 0; i < members; i++) {
    if (at + ENTRY_BYTES > bytes || directory.readUInt32LE(at) !== ENTRY) throw damaged(file.path)
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) =>
      directory.readUInt16LE(at + field),
    )
    const length = ENTRY_BYTES + nameBytes + extraBytes + commentBytes
    if (at + length > bytes) throw damaged(file.path)
    found.push(readEntry(directory.subarray(at, at + length), nameBytes, extraBytes, start, file.path))
    at += length
  }
  if (at !== bytes) throw damaged(file.path)
  refuseTwins(found, file.path)
  return found
}

interface Found {
  readonly start: number
  readonly bytes: number
  readonly members: number
  /** Where the record stands that says so. */
  readonly place: number
}

async function findDirectory(file: OpenFile): Promise<Found> {
  const size = Number(file.state.size)
  const from = Math.max(0, size - END_BYTES - MAX_COMMENT)
  const tail = await readExactly(file, from, size - from)
  for (let at = tail.length - END_BYTES; at >= 0; at--)
    if (tail.readUInt32LE(at) === END && at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length)
      return readEnd(file, tail.subarray(at), from + at)
  throw new InputError(
    file.path,
    'is a zip archive that is cut off: the directory at its end is missing',
    'copy it again',
  )
}

/** Sizes beyond 32 bits stand in a record of their own, which another before this one leads to. */
async function readEnd(file: OpenFile, end: Buffer, place: number): Promise<Found> {
  const [disk, firstDisk, here, members] = [4, 6, 8, 10].map((field) => end.readUInt16LE(field))
  const found = { start: end.readUInt32LE(16), bytes: end.readUInt32LE(12), members, place }
  if (place >= LOCATOR_BYTES) {
    const locator = await readExactly(file, place - LOCATOR_BYTES, LOCATOR_BYTES)
    if (locator.readUInt32LE(0) === LOCATOR_64) return readEnd64(file, locator, found)
  }
  if (disk !== 0 || firstDisk !== 0 || here !== members) throw inParts(file.path)
  return found
}

async function readEnd64(file: OpenFile, locator: Buffer, small: Found): Promise<Found> {
  const at = Number(locator.readBigUInt64LE(8))
  const last = small.place - LOCATOR_BYTES - END_64_BYTES
  if (!(at <= last)) throw damaged(file.path)
  const end = await readExactly(file, at, END_64_BYTES)
  if (end.readUInt32LE(0) !== END_64) throw damaged(file.path)
  const [here, members, bytes, start] = [24, 32, 40, 48].map((field) => Number(end.readBigUInt64LE(field)))
  if (end.readUInt32LE(16) !== 0 || end.readUInt32LE(20) !== 0 || here !== members) throw inParts(file.path)
  const agree = (one: number, other: number, none: number) => one === other || one === none
  if (
    !agree(small.members, members, 0xffff) ||
    !agree(small.bytes, bytes, 0xffffffff) ||
    !agree(small.start, start, 0xffffffff)
  )
    throw damaged(file.path)
  return { start, bytes, members, place: at }
}

function readEntry(
  entry: Buffer,
  nameBytes: number,
  extraBytes: number,
  directory: number,
  path: string,
): ZipMember {
  const [flags, method] = [8, 10].map((field) => entry.readUInt16LE(field))
  const text = entry.subarray(ENTRY_BYTES, ENTRY_BYTES + nameBytes)
  const extra = entry.subarray(ENTRY_BYTES + nameBytes, ENTRY_BYTES + nameBytes + extraBytes)
  const [size, packed, header] = widen(
    [24, 20, 42].map((field) => entry.readUInt32LE(field)),
    extra,
    path,
  )
  if (!(header + LOCAL_BYTES + packed <= directory)) throw damaged(path)
  if (method === 0 && packed !== size && (flags & 1) === 0) throw damaged(path)
  return {
    name: text.toString(flags & 0x800 ? 'utf8' : 'latin1'),
    method,
    isEncrypted: (flags & 1) !== 0,
    crc: entry.readUInt32LE(16),
    packed,
    size,
    header,
    end: directory,
  }
}

/** Numbers that have no room in 32 bits stand in a field of their own, in this order. */
function widen(numbers: readonly number[], extra: Buffer, path: string): readonly number[] {
  if (!numbers.includes(0xffffffff)) return numbers
  for (let at = 0; at + 4 <= extra.length; ) {
    const bytes = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 1) {
      const field = extra.subarray(at + 4, at + 4 + bytes)
      let next = 0
      return numbers.map((number) => {
        if (number !== 0xffffffff) return number
        if (next + 8 > field.length) throw damaged(path)
        next += 8
        return Number(field.readBigUInt64LE(next - 8))
      })
    }
    at += 4 + bytes
  }
  throw damaged(path)
}

/** Whoever unpacks it keeps the last of them, and others the first. */
function refuseTwins(members: readonly ZipMember[], path: string): void {
  const names = new Set<string>()
  for (const { name } of members) {
    if (names.has(name))
      throw new InputError(path, `holds two files named "${name}"`, 'save it again with names of their own')
    names.add(name)
  }
}

/** Byte at which the bytes of a member begin. Throws an InputError when its own header is not as the directory has it. */
export async function startOf(file: OpenFile, { name, header, packed, end }: ZipMember): Promise<number> {
  const local = await readExactly(file, header, LOCAL_BYTES)
  const [nameBytes, extraBytes] = [26, 28].map((field) => local.readUInt16LE(field))
  const start = header + LOCAL_BYTES + nameBytes + extraBytes
  if (local.readUInt32LE(0) !== LOCAL || start + packed > end) throw damaged(file.path)
  const text = await readExactly(file, header + LOCAL_BYTES, nameBytes)
  if (text.toString('latin1') !== name && text.toString('utf8') !== name) throw damaged(file.path)
  return start
}

function damaged(path: string): InputError {
  return new InputError(
    path,
    'is a zip archive whose directory is damaged',
    'copy it again, or save it again',
  )
}

function inParts(path: string): InputError {
  return new InputError(path, 'is one part of a zip archive in several', 'put the parts together first')
}
