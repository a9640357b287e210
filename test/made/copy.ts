/** The same predictions once more: a check refuses to hold a file against itself. */
import { copyFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

/** A file of that name and those bytes, elsewhere. */
export function copyOf(file: string): string {
  const copy = join(mkdtempSync(join(tmpdir(), 'lossctl-copy-')), basename(file))
  copyFileSync(file, copy)
  return copy
}
