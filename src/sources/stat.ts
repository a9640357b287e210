/**
 * What lies under a name. At once: to wait for a thread takes Node longer than the system needs to answer, and a small file is
 * looked at fifteen times.
 */
import { type BigIntStats, type Stats, statSync } from 'node:fs'

/** Null where nothing is there, or nobody may look. */
export function lookAt(path: string): Stats | null {
  try {
    return statSync(path)
  } catch {
    return null
  }
}

/** The same with numbers that are exact, by which one file is told from another. */
export function lookClosely(path: string): BigIntStats | null {
  try {
    return statSync(path, { bigint: true })
  } catch {
    return null
  }
}
