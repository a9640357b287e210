/** The command that prints the same numbers. A path with characters that hide or turn text does not come through whole. */
import { cleanLine } from '../views/clean.ts'
import type { DataFile } from './data-file.ts'
import type { State } from './state.ts'
import { thresholdOf } from './threshold.ts'

export function commandOf({ words }: DataFile, { losses, margin, reduction }: State): string {
  const all = [
    'lossctl',
    'compare',
    ...words.map(cleanLine),
    ...losses.flatMap(({ loss }) => ['--loss', loss.spec]),
    '--threshold',
    `${thresholdOf(margin)}`,
    '--reduction',
    reduction,
  ]
  return all.map(quoteWord).join(' ')
}

/** As a POSIX shell takes it for one word. */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
