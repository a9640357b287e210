/** Which file a name is of, however it is written: links and other spellings lead to one place. */
import { readlinkSync } from 'node:fs'
import { basename, dirname, isAbsolute, sep } from 'node:path'
import { InputError } from '../errors.ts'
import { splitMember } from './member.ts'
import { lookClosely } from './stat.ts'

/** As many links as Linux follows. */
const MAX_LINKS = 40

/**
 * What all names of one file have in common: where it lies on the disk, or, of a file that is not there yet, its folder
 * and its name. Null for a device, which keeps nothing that could be lost.
 */
export async function identifyFile(name: string, links = MAX_LINKS): Promise<string | null> {
  const { file: path } = await splitMember(name)
  const info = lookClosely(path)
  if (info) return info.isCharacterDevice() ? null : `${info.dev}:${info.ino}`
  if (links === 0) return null
  const link = linkOf(path)
  if (link === null) return `${await identifyFile(dirname(path), links - 1)}/${basename(path)}`
  // Not normalized: behind a link to a folder, `..` is the parent of that folder.
  return identifyFile(isAbsolute(link) ? link : `${dirname(path)}${sep}${link}`, links - 1)
}

/** Where a link leads; null of what is none. */
function linkOf(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}

/** Whether two names are of one file, folder or pattern, and of the same part of it. */
export async function areOne(a: string, b: string): Promise<boolean> {
  const [first, second] = [await splitMember(a), await splitMember(b)]
  if (first.member !== second.member) return false
  const identity = await identifyFile(a)
  return identity !== null && identity === (await identifyFile(b))
}

/** Files that are looked for at once. */
const AT_ONCE = 64

/** What a name is of. */
export interface Identified {
  readonly path: string
  readonly identity: string | null
}

/** The same of many, in their order. */
export async function* identifyFiles(paths: readonly string[]): AsyncGenerator<Identified> {
  for (let first = 0; first < paths.length; first += AT_ONCE) {
    const some = paths.slice(first, first + AT_ONCE)
    const found = await Promise.all(some.map((path) => identifyFile(path)))
    yield* some.map((path, index) => ({ path, identity: found[index] }))
  }
}

/** Throws an InputError when one file is among the files of a data set twice: it would count twice. */
export async function refuseTwice(paths: readonly string[]): Promise<void> {
  await refuseSame(identifyFiles(paths), 'file')
}

/**
 * The same of whatever can be told apart; what has no identity is another each time.
 *
 * @param kind what a thing of two names is
 */
export async function refuseSame(things: AsyncIterable<Identified>, kind: string): Promise<void> {
  const names = new Map<string | null, string>()
  for await (const { path, identity } of things) {
    const other = names.get(identity)
    if (other !== undefined && identity !== null)
      throw new InputError(
        path,
        other === path ? 'is given twice' : `is the same ${kind} as ${other}`,
        'it would count twice: leave one of them out',
      )
    names.set(identity, path)
  }
}
