/** Words that several views have for what other libraries do. */

import type { MeanRule } from '../../losses/libraries/library.ts'
import type { CompareReport } from '../../questions/compare/compare.ts'
import type { LibraryCall } from '../../questions/compare/loss-report.ts'
import { formatLoss } from './numbers.ts'

/** What a library's mean divides by. */
export const MEAN_DIVISORS: Readonly<Record<MeanRule, string>> = {
  weights: 'the sum of weights',
  'class-weights': 'the sum of class weights',
  samples: 'the number of samples',
  cells: 'samples × classes',
  rows: 'the number of rows',
}

/** Whose numbers these are, when they are not ours. */
export function libraryNotes(report: CompareReport): string[] {
  return report.losses.flatMap(({ title, library }) => {
    if (!library) return []
    const converted =
      library.from !== null && library.from !== report.source.from ? ` on ${library.from} made of these` : ''
    const clamp = library.largest === null ? '' : `, cross-entropy at most ${formatLoss(library.largest)}`
    return [
      `${title} as ${library.call}${converted}; ${report.reduction === 'mean' ? 'mean' : 'its mean is'} over ${divisorWords(library, report)}${clamp}.`,
    ]
  })
}

function divisorWords(
  { mean, countsIgnored }: LibraryCall,
  { source, classWeights }: Pick<CompareReport, 'source' | 'classWeights'>,
): string {
  if (mean === 'class-weights' && classWeights !== null) return MEAN_DIVISORS[mean]
  const words = mean === 'class-weights' ? MEAN_DIVISORS.samples : MEAN_DIVISORS[mean]
  return countsIgnored && source.ignored > 0 ? `${words}, those to ignore included` : words
}
