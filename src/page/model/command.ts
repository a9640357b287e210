/** The command that prints the same numbers. */
import { thresholdMargin } from '../../margin/margins.ts'
import { hasEdge } from '../../sketch/grid.ts'
import { flagWords, writeCommand } from '../../words/shell.ts'
import type { State } from '../state/state.ts'
import { thresholdOf } from '../state/threshold.ts'
import type { DataFile } from './data-file.ts'

/** Null where there is none: lossctl parts a saved sketch at the pt that it was made for, and nowhere else. */
export function commandOf(file: DataFile, { losses, margin, reduction }: State): string | null {
  const threshold = thresholdOf(margin)
  if (file.isSaved && !hasEdge(file.whole.sketch.grid, thresholdMargin(threshold))) return null
  const [path, ...reading] = file.words
  return writeCommand(
    'compare',
    [path],
    [
      ...reading,
      ...losses.flatMap(({ loss }) => flagWords('--loss', loss.spec)),
      ...flagWords('--threshold', threshold),
      ...flagWords('--reduction', reduction),
    ],
  )
}

/** The pt at which a command can part the samples of a saved sketch. */
export function savedThresholds({ whole: { thresholds } }: DataFile): readonly number[] {
  return [...new Set([...thresholds, 0.5])].sort((a, b) => a - b)
}
