/** The colours of a terminal. */
import { Chalk } from 'chalk'
import type { Ink } from '../series.ts'

/** @param level chalk's: 0 none, 1 to 3 ever more */
export function createInk(level: number): Ink {
  return new Chalk({ level: level as 0 | 1 | 2 | 3 })
}
