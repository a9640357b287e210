/**
 * Files of the program itself, which it reads when it needs them: in the build they lie beside its scripts. The single file
 * has them in itself: single/own-file.ts.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The tests run the source. */
const FOLDER = import.meta.url.endsWith('.ts') ? '../dist/' : './'

/** Throws an error without a code where it cannot be read, which nobody takes for one about a file of the user's. */
export function readOwnFile(name: string): Buffer {
  const path = fileURLToPath(new URL(FOLDER + name, import.meta.url))
  try {
    return readFileSync(path)
  } catch (cause) {
    throw new Error(`lossctl lacks ${path}, a file of its own; install it again`, { cause })
  }
}
