/**
 * Files of the program itself, which it reads when it needs them: in the build they lie beside its scripts. The single file
 * has them in itself: single/own-file.ts.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The tests run the source. */
const FOLDER = import.meta.url.endsWith('.ts') ? '../dist/' : './'

export function readOwnFile(name: string): Buffer {
  return readFileSync(fileURLToPath(new URL(FOLDER + name, import.meta.url)))
}
