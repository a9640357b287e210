/** Where the name of an output leads. Links are followed: what they name is written, and they stay. */
import { constants, type Stats } from 'node:fs'
import { access, readlink, stat } from 'node:fs/promises'
import { dirname, isAbsolute, sep } from 'node:path'
import { InputError, UsageError } from '../errors.ts'
import { cannotWrite } from './cannot-write.ts'

export interface Target {
  /** As the user named it, for messages. */
  readonly name: string
  /** The name behind all links. */
  readonly path: string
  /** The regular file that is there already. */
  readonly old: Stats | null
  /** Whether it can only be written to, as a device, a pipe or a descriptor is, and not be replaced. */
  readonly stream: boolean
}

/** As many links as Linux follows. */
const MAX_LINKS = 40

/** The descriptors of a process, where `/dev/stdout` leads. To replace the file of one would lose what `>>` has kept. */
const DESCRIPTOR = /^\/(dev|proc\/[^/]+)\/fd\/\d+$/

/** Throws a UsageError where there is no name, and an InputError for a folder or what may not be written to. */
export async function findTarget(name: string): Promise<Target> {
  if (name === '') throw new UsageError('the name of a file to write is empty', 'give it one')
  const path = await followLinks(name)
  const info = await stat(path).catch((error) => {
    if (error.code !== 'ENOENT') throw cannotWrite(name, error)
  })
  // Nothing can be renamed over a folder, and that would show only at the end.
  if (info?.isDirectory()) throw new InputError(name, 'is a folder', 'name a file')
  if (info) await checkWritable(name, path)
  const stream = info !== undefined && (!info.isFile() || DESCRIPTOR.test(path))
  return { name, path, old: info && !stream ? info : null, stream }
}

async function followLinks(name: string): Promise<string> {
  let path = name
  for (let links = 0; links < MAX_LINKS && !DESCRIPTOR.test(path); links++) {
    const link = await readlink(path).catch(() => null)
    if (link === null) break
    // Not normalized: behind a link to a folder, `..` is the parent of that folder.
    path = isAbsolute(link) ? link : `${dirname(path)}${sep}${link}`
  }
  return path
}

/** The right to write in the folder would be enough to replace a file that is protected. */
async function checkWritable(name: string, path: string): Promise<void> {
  await access(path, constants.W_OK).catch(() => {
    throw new InputError(name, 'may not be written to', 'check its permissions')
  })
}
