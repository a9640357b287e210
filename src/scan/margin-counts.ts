/** How many samples there are by bin of the margin: what a pass keeps that makes no sketch. */
import { type Grouping, identifyGroup } from '../margin/grouping.ts'
import type { Margins } from '../margin/margins.ts'
import { BINS, binOf, HIGHEST, LOWEST } from '../sketch/grid.ts'

/** The place of the bin that begins at 0, with as many places on either side: the first is for all margins below the bins, the last for all above. */
export const ZERO = 1 + binOf(0)
export const PLACES = 2 * ZERO

/** The place of a bin by its number. */
export function placeOfBin(bin: number): number {
  return Math.min(1 + bin, PLACES - 1)
}

/** The place from which on the truth of a softmax row may be its likeliest class, which has at least 1/K. */
export function placeOfChance(classes: number): number {
  return placeOfBin(binOf(-Math.log(classes - 1)))
}

export interface MarginCounts {
  /** Positives, negatives, and softmax samples, which are neither; by place. */
  readonly positive: Float64Array
  readonly negative: Float64Array
  readonly neither: Float64Array
  /** The first place with samples, and the one behind the last: there are thousands, and most sketches have samples in a few hundred. */
  from: number
  to: number
}

/** What a group's samples are counted among. */
export function countsOf(counts: MarginCounts, positive: boolean | null): Float64Array {
  return positive === null ? counts.neither : positive ? counts.positive : counts.negative
}

export function emptyCounts(): MarginCounts {
  const none = () => new Float64Array(PLACES)
  return { positive: none(), negative: none(), neither: none(), from: PLACES, to: 0 }
}

/** More samples at a place. */
export function addCount(counts: MarginCounts, own: Float64Array, place: number, count: number): void {
  own[place] += count
  if (place < counts.from) counts.from = place
  if (place >= counts.to) counts.to = place + 1
}

/** Counts one block after another. */
export function countMargins(grouping: Grouping) {
  const counts = emptyCounts()
  const ofGroup: Float64Array[] = []
  const among = (group: number) =>
    (ofGroup[group] ??= countsOf(counts, identifyGroup(grouping, group).positive))
  return {
    counts,
    add({ length, margin, group }: Margins): void {
      let [from, to] = [counts.from, counts.to]
      for (let i = 0; i < length; i++) {
        const place = placeOf(margin[i])
        among(group[i])[place]++
        if (place < from) from = place
        if (place >= to) to = place + 1
      }
      counts.from = from
      counts.to = to
    },
  }
}

function placeOf(margin: number): number {
  if (margin < LOWEST) return 0
  return placeOfBin(margin < HIGHEST ? binOf(margin) : BINS)
}
