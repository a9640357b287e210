import type { SourceReport } from '../../sketched/source.ts'
import { cleanLine } from '../../words/clean.ts'
import { formatCount } from '../words/numbers.ts'
import { skippedNotes } from '../words/source-line.ts'

/** What was written, in a line for standard error. */
export function sketchNotes(path: string, bytes: number, source: SourceReport): string[] {
  const size = `${formatCount(Math.ceil(bytes / 1000))} kB`
  return [...skippedNotes(source), cleanLine(`${path}: ${formatCount(source.samples)} samples in ${size}`)]
}
