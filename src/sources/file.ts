/** Files to read: regular ones only, and told apart from others and from themselves after a change. */
import { type BigIntStats, closeSync, constants, fstatSync, openSync, statSync } from 'node:fs'
import { InputError } from '../errors.ts'
import { type Bytes, bytesOf } from './bytes.ts'
import { lookAt, lookClosely } from './stat.ts'
import { askSystem } from './system-error.ts'

/** What a file is and was when it was looked at. */
export interface FileState {
  readonly device: bigint
  readonly inode: bigint
  readonly size: bigint
  readonly modified: bigint
  /** Of bytes that do not stand in a file of that name: where they were laid down. */
  readonly spool?: Spool
}

/** A temporary file without a name. */
export interface Spool {
  readonly fd: number
  /** The file that its bytes were unpacked from; null for a pipe, which nobody can look at again. */
  readonly origin: FileState | null
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
  readonly handle: Bytes
  close(): Promise<void>
}

/** Whether there is a folder of that name. */
export async function isFolder(path: string): Promise<boolean> {
  return lookAt(path)?.isDirectory() ?? false
}

/** Throws an InputError for what is not there, may not be read, or is no file. */
export async function seeFile(path: string): Promise<SeenFile> {
  const info = askSystem(path, () => statSync(path, { bigint: true }))
  if (info.isDirectory()) throw new InputError(path, 'is a folder', 'give a file')
  if (!info.isFile()) throw new InputError(path, 'is a device', 'write it to a file first')
  return { path, state: stateOf(info) }
}

/** Opens the file that was seen, or throws an InputError when it is not what it was. */
export async function openAgain(seen: SeenFile): Promise<OpenFile> {
  const file = { ...seen, ...(await openBytes(seen)) }
  try {
    await checkUnchanged(file)
    return file
  } catch (error) {
    await file.close()
    throw error
  }
}

/** A pipe that has taken the place of the file would wait for its writer, and nothing could interrupt that. Windows has none. */
const WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

async function openBytes({ path, at, state }: SeenFile): Promise<Pick<OpenFile, 'handle' | 'close'>> {
  const { spool } = state
  if (spool) return { handle: bytesOf(spool), close: async () => {} }
  const fd = askSystem(path, () => openSync(at ?? path, WITHOUT_WAITING))
  return { handle: bytesOf({ fd }), close: async () => closeSync(fd) }
}

/** Throws an InputError when the open file, or what has its name by now, is not what was seen. */
export async function checkUnchanged({ path, at, state, handle }: OpenFile): Promise<void> {
  const { spool } = state
  // Nobody else can write where no name leads.
  if (!spool && !isState(fstatSync(handle.fd, { bigint: true }), state)) throw changed(path)
  const named = spool ? spool.origin : state
  if (named === null) return
  if (!isState(lookClosely(at ?? path), named)) throw changed(path)
}

export function changed(path: string): InputError {
  return new InputError(path, 'changed while it was read', 'run again when nothing writes to it', 'changed')
}

export function stateOf({ dev, ino, size, mtimeNs }: BigIntStats): FileState {
  return { device: dev, inode: ino, size, modified: mtimeNs }
}

function isState(info: BigIntStats | null, { device, inode, size, modified }: FileState): boolean {
  if (info === null) return false
  return info.dev === device && info.ino === inode && info.size === size && info.mtimeNs === modified
}
