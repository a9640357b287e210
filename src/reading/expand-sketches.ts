/** The sketches behind a name: one, all files of a folder, or those that a pattern matches. */
import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { InputError } from '../errors.ts'
import { isFolder } from '../sources/file.ts'
import { identifyFile } from '../sources/same-file.ts'
import { askSystem } from '../sources/system-error.ts'
import { isStandardInput } from '../words/standard-input.ts'
import {
  byName,
  expandPath,
  folderWithin,
  noFile,
  refuseCopies,
  refuseUnfinished,
  UNFINISHED,
} from './expand-path.ts'

/**
 * Of a folder every file, whatever its ending: one that is left out without a word would be missing in the sum.
 *
 * @param planned a file that will be written; it is found too where it would be
 */
export async function expandSketches(name: string, planned?: string): Promise<readonly string[]> {
  if (isStandardInput(name) || !(await isFolder(name))) return matched(name, await expandPath(name, planned))
  const entries = askSystem(name, () => readdirSync(name, { withFileTypes: true }))
  const found: string[] = []
  for (const entry of entries) {
    if (isHidden(entry.name)) continue
    const path = join(name, entry.name)
    if (entry.name === UNFINISHED) refuseUnfinished([path])
    if (!entry.isFile()) refuseNoFile(path, name)
    found.push(path)
  }
  if (planned !== undefined && !isHidden(basename(planned)) && (await isIn(planned, name)))
    found.push(planned)
  if (found.length === 0) throw entries.length === 0 ? nothing(name) : onlyHidden(name)
  refuseCopies(found)
  return found.sort(byName)
}

/** What a pattern matches, but for what Spark leaves; hidden files it matches where it says so. */
function matched(name: string, paths: readonly string[]): readonly string[] {
  if (paths.length === 1 && paths[0] === name) return paths
  const found = paths.filter((path) => !SPARKS.test(basename(path)))
  if (found.length === 0) throw onlyHidden(name)
  return found
}

/** What Spark leaves beside its tables: empty files, and lists of those that it has written. */
const SPARKS = /^_(?:SUCCESS$|started_|committed_)/

/** What is in a folder and nobody put there, such as .DS_Store. */
function isHidden(name: string): boolean {
  return name.startsWith('.') || SPARKS.test(name)
}

function nothing(name: string): InputError {
  return new InputError(name, 'has no file in it', 'check the path')
}

function onlyHidden(name: string): InputError {
  return new InputError(
    name,
    'has no files but hidden ones and those that Spark leaves, such as _SUCCESS',
    'check the path',
  )
}

/** Throws an InputError for what is neither a file nor a link to one: of a pipe somebody would have to write into it. */
function refuseNoFile(path: string, folder: string): void {
  const info = askSystem(path, () => statSync(path))
  if (info.isDirectory())
    throw folderWithin(path, folder, {
      of: 'sketches',
      // Of all files whatever their endings, as the folder is.
      ending: '',
      instead: 'move it elsewhere, and give both folders',
    })
  if (!info.isFile()) throw noFile(path)
}

async function isIn(path: string, folder: string): Promise<boolean> {
  return (await identifyFile(dirname(path))) === (await identifyFile(folder))
}
