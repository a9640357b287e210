import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'

const CHUNK = 1 << 20

/**
 * Puts the bytes of one file into another that stays the same file. It is cut only at the end: what it has of the disk
 * is not given up before.
 */
export function overwrite(path: string, from: string): void {
  const source = openSync(from, 'r')
  try {
    const target = openSync(path, 'r+')
    try {
      ftruncateSync(target, copy(source, target))
    } finally {
      closeSync(target)
    }
  } finally {
    closeSync(source)
  }
}

/** Returns the number of bytes. */
function copy(source: number, target: number): number {
  const chunk = Buffer.allocUnsafe(CHUNK)
  let done = 0
  for (let read = readSync(source, chunk); read > 0; read = readSync(source, chunk)) {
    for (let put = 0; put < read; ) put += writeSync(target, chunk, put, read - put)
    done += read
  }
  return done
}
