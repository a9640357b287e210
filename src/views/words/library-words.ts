/** Words that several views have for what other libraries do. */

import type { MeanRule } from '../../losses/libraries/library.ts'
import type { CompareReport } from '../../questions/compare/compare.ts'
import { formatLoss } from './numbers.ts'

/** What a library's mean divides by. */
export const MEAN_DIVISORS: Readonly<Record<MeanRule, string>> = {
  weights: 'the sum of weights',
  samples: 'the number of samples',
  cells: 'samples × classes',
  rows: 'the number of rows',
}

/** Whose numbers these are, when they are not ours. */
export function libraryNotes({ losses, source }: CompareReport): string[] {
  return losses.flatMap(({ title, library }) => {
    if (!library) return []
    const converted =
      library.from !== null && library.from !== source.from ? ` on ${library.from} made of these` : ''
    const clamp = library.largest === null ? '' : `, cross-entropy at most ${formatLoss(library.largest)}`
    return [`${title} as ${library.call}${converted}; mean over ${MEAN_DIVISORS[library.mean]}${clamp}.`]
  })
}

/** Where a library's own clamp comes after ours, ours is not worth a word. */
export function sourceUnder({ source, losses }: CompareReport): CompareReport['source'] {
  return losses.some(({ library }) => library && library.largest !== null)
    ? { ...source, clamped: 0 }
    : source
}
