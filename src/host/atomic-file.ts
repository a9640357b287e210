/** A file that appears whole or not at all: written under a temporary name, renamed at the end. */
import { unlinkSync } from 'node:fs'
import { type FileHandle, open, rename, stat, unlink } from 'node:fs/promises'
import { InputError } from '../errors.ts'

/** Temporary files in work, for whoever interrupts the program. */
const unfinished = new Set<string>()

export interface AtomicFile {
  write(data: Buffer | string): Promise<void>
  /** Overwrites the first bytes. */
  rewriteStart(data: Buffer): Promise<void>
  commit(): Promise<void>
  discard(): Promise<void>
}

/** Opens a temporary file beside the target. Throws an InputError where that cannot be written. */
export async function openAtomicFile(path: string): Promise<AtomicFile> {
  const temporary = `${path}.${Math.random().toString(36).slice(2, 8)}.tmp`
  const file = await openForWriting(path, temporary)
  unfinished.add(temporary)
  const explainFull = ({ code }: NodeJS.ErrnoException): never => {
    const full = code === 'ENOSPC' || code === 'EDQUOT'
    throw new InputError(path, `cannot be written (${full ? 'the disk is full' : code})`)
  }
  return {
    write: (data) => file.writeFile(data).catch(explainFull),
    async rewriteStart(data) {
      await file.write(data, 0, data.length, 0)
    },
    async commit() {
      await file.close()
      await rename(temporary, path)
      unfinished.delete(temporary)
    },
    async discard() {
      await file.close()
      await unlink(temporary)
      unfinished.delete(temporary)
    },
  }
}

async function openForWriting(path: string, temporary: string): Promise<FileHandle> {
  // Nothing can be renamed over a folder, and that would show only at the end.
  const target = await stat(path).catch(() => undefined)
  if (target?.isDirectory()) throw new InputError(path, 'is a folder', 'name a file')
  try {
    return await open(temporary, 'wx')
  } catch {
    throw new InputError(path, 'cannot be written', 'check that its folder exists and may be written to')
  }
}

export interface WholeFile {
  readonly path: string
  readonly content: string | Buffer
}

/** Writes a whole file. */
export async function writeAtomically(path: string, content: string | Buffer): Promise<void> {
  await writeAll([{ path, content }])
}

/** Writes several files: when one of them cannot be written, none is. */
export async function writeAll(files: readonly WholeFile[]): Promise<void> {
  const open: AtomicFile[] = []
  try {
    for (const { path } of files) open.push(await openAtomicFile(path))
    for (const [index, { content }] of files.entries()) await open[index].write(content)
  } catch (error) {
    for (const file of open) await file.discard()
    throw error
  }
  for (const file of open) await file.commit()
}

/** Removes what was begun; for an interrupt, where nothing can be awaited. */
export function removeUnfinished(): void {
  for (const path of unfinished) unlinkSync(path)
  unfinished.clear()
}
