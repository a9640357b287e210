/** The bytes that a gzip file holds: of all its members, to the last one, or an error. */
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { damagedPack } from './damaged-pack.ts'
import type { OpenFile } from './file.ts'
import { chunksOf } from './reading.ts'

const CHUNK = 1 << 18

export async function* gunzip(file: OpenFile): AsyncGenerator<Buffer> {
  const unpacked = createGunzip({ chunkSize: CHUNK })
  // Its callback has nothing to add: what fails ends the loop below as well.
  pipeline(chunksOf(file, CHUNK), unpacked, () => {})
  try {
    yield* unpacked
  } catch (error) {
    throw explain(file.path, error)
  }
  await checkRest(file, unpacked.bytesWritten)
}

/** Padding is usual on tapes. Whatever else stands behind it would be passed over by zlib in silence. */
async function checkRest(file: OpenFile, end: number): Promise<void> {
  if (BigInt(end) === file.state.size) return
  for await (const chunk of chunksOf(file, CHUNK, end))
    if (chunk.some((byte: number) => byte !== 0)) throw damagedPack(file.path, 'gzip', 'rest')
}

function explain(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'Z_BUF_ERROR') return damagedPack(path, 'gzip', 'early')
  return code === 'Z_DATA_ERROR' ? damagedPack(path, 'gzip', 'bytes') : error
}
