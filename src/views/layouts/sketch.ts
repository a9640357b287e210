import type { SourceReport } from '../../sketched/source.ts'
import { cleanLine } from '../../words/clean.ts'
import { formatCount } from '../words/numbers.ts'
import { unitsOf } from '../words/unit.ts'

/**
 * What was written, in a line for standard error.
 *
 * @param merged how many sketches it is the sum of; null where it is of predictions
 */
export function sketchLine(path: string, bytes: number, source: SourceReport, merged: number | null): string {
  const size = `${formatCount(Math.ceil(bytes / 1000))} kB`
  const of = merged === null ? '' : ` of ${formatCount(merged)} sketch${merged === 1 ? '' : 'es'}`
  const samples = `${formatCount(source.samples)} ${unitsOf(source.task)}${of}`
  return cleanLine(`${path}: ${samples} in ${size}`)
}
