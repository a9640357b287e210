/** The command that prints the same numbers. A path with characters that hide or turn text does not come through whole. */
import { thresholdMargin } from '../../margin/margins.ts'
import { hasEdge } from '../../sketch/grid.ts'
import { cleanLine } from '../../words/clean.ts'
import type { State } from '../state/state.ts'
import { thresholdOf } from '../state/threshold.ts'
import type { DataFile } from './data-file.ts'

/** Null where there is none: lossctl parts a saved sketch at the pt that it was made for, and nowhere else. */
export function commandOf(file: DataFile, { losses, margin, reduction }: State): string | null {
  const threshold = thresholdOf(margin)
  if (file.isSaved && !hasEdge(file.whole.sketch.grid, thresholdMargin(threshold))) return null
  const all = [
    'lossctl',
    'compare',
    ...file.words.map(cleanLine),
    ...losses.flatMap(({ loss }) => ['--loss', loss.spec]),
    '--threshold',
    `${threshold}`,
    '--reduction',
    reduction,
  ]
  return all.map(quoteWord).join(' ')
}

/** The pt at which a command can part the samples of a saved sketch. */
export function savedThresholds({ whole: { thresholds } }: DataFile): readonly number[] {
  return [...new Set([...thresholds, 0.5])].sort((a, b) => a - b)
}

/** As a POSIX shell takes it for one word. */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
