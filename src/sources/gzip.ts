/** The bytes that a gzip file holds: of all its members, to the last one, or an error. */
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { InputError } from '../errors.ts'
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
    if (chunk.some((byte: number) => byte !== 0))
      throw damaged(file.path, 'something else stands behind its end')
}

const DAMAGE: Readonly<Record<string, string>> = {
  Z_BUF_ERROR: 'it ends too early',
  Z_DATA_ERROR: 'its bytes are not those that were packed',
}

function explain(path: string, error: unknown): unknown {
  const { code = '' } = error as NodeJS.ErrnoException
  return code in DAMAGE ? damaged(path, DAMAGE[code]) : error
}

function damaged(path: string, how: string): InputError {
  return new InputError(path, `is a damaged gzip file: ${how}`, 'copy or download it again')
}
