/**
 * Bytes that come otherwise than as a plain file, from a pipe or unpacked, are laid down once in a temporary file, and
 * read from there as any file is. It has no name: nobody else can open it, and nothing of it is left however the
 * program ends.
 */
import { closeSync, fstatSync, openSync, unlinkSync, write } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { InputError } from '../errors.ts'
import { type FileState, type SeenFile, stateOf } from './file.ts'

/** Closes each when nobody can read it any more, as memory is given back. */
const unused = new FinalizationRegistry<number>(closeSync)

/**
 * Lays bytes down. Throws an InputError when there is no room for them.
 * @param path what they are called
 * @param origin the file they were unpacked from, which is to stay as it is; null where nobody can look again
 */
export async function layDown(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  origin: FileState | null,
): Promise<SeenFile> {
  const fd = openNameless(path)
  try {
    for await (const chunk of bytes) await writeWhole(path, fd, chunk)
    const state = stateOf(fstatSync(fd, { bigint: true }))
    const spool = { fd, origin }
    unused.register(spool, fd)
    return { path, state: { ...state, spool } }
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

/** In one go, so that no interrupt finds a file with a name. */
function openNameless(path: string): number {
  const name = join(tmpdir(), `lossctl-${Math.random().toString(36).slice(2)}.tmp`)
  try {
    const fd = openSync(name, 'wx+', 0o600)
    unlinkSync(name)
    return fd
  } catch (error) {
    throw noRoom(path, error)
  }
}

const writeSome = promisify(write)

async function writeWhole(path: string, fd: number, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    const { bytesWritten } = await writeSome(fd, chunk, done, chunk.length - done, null).catch((error) => {
      throw noRoom(path, error)
    })
    done += bytesWritten
  }
}

const WORDS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it would be larger than files may be here',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
}

function noRoom(path: string, error: unknown): InputError {
  const { code = '' } = error as NodeJS.ErrnoException
  return new InputError(
    path,
    `needs a temporary file, and ${tmpdir()} takes none (${WORDS[code] ?? code})`,
    code === 'EMFILE' || code === 'ENFILE'
      ? 'unpack some of the files first'
      : 'name a folder with room in front of the command: TMPDIR=FOLDER lossctl',
  )
}
