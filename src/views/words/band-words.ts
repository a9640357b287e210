/** Bands and reductions in words, the same in a terminal and on a page. */
import type { Task } from '../../losses/task.ts'
import { BANDS, type Band, type BandPart, isIn } from '../../measures/bands.ts'
import type { BandCount, Reduction } from '../../questions/compare/compare.ts'
import { formatCount, formatShare } from './numbers.ts'
import { plural } from './plural.ts'

/** What a reduced loss is, above its column. */
export const VALUE_TITLES: Readonly<Record<Reduction, string>> = {
  mean: 'mean',
  sum: 'sum',
  positives: 'per positive',
}

/** `hard positive`: above a column, beside a bar. */
export function bandTitle(band: Band): string {
  const { difficulty, sign } = BANDS[band]
  return sign === null ? difficulty : `${difficulty} ${sign}`
}

/** `hard +`: where there is little room. */
export function shortBandTitle(band: Band): string {
  const { difficulty, sign } = BANDS[band]
  return sign === null ? difficulty : `${difficulty} ${sign === 'positive' ? '+' : '−'}`
}

/** `hard positives`, `hard samples`, `positive samples`: in a sentence. */
export function bandNoun(part: BandPart): string {
  if (part === 'negative' || part === 'positive') return `${part} samples`
  const { difficulty, sign } = BANDS[part]
  return `${difficulty} ${sign === null ? 'samples' : `${sign}s`}`
}

/**
 * `100 positive (1.0 %)`, the figure that tells detection from classification; empty where no sample has a sign. Of rows of
 * several labels `20 of 59,775 labels positive (<0.1 %)`: it stands beside their number, which is another.
 */
export function positiveWords(bands: readonly BandCount[], task: Task): string {
  const count = countPositive(bands)
  if (count === null) return ''
  const all = bands.reduce((sum, one) => sum + one.count, 0)
  const ofLabels = task === 'multilabel' ? ` of ${plural(all, 'label')}` : ''
  return `${formatCount(count)}${ofLabels} positive (${formatShare(count / all)})`
}

/** How many there are; null where no sample has a sign. */
export function countPositive(bands: readonly BandCount[]): number | null {
  const positive = bands.filter(({ band }) => isIn(band, 'positive'))
  return positive.length === 0 ? null : positive.reduce((sum, { count }) => sum + count, 0)
}
