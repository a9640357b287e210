/** Deflated members of a zip archive, unpacked one behind the other into one temporary file, their sizes and checksums checked. */
import { pipeline, Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { InputError } from '../../errors.ts'
import type { OpenFile, SeenFile } from '../../sources/file.ts'
import { joinMember } from '../../sources/member.ts'
import { layDown } from '../../sources/spool.ts'
import { readExactly } from '../arrays/bytes.ts'
import { wrongSum } from '../arrays/checksum.ts'
import { startOf, type ZipMember } from './directory.ts'

/** The members as they stand in the file that is made, in their order. */
export function inflateAll(file: OpenFile, members: readonly ZipMember[]): Promise<SeenFile> {
  const { spool } = file.state
  return layDown(file.path, unpackAll(file, members), spool ? spool.origin : file.state)
}

async function* unpackAll(file: OpenFile, members: readonly ZipMember[]): AsyncGenerator<Buffer> {
  for (const member of members) {
    const path = joinMember(file.path, member.name.replace(/\.npy$/, ''))
    const unpacked = createInflateRaw({ chunkSize: PIECE })
    // What fails ends the loop below as well.
    pipeline(Readable.from(piecesOf(file, member)), unpacked, () => {})
    let [size, sum] = [0, 0]
    try {
      for await (const chunk of unpacked as AsyncIterable<Buffer>) {
        size += chunk.length
        if (size > member.size) throw wrongSum(path)
        sum = crc32(chunk, sum)
        yield chunk
      }
    } catch (error) {
      throw explain(path, error)
    }
    if (size !== member.size || sum !== member.crc || unpacked.bytesWritten !== member.packed)
      throw wrongSum(path)
  }
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
