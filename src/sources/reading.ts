/** Reading files that others may change meanwhile: whatever is found wrong with one then is not what is wrong. */
import type { ReadStream } from 'node:fs'
import { streamBytes } from './bytes.ts'
import { checkUnchanged, type OpenFile, openAgain, type SeenFile } from './file.ts'
import { explainSystemError } from './system-error.ts'

/** Opens files that were seen. Throws an InputError when one is not what it was, or no longer by the end. */
export async function withFiles<T>(
  seen: readonly SeenFile[],
  read: (files: readonly OpenFile[]) => Promise<T>,
): Promise<T> {
  const files: OpenFile[] = []
  try {
    for (const one of seen) files.push(await openAgain(one))
    const result = await read(files)
    for (const file of files) await checkUnchanged(file)
    return result
  } catch (error) {
    for (const file of files) await checkUnchanged(file)
    throw explainSystemError(seen[0].path, error)
  } finally {
    for (const file of files) await file.close()
  }
}

export function withFile<T>(seen: SeenFile, read: (file: OpenFile) => Promise<T>): Promise<T> {
  return withFiles([seen], ([file]) => read(file))
}

/** The same for what comes bit by bit, and for whoever wants no more of it. */
export async function* whileUnchanged<T>(
  seen: SeenFile,
  read: (file: OpenFile) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const file = await openAgain(seen)
  try {
    yield* read(file)
  } catch (error) {
    await checkUnchanged(file)
    throw explainSystemError(file.path, error)
  } finally {
    await checkUnchanged(file).finally(file.close)
  }
}

const LEAST_CHUNK = 1 << 12

/** The bytes of an open file from a place on, some at a time. */
export function chunksOf({ handle, state }: OpenFile, bytes: number, start = 0): ReadStream {
  // A stream takes memory for a whole chunk each time it reads, even where a file ends.
  return streamBytes(handle, start, Math.min(bytes, Math.max(LEAST_CHUNK, Number(state.size) + 1)))
}

/** Those of a file that was seen. */
export function readChunks(seen: SeenFile, bytes: number): AsyncGenerator<Buffer> {
  return whileUnchanged(seen, (file) => chunksOf(file, bytes))
}
