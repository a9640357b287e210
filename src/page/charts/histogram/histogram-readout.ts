/** What a histogram says of a bin, and of its threshold. */

import { greatest } from '../../../extremes.ts'
import { formatCount, formatShare, formatShort } from '../../../views/words/numbers.ts'
import { clean } from '../../../words/clean.ts'
import { ptText } from '../kit/pt-text.ts'
import type { Bin, HistogramData } from '../kit/types.ts'

function isHard({ to }: Bin, threshold: number): boolean {
  return to <= threshold
}

function totalOf(bins: readonly Bin[], kind: number): number {
  return bins.reduce((sum, { counts }) => sum + (counts[kind] ?? 0), 0)
}

/** hard, pt < 0.5: negative 12,345 (1.2 %), positive 800 (80.0 %). */
export function hardText(data: HistogramData): string {
  const texts = data.kinds.map((kind, index) => {
    const [hard, samples] = [hardOf(data, index), samplesInClass(data, index)]
    if (hard === null) return ''
    return `${clean(kind.name)} ${formatCount(hard)} (${formatShare(samples > 0 ? hard / samples : null)})`
  })
  return [`hard, pt < ${ptText(data.threshold)}`, texts.filter(Boolean).join(', ')].filter(Boolean).join(': ')
}

/** All samples of a class. */
export function samplesInClass({ kinds, bins }: HistogramData, index: number): number {
  return kinds[index].samples ?? totalOf(bins, index)
}

/** Null where the threshold lies inside a bin, and nobody has said how many of it are hard. */
function hardOf({ kinds, bins, threshold }: HistogramData, index: number): number | null {
  const { hard } = kinds[index]
  if (hard !== undefined) return hard
  const isParted = bins.some(
    ({ from, to, counts }) => from < threshold && threshold < to && counts[index] > 0,
  )
  if (isParted) return null
  const left = bins.filter((bin) => isHard(bin, threshold))
  return totalOf(left, index)
}

/** pt 0.0180 to 0.0203: negative 12, positive 3. */
export function binText({ kinds, overlay }: HistogramData, bin: Bin): string {
  const counts = ({ counts }: Bin) =>
    kinds.map(({ name }, kind) => `${clean(name)} ${formatCount(counts[kind] ?? 0)}`).join(', ')
  const other = overlay?.bins.find(({ from, to }) => from <= bin.from && to > bin.from)
  const others = overlay && other ? `; ${clean(overlay.name)}: ${counts(other)}` : ''
  return `pt ${ptText(bin.from)} to ${ptText(bin.to)}: ${counts(bin)}${others}`
}

/** What the slider says of itself. */
export function thresholdText(data: HistogramData): string {
  return `pt ${ptText(data.threshold)}, margin ${formatShort(data.threshold, 4)}; ${hardText(data)}`
}

/** How large each class is, and where its fullest bin. */
export function describeHistogram(data: HistogramData): string {
  const classes = data.kinds.map(
    ({ name }, kind) =>
      `${formatCount(samplesInClass(data, kind))} ${clean(name)} ${data.counted}${peakText(data.bins, kind)}.`,
  )
  return `Histogram of pt on a log-odds axis. ${classes.join(' ')}`
}

function peakText(bins: readonly Bin[], kind: number): string {
  const most = greatest(
    bins.map(({ counts }) => counts[kind] ?? 0),
    0,
  )
  const peak = bins.find(({ counts }) => counts[kind] === most)
  if (most === 0 || !peak) return ', none of them on the axis'
  return ` with their peak about pt ${ptText((peak.from + peak.to) / 2)}`
}
