/** Files to read: regular ones only, and told apart from others and from themselves after a change. */
import type { BigIntStats } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { InputError } from '../errors.ts'
import { explainSystemError } from './system-error.ts'

/** What a file is and was when it was looked at. */
export interface FileState {
  readonly device: bigint
  readonly inode: bigint
  readonly size: bigint
  readonly modified: bigint
}

/** A file that has been looked at. */
export interface SeenFile {
  /** What messages call it. */
  readonly path: string
  /** Where it lies, when that is another name. */
  readonly at?: string
  readonly state: FileState
}

export interface OpenFile extends SeenFile {
  readonly handle: FileHandle
}

/** Whether there is a folder of that name. */
export async function isFolder(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => undefined)
  return info?.isDirectory() ?? false
}

/** Throws an InputError for what is not there, may not be read, or can be read only once. */
export async function seeFile(path: string): Promise<SeenFile> {
  const info = await stat(path, { bigint: true }).catch((error) => {
    throw explainSystemError(path, error)
  })
  if (info.isDirectory()) throw new InputError(path, 'is a folder', 'give a file')
  if (!info.isFile()) throw new InputError(path, 'is a pipe or a device', 'write it to a file first')
  return { path, state: stateOf(info) }
}

/** Opens a file. It is looked at before: to open a pipe is to wait for whoever writes into it. */
export async function openFile(path: string): Promise<OpenFile> {
  return openAgain(await seeFile(path))
}

/** Opens the file that was seen, or throws an InputError when it is not what it was. */
export async function openAgain({ path, at, state }: SeenFile): Promise<OpenFile> {
  const handle = await open(at ?? path).catch((error) => {
    throw explainSystemError(path, error)
  })
  const file = { path, at, state, handle }
  try {
    await checkUnchanged(file)
    return file
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Throws an InputError when the open file, or what has its name by now, is not what was seen. */
export async function checkUnchanged({ path, at, state, handle }: OpenFile): Promise<void> {
  const looks = await Promise.all([
    handle.stat({ bigint: true }),
    stat(at ?? path, { bigint: true }).catch(() => null),
  ])
  if (looks.every((info) => info !== null && isSame(stateOf(info), state))) return
  throw changed(path)
}

export function changed(path: string): InputError {
  return new InputError(path, 'changed while it was read', 'run again when nothing writes to it')
}

function stateOf({ dev, ino, size, mtimeNs }: BigIntStats): FileState {
  return { device: dev, inode: ino, size, modified: mtimeNs }
}

function isSame(a: FileState, b: FileState): boolean {
  return a.device === b.device && a.inode === b.inode && a.size === b.size && a.modified === b.modified
}
