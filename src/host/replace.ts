/** Gives a finished temporary file the name of its target, in a way that can be taken back. */
import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  linkSync,
  openSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { InputError } from '../errors.ts'
import { overwrite } from './overwrite.ts'
import type { Target } from './target.ts'
import { leaveTemporary, nameTemporary, removeTemporary } from './temporary.ts'

/** A target that has been replaced. One of the two is called. */
export interface Replaced {
  /** Puts back what was there. */
  takeBack(): void
  /** Drops what was there. */
  settle(): void
}

/** @param keep whether what was there may be wanted back */
export function replace(target: Target, temporary: string, keep: boolean): Replaced {
  const { path, old } = target
  const kept = old && keep ? keepIn(dirname(temporary), path, linkOrCopy) : null
  try {
    if (old) takeAfter(temporary, old)
    renameSync(temporary, path)
  } catch (error) {
    if (!old) throw error
    if (kept !== null) removeTemporary(kept)
    return writeThrough(target, temporary)
  }
  leaveTemporary(temporary)
  return {
    takeBack: () => (kept === null ? unlinkSync(path) : renameSync(kept, path)),
    settle: () => {
      if (kept !== null) removeTemporary(kept)
    },
  }
}

/** Keeps what a file holds under another name. */
function keepIn(folder: string, path: string, put: (path: string, kept: string) => void): string {
  const kept = nameTemporary(folder, path)
  try {
    put(path, kept)
  } catch (error) {
    removeTemporary(kept)
    throw error
  }
  return kept
}

/** Some file systems have no links. */
function linkOrCopy(path: string, kept: string): void {
  try {
    linkSync(path, kept)
  } catch {
    copyFileSync(path, kept)
  }
}

/** Mode and owner. Throws where the owner cannot be kept: readers of one group would become those of another. */
function takeAfter(temporary: string, { uid, gid, mode }: Stats): void {
  const own = statSync(temporary)
  if (own.uid !== uid || own.gid !== gid) chownSync(temporary, uid, gid)
  chmodSync(temporary, mode & 0o777)
}

/**
 * For a file that cannot be replaced but may be written to: one that is mounted by itself, as containers do, or that
 * stands in a folder of somebody else's.
 */
function writeThrough({ name, path }: Target, temporary: string): Replaced {
  // A file that takes no bytes has nothing to be put back.
  closeSync(openSync(path, 'r+'))
  const kept = keepIn(dirname(temporary), path, copyFileSync)
  const takeBack = () => {
    try {
      overwrite(path, kept)
    } catch {
      leaveTemporary(kept)
      throw new InputError(name, 'cannot be written', `what it held is in ${kept}`)
    }
    removeTemporary(kept)
  }
  try {
    overwrite(path, temporary)
  } catch (error) {
    takeBack()
    throw error
  }
  return { takeBack, settle: () => removeTemporary(kept) }
}
