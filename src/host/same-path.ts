/** Whether two names are of one file, however they are written. */
import { resolve } from 'node:path'

export function isSamePath(path: string, other: string | undefined): boolean {
  return other !== undefined && resolve(path) === resolve(other)
}
