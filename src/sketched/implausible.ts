/**
 * What a legal reading gives and no sane model does: labels of other rows, classes in another order or named the other way
 * round, scores of another kind. Told from counts of a sketch's bins, and only where chance does not do so.
 */
import { type Grouping, identifyGroup } from '../margin/grouping.ts'
import {
  addCount,
  countsOf,
  emptyCounts,
  type MarginCounts,
  PLACES,
  placeOfBin,
  placeOfChance,
  ZERO,
} from '../scan/margin-counts.ts'
import { BINS, binOf, segmentBounds } from '../sketch/grid.ts'
import { segmentsOf } from '../sketch/segments.ts'
import type { Sketch } from '../sketch/sketch.ts'
import { COUNT_SLOT } from '../sketch/store.ts'

/**
 * - `below-chance`: the true class is the most likely one in at most `share` of the samples, and by chance in `chance`
 * - `reversed`: negatives score higher than positives: the area under the ROC curve is about `area`
 * - `one-sided`: all scores stand for one class, and `share` of the samples are of it
 * - `following`: in each of the first `rows` the label is the class of the highest score, which is `confidence` in the mean
 */
export type Implausible =
  | { readonly kind: 'below-chance'; readonly share: number; readonly chance: number }
  | { readonly kind: 'reversed'; readonly area: number }
  | { readonly kind: 'one-sided'; readonly positive: boolean; readonly share: number }
  | { readonly kind: 'following'; readonly rows: number; readonly confidence: number }

/** A verdict that chance gives less often than once in a million data sets. */
const LOG_RARE = Math.log(1e6)

/** Standard errors that are as rare, and rarer: the rank sum of Mann and Whitney has lighter tails than the normal. */
const FAR = 5

/** A model far worse than none: half as often right as by chance, and an area as far below 1/2 as 0.6 is above it. */
const SHARE_OF_CHANCE = 0.5
const MOST_AREA = 0.4

/** The first that holds; null where all is as it may be. */
export function findImplausible(sketch: Sketch, grouping: Grouping): Implausible | null {
  return implausibleOf(countSketch(sketch, grouping), grouping)
}

/** The same of counts alone. */
export function implausibleOf(counts: MarginCounts, grouping: Grouping): Implausible | null {
  if (counts.to === 0) return null
  if (total(counts, 'neither') > 0) return belowChance(counts, grouping.classes.length)
  // Cells of one row hang together, in the worst case as if they were one.
  const together = grouping.task === 'multilabel' ? grouping.classes.length : 1
  const sides = { counts, ones: total(counts, 'positive'), zeros: total(counts, 'negative'), together }
  return reversed(sides) ?? oneSided(sides)
}

/** Samples of two signs, how many there are of each, and how many of them may hang together. */
interface Sides {
  readonly counts: MarginCounts
  readonly ones: number
  readonly zeros: number
  readonly together: number
}

type Kind = 'positive' | 'negative' | 'neither'

function countSketch({ groups, grid }: Sketch, grouping: Grouping): MarginCounts {
  const counts = emptyCounts()
  for (const [index, group] of groups.entries()) {
    if (!group) continue
    const own = countsOf(counts, identifyGroup(grouping, index).positive)
    if (group.below[0] > 0) addCount(counts, own, 0, group.below[0])
    if (group.above[0] > 0) addCount(counts, own, PLACES - 1, group.above[0])
    for (const { number, moments } of segmentsOf(group)) {
      const bin = number < BINS ? number : binOf(segmentBounds(grid, number)[0])
      addCount(counts, own, placeOfBin(bin), moments[COUNT_SLOT])
    }
  }
  return counts
}

/** Of the places from one on. A loop: small files are asked about one after another. */
function total(counts: MarginCounts, kind: Kind, from = 0): number {
  const { [kind]: own, to } = counts
  let sum = 0
  for (let place = Math.max(from, counts.from); place < to; place++) sum += own[place]
  return sum
}

/** A class is not the most likely one with less than 1/K, so that those in bins that reach as far are the most there are. */
function belowChance(counts: MarginCounts, classes: number): Implausible | null {
  const chance = 1 / classes
  const all = total(counts, 'neither')
  const share = total(counts, 'neither', placeOfChance(classes)) / all
  const isRare = all * divergence(share, chance) > LOG_RARE
  return share <= SHARE_OF_CHANCE * chance && isRare ? { kind: 'below-chance', share, chance } : null
}

/** Chernoff: a share as far below p as q is comes up in n samples with a chance of at most e^(-n D). */
function divergence(q: number, p: number): number {
  const term = (a: number, b: number) => (a === 0 ? 0 : a * Math.log(a / b))
  return term(q, p) + term(1 - q, 1 - p)
}

/** Pairs within a bin count as right, so that the area is no larger in truth. */
function reversed({ counts, ones, zeros, together }: Sides): Implausible | null {
  const { positive, negative, from, to } = counts
  let [right, even, passed] = [0, 0, 0]
  for (let place = Math.min(from, PLACES - to); place < Math.max(to, PLACES - from); place++) {
    const count = positive[place]
    // The score of a negative is its margin turned round.
    const beside = negative[PLACES - 1 - place]
    right += count * passed
    even += count * beside
    passed += beside
  }
  const pairs = ones * zeros
  if (pairs === 0) return null
  const most = (right + even) / pairs
  const error = Math.sqrt((((ones + zeros) / together + 1) * together * together) / (12 * pairs))
  if (most > MOST_AREA || most > 0.5 - FAR * error) return null
  return { kind: 'reversed', area: (right + even / 2) / pairs }
}

/** Under probabilities that mean what they say, at least half of the samples are of a class that all scores stand for. */
function oneSided({ counts, ones, zeros, together }: Sides): Implausible | null {
  const right = (kind: Kind) => total(counts, kind, ZERO)
  const all = ones + zeros
  for (const [isPositive, own, other, count] of [
    [true, 'positive', 'negative', ones],
    [false, 'negative', 'positive', zeros],
  ] as const) {
    const share = count / all
    const isRare = (all / together) * divergence(share, 0.5) > LOG_RARE
    // Nearly always it is as it may be, and nothing need be added up.
    if (!(isRare && share <= SHARE_OF_CHANCE / 2 && ones > 0 && zeros > 0)) continue
    if (right(own) === count && right(other) === 0) return { kind: 'one-sided', positive: isPositive, share }
  }
  return null
}
