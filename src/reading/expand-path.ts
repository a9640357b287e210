/** The files behind a name: one, those of a folder, or those that a pattern matches. */
import { Dirent, readdir, readdirSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, sep } from 'node:path'
import type { GlobOptions } from 'tinyglobby'
import { InputError } from '../errors.ts'
import { TABLE_EXTENSIONS } from '../formats/index.ts'
import { isSketchName } from '../formats/sketch-file.ts'
import { joinMember, splitMember } from '../sources/member.ts'
import { identifyFile } from '../sources/same-file.ts'
import { lookAt } from '../sources/stat.ts'
import { askSystem } from '../sources/system-error.ts'
import { PACKED_ENDINGS } from '../sources/unpack.ts'
import { isPattern } from '../words/pattern.ts'
import { adviseCommand, quoteWord, writeCommand } from '../words/shell.ts'
import { isStandardInput } from '../words/standard-input.ts'

/**
 * Sorted as a person would: shard-2 before shard-10. Of each what the name says of it: `shards/*.npz::logits`.
 * @param planned a file that will be written; it is found too where it would be
 */
export async function expandPath(name: string, planned?: string): Promise<readonly string[]> {
  const { file, member } = await splitMember(name)
  const paths = await findFiles(file, planned)
  return paths.map((path) => joinMember(path, member))
}

async function findFiles(name: string, planned: string | undefined): Promise<readonly string[]> {
  if (isStandardInput(name)) return [name]
  const info = lookAt(name)
  const isFolder = info?.isDirectory() ?? false
  if (info ? !isFolder : !isPattern(name)) return [name]
  const fs = planned === undefined ? undefined : withFile(planned)
  const found = await (isFolder ? findInFolder(name, fs) : findByPattern(name, fs))
  if (isFolder) refuseOthersIn(name)
  if (!name.includes(UNFINISHED)) refuseUnfinished(found)
  refuseCopies(found)
  if (found.length > 0) return found.sort(byName)
  if (isFolder && holdsSketches(name)) throw folderOfSketches(name)
  const extensions = TABLE_EXTENSIONS.map((extension) => `.${extension}`).join(', ')
  throw new InputError(
    name,
    isFolder ? `has no ${extensions} file in it` : 'matches no file',
    'check the path',
  )
}

function holdsSketches(folder: string): boolean {
  return entriesOf(folder).some(({ name }) => isSketchName(name))
}

function folderOfSketches(name: string): InputError {
  const command = writeCommand('merge', [name], ['-o', 'all.sketch.json'])
  return new InputError(
    name,
    'holds sketches, and no predictions',
    adviseCommand(
      'for what needs no rows, add them up:',
      command,
      'for what needs no rows, add them up with lossctl merge',
    ),
  )
}

/** Files of a table that Spark is still writing, or has failed to write, lie in a folder of this name. */
export const UNFINISHED = '_temporary'

/** Throws an InputError where one of the paths is of such a file: what is left of a table is not all of it. */
export function refuseUnfinished(paths: readonly string[]): void {
  for (const path of paths) {
    const folders = path.split(/[\\/]/)
    const place = folders.indexOf(UNFINISHED)
    if (place < 0) continue
    throw new InputError(
      folders.slice(0, place).join('/') || '.',
      `holds ${UNFINISHED}, where Spark keeps a table that it has not written to its end`,
      'wait for it, or write it again; of a job that has failed take the folder away',
    )
  }
}

/**
 * Throws an InputError for what is called as a file of predictions is, and is none: a pipe would wait for its writer, and of a
 * folder, which Spark calls so, nothing would be read.
 */
function refuseOthersIn(folder: string): void {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name)
    if (entry.name === UNFINISHED) refuseUnfinished([path])
    if (entry.name.startsWith('.') || !isTableName(entry.name) || entry.isFile()) continue
    const info = askSystem(path, () => statSync(path))
    if (info.isDirectory())
      throw folderWithin(path, folder, {
        of: 'predictions',
        ending: entry.name.slice(entry.name.lastIndexOf('.')),
        instead: 'take it out of the folder',
      })
    if (!info.isFile()) throw noFile(path)
  }
}

/** What may stand for more than itself in a part of a pattern. */
const SIGNS = /[*?{}[\]()|\\"]|^!/

/**
 * Of a folder where files are looked for, and what to do about it: a pattern looks into it, where its name may be part of one.
 *
 * @param ending of the files that are meant; all where it is empty
 */
export function folderWithin(
  path: string,
  folder: string,
  { of, ending, instead }: { readonly of: string; readonly ending: string; readonly instead: string },
): InputError {
  const pattern = `${folder.replace(/\/$/, '')}/**/*${ending}`
  return new InputError(
    path,
    `is a folder within a folder of ${of}, which is not looked into`,
    SIGNS.test(folder) ? instead : adviseCommand('give a pattern that is:', quoteWord(pattern), instead),
  )
}

/** Of what cannot be read, whoever reads it says why. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

const TABLE_NAME = new RegExp(
  `\\.(?:${TABLE_EXTENSIONS.join('|')})(?:\\.(?:${PACKED_ENDINGS.join('|')}))?$`,
  'i',
)

function isTableName(name: string): boolean {
  return TABLE_NAME.test(name)
}

export function noFile(path: string): InputError {
  return new InputError(path, 'is no file, but a pipe or a device', 'take it out of the folder')
}

let compareNames: Intl.Collator['compare'] | undefined

/** shard-2 before shard-10. What orders names is loaded with the first: it takes a tenth of the time of a small file. */
export function byName(a: string, b: string): number {
  compareNames ??= new Intl.Collator('en', { numeric: true }).compare
  return compareNames(a, b)
}

/** Throws an InputError where a file lies beside what it was packed from: each would count. */
export function refuseCopies(paths: readonly string[]): void {
  const all = new Set(paths)
  for (const ending of PACKED_ENDINGS.map((one) => `.${one}`))
    for (const packed of paths.filter((path) => path.endsWith(ending))) {
      const plain = packed.slice(0, -ending.length)
      if (!all.has(plain)) continue
      throw new InputError(
        packed,
        `stands beside ${basename(plain)}, which it may be the packed form of`,
        'it would count twice: leave one of them out',
      )
    }
  for (const copy of paths) {
    const own = copy.replace(BACKUP, '')
    if (own === copy || !all.has(own)) continue
    throw new InputError(
      copy,
      `stands beside ${basename(own)}, which it may be a copy of`,
      'it would count twice: leave one of them out',
    )
  }
}

/** What editors and people put behind the name of a file that they keep. */
const BACKUP = /(?:~|\.bak|\.orig|\.old)$/

type FileSystem = GlobOptions['fs']

/**
 * Within the folder, since its own name may hold brackets, which mean nothing here. Extensions come as .CSV
 * too.
 */
async function findInFolder(name: string, fs: FileSystem): Promise<string[]> {
  const { glob } = await import('tinyglobby')
  const endings = ['', ...PACKED_ENDINGS.map((ending) => `.${ending}`)]
  const found = await glob([`*.{${TABLE_EXTENSIONS.join(',')}}{${endings.join(',')}}`], {
    cwd: name,
    caseSensitiveMatch: false,
    expandDirectories: false,
    fs,
  })
  return found.map((file) => join(name, file))
}

/**
 * From the folder that the pattern begins with: tinyglobby, which wants forward slashes, on Windows too, passes over the
 * files of the working folder where that lies deeper.
 */
async function findByPattern(pattern: string, fs: FileSystem): Promise<string[]> {
  const { glob } = await import('tinyglobby')
  const parts = (sep === '\\' ? pattern.replaceAll('\\', '/') : pattern).split('/')
  const first = parts.findIndex((part) => SIGNS.test(part))
  const cwd = parts.slice(0, first).join('/') || (isAbsolute(pattern) ? '/' : '.')
  const found = await glob([parts.slice(first).join('/')], { cwd, expandDirectories: false, fs })
  return found.map((file) => join(cwd, file))
}

/** The file system as it will be with one file more. */
function withFile(path: string): FileSystem {
  const folder = identifyFile(dirname(path))
  const entry: Dirent = Object.assign(Object.create(Dirent.prototype), {
    name: basename(path),
    isFile: () => true,
    isDirectory: () => false,
    isSymbolicLink: () => false,
  })
  const list = (
    at: string,
    options: { withFileTypes: true },
    done: (error: Error | null, entries: Dirent[]) => void,
  ) =>
    readdir(at, options, async (error, entries) => {
      const isThere = error === null && (await identifyFile(at)) === (await folder)
      done(error, isThere ? [...entries, entry] : entries)
    })
  return { readdir: list as typeof readdir }
}
