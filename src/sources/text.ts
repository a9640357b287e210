/** Small files of text, read whole. */
import { statSync } from 'node:fs'
import { InputError } from '../errors.ts'
import { isStandardInput, sayPath } from '../words/standard-input.ts'
import { seeFile } from './file.ts'
import { openPipe } from './pipe.ts'
import { readChunks } from './reading.ts'

const MAX_BYTES = 1_000_000

/** Throws an InputError for more than a megabyte: nobody has written that, or it never ends. */
export async function readText(path: string): Promise<string> {
  const chunks: Buffer[] = []
  let left = MAX_BYTES
  for await (const chunk of (await openPipe(path)) ?? readChunks(await seeFile(path), 1 << 16)) {
    left -= chunk.length
    if (left < 0)
      throw new InputError(sayPath(path), `is longer than ${MAX_BYTES / 1e6} MB`, 'is it the right file?')
    chunks.push(chunk)
  }
  // A byte-order mark is white space to people, and an error to parsers.
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\ufeff/, '')
}

/** Null when there is no such file. */
export async function readTextIfThere(path: string): Promise<string | null> {
  if (isStandardInput(path)) return readText(path)
  return isAbsent(path) ? null : readText(path)
}

/** Nobody can tell of what may not be looked at. */
function isAbsent(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined
  } catch {
    return false
  }
}
