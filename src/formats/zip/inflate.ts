/** Members of a zip archive, laid down in a temporary file, one of them or several one behind the other, their sizes and checksums checked. */
import { pipeline, Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { InputError } from '../../errors.ts'
import type { OpenFile, SeenFile } from '../../sources/file.ts'
import { joinMember } from '../../sources/member.ts'
import { layDown } from '../../sources/spool.ts'
import { readExactly } from '../arrays/bytes.ts'
import { wrongSum } from '../arrays/checksum.ts'
import { startOf, type ZipMember } from './directory.ts'
import { isDeflated } from './methods.ts'

/** The members as they stand in the file that is made, in their order. */
export function inflateAll(file: OpenFile, members: readonly ZipMember[]): Promise<SeenFile> {
  const { spool } = file.state
  return layDown(file.path, unpackAll(file, members), spool ? spool.origin : file.state)
}

/** One member, whichever of both ways it is packed, by the name that messages call it. */
export async function layDownMember(file: OpenFile, member: ZipMember, path: string): Promise<SeenFile> {
  const { at = file.path, state } = file
  const origin = state.spool ? state.spool.origin : state
  return { ...(await layDown(path, unpackMember(file, member, path), origin)), at }
}

async function* unpackAll(file: OpenFile, members: readonly ZipMember[]): AsyncGenerator<Buffer> {
  for (const member of members)
    yield* unpackMember(file, member, joinMember(file.path, member.name.replace(/\.npy$/, '')))
}

async function* unpackMember(file: OpenFile, member: ZipMember, path: string): AsyncGenerator<Buffer> {
  let [size, sum] = [0, 0]
  for await (const chunk of isDeflated(member) ? inflate(file, member, path) : piecesOf(file, member)) {
    size += chunk.length
    if (size > member.size) throw wrongSum(path)
    sum = crc32(chunk, sum)
    yield chunk
  }
  if (size !== member.size || sum !== member.crc) throw wrongSum(path)
}

async function* inflate(file: OpenFile, member: ZipMember, path: string): AsyncGenerator<Buffer> {
  const unpacked = createInflateRaw({ chunkSize: PIECE })
  // What fails ends the loop below as well.
  pipeline(Readable.from(piecesOf(file, member)), unpacked, () => {})
  try {
    yield* unpacked as AsyncIterable<Buffer>
  } catch (error) {
    throw explain(path, error)
  }
  if (unpacked.bytesWritten !== member.packed) throw wrongSum(path)
}

const PIECE = 1 << 18

async function* piecesOf(file: OpenFile, member: ZipMember): AsyncGenerator<Buffer> {
  const start = await startOf(file, member)
  for (let at = 0; at < member.packed; at += PIECE)
    yield await readExactly(file, start + at, Math.min(PIECE, member.packed - at))
}

/** Input behind an end that came too early makes zlib throw an error without a code. */
function explain(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (error instanceof InputError || (code !== undefined && !code.startsWith('Z_'))) return error
  return new InputError(
    path,
    'is damaged: what is packed of it cannot be unpacked',
    'copy the file again, or save it again',
  )
}
