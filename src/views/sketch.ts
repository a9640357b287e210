import type { SourceReport } from '../analysis/source.ts'
import { cleanLine } from './clean.ts'
import { formatCount } from './numbers.ts'
import { skippedNotes } from './source-line.ts'

/** What was written, in a line for standard error. */
export function sketchNotes(path: string, bytes: number, source: SourceReport): string[] {
  const size = `${formatCount(Math.ceil(bytes / 1000))} kB`
  return [...skippedNotes(source), cleanLine(`${path}: ${formatCount(source.samples)} samples in ${size}`)]
}
