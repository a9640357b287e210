/** The histogram of pt: counts by margin, in bins that are the same for all files. */

import { greatest } from '../../extremes.ts'
import { type BandPart, isIn } from '../../measures/bands.ts'
import type { BandCount } from '../../questions/compare/compare.ts'
import { countMargins, type Histogram } from '../../questions/curves/histogram.ts'
import type { HistogramKind } from '../charts/kit/types.ts'
import type { DataFile } from './data-file.ts'

/** Beyond them, pt differs from 0 or 1 by less than 1e-13, and nothing could be told apart on the axis. */
const WIDEST = [-30, 30] as const

/** Bins of the sketch in one bar, by the number of samples from which on a bar that wide has enough of them. */
const WIDTHS = [
  { samples: 10_000, bins: 1 },
  { samples: 2_000, bins: 2 },
  { samples: 0, bins: 4 },
] as const

export function histogramsOf(files: readonly DataFile[]): readonly Histogram[] {
  const most = greatest(files.map(({ pooled }) => pooled.source.samples))
  const { bins } = WIDTHS.find(({ samples }) => most >= samples)!
  return files.map(({ pooled }) => countMargins(pooled, WIDEST, bins))
}

/** The classes with all their samples, those beyond the bins too. */
export function kindsOf(bands: readonly BandCount[]): readonly HistogramKind[] {
  const kindOf = (name: string, kind: number, part: BandPart | '') => {
    const own = bands.filter(({ band }) => isIn(band, part))
    const hard = own.filter(({ band }) => isIn(band, 'hard'))
    return { name, kind, samples: countOf(own), hard: countOf(hard) }
  }
  const isSigned = bands.some(({ band }) => isIn(band, 'positive'))
  return isSigned
    ? [kindOf('negative', 0, 'negative'), kindOf('positive', 1, 'positive')]
    : [kindOf('all', 0, '')]
}

function countOf(bands: readonly BandCount[]): number {
  return bands.reduce((sum, { count }) => sum + count, 0)
}
