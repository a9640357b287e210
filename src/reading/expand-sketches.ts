/** The sketches behind a name: one, all files of a folder, or those that a pattern matches. */
import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { InputError } from '../errors.ts'
import { isFolder } from '../sources/file.ts'
import { identifyFile } from '../sources/same-file.ts'
import { explainSystemError } from '../sources/system-error.ts'
import { adviseCommand, quoteWord } from '../words/shell.ts'
import { isStandardInput } from '../words/standard-input.ts'
import { byName, expandPath, refuseBothForms } from './expand-path.ts'

/**
 * Of a folder every file, whatever its ending: one that is left out without a word would be missing in the sum.
 *
 * @param planned a file that will be written; it is found too where it would be
 */
export async function expandSketches(name: string, planned?: string): Promise<readonly string[]> {
  if (isStandardInput(name) || !(await isFolder(name))) return expandPath(name, planned)
  const entries = await readdir(name, { withFileTypes: true }).catch((error) => {
    throw explainSystemError(name, error)
  })
  const found: string[] = []
  for (const entry of entries) {
    if (isHidden(entry.name)) continue
    const path = join(name, entry.name)
    // A link may lead to either.
    if (entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(path)))) throw within(path, name)
    found.push(path)
  }
  if (planned !== undefined && !isHidden(basename(planned)) && (await isIn(planned, name)))
    found.push(planned)
  if (found.length === 0) throw new InputError(name, 'has no file in it', 'check the path')
  refuseBothForms(found)
  return found.sort(byName)
}

/** What systems leave in folders: .DS_Store, and _SUCCESS of Spark, which has no ending. */
function isHidden(name: string): boolean {
  return name.startsWith('.') || /^_[^.]*$/.test(name)
}

function within(path: string, folder: string): InputError {
  const instead = 'move it elsewhere, and give both folders'
  const isPattern = /[*?{[]/.test(folder)
  return new InputError(
    path,
    'is a folder within a folder of sketches, which is not looked into',
    isPattern
      ? instead
      : adviseCommand('give a pattern that is:', quoteWord(`${folder}/**/*.sketch.json`), instead),
  )
}

async function isIn(path: string, folder: string): Promise<boolean> {
  return (await identifyFile(dirname(path))) === (await identifyFile(folder))
}
