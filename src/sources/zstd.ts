/** The bytes that a zstd file holds: of all its frames, to the last one, or an error. */
import { InputError } from '../errors.ts'
import { damagedPack } from './damaged-pack.ts'
import type { OpenFile } from './file.ts'
import { chunksOf } from './reading.ts'

const CHUNK = 1 << 18

/** Numbers of zstd's own errors. */
const UNKNOWN_PREFIX = -10
const WINDOW_TOO_LARGE = -16

export async function* unpackZstd(file: OpenFile): AsyncGenerator<Buffer> {
  const { unzstd } = await import('./zstd-stream.ts')
  const fault = yield* unzstd(chunksOf(file, CHUNK))
  if (fault !== 0) throw explain(file.path, fault)
}

function explain(path: string, fault: number): InputError {
  if (fault === WINDOW_TOO_LARGE)
    return new InputError(
      path,
      'was packed with a window of more than 128 MB (zstd --long)',
      'put zstd -dc --long=31 before lossctl in a pipe, and say - for the file',
    )
  if (fault > 0) return damagedPack(path, 'zstd', 'early')
  return damagedPack(path, 'zstd', fault === UNKNOWN_PREFIX ? 'rest' : 'bytes')
}
