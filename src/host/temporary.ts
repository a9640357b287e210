/** Temporary files: each is remembered before it exists, so that whoever interrupts the program finds it. */
import { closeSync, openSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'

const unfinished = new Set<string>()

/** Characters of the target's name in that of the temporary file: names have at most 255 bytes. */
const NAME_LENGTH = 40

/** A free name in a folder, for whoever makes the file at once. */
export function nameTemporary(folder: string, target: string): string {
  const random = Math.random().toString(36).slice(2, 8)
  const temporary = join(folder, `${basename(target).slice(0, NAME_LENGTH)}.${random}.tmp`)
  unfinished.add(temporary)
  return temporary
}

/** Makes an empty one. */
export function createTemporary(folder: string, target: string, mode: number): string {
  const temporary = nameTemporary(folder, target)
  try {
    // In this thread: what another one made after an interrupt would stay.
    closeSync(openSync(temporary, 'wx', mode))
  } catch (error) {
    leaveTemporary(temporary)
    throw error
  }
  return temporary
}

/** Removes it, if it is still there. */
export function removeTemporary(temporary: string): void {
  rmSync(temporary, { force: true })
  unfinished.delete(temporary)
}

/** Forgets it, wherever it is now. */
export function leaveTemporary(temporary: string): void {
  unfinished.delete(temporary)
}

/** Removes what was begun; for an interrupt, where nothing can be awaited. */
export function removeUnfinished(): void {
  for (const temporary of unfinished) removeTemporary(temporary)
}
