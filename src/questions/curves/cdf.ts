/** What the easiest and the hardest samples carry of each loss, class by class (Lin et al. 2017, Fig. 4). */

import { bind } from '../../losses/bound.ts'
import type { Loss } from '../../losses/loss.ts'
import { checkTask } from '../../losses/spec/choose.ts'
import { type Grouping, identifyGroup, lossPlace } from '../../margin/grouping.ts'
import { overflowOf } from '../../measures/overflow.ts'
import { quotient } from '../../measures/quotient.ts'
import { joinGroups } from '../../sketch/merge.ts'
import { checkLosses } from '../../sketched/edges.ts'
import { type Held, heldInCrossEntropy } from '../../sketched/held.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import type { SourceReport } from '../../sketched/source.ts'
import { checkSampleLosses } from './curve.ts'
import { countsOf, halfOf } from './half.ts'
import { type Lorenz, lorenzOf } from './lorenz.ts'
import { type Ordered, type OrderedGroup, orderGroups } from './ordered.ts'

/** `all` with softmax, which has no negatives. */
export type CdfClass = 'negative' | 'positive' | 'all'

/** Shares of the samples, the hardest ones, of which the report says what they carry. */
export const HARDEST: readonly number[] = [0.01, 0.05, 0.1, 0.2, 0.5]

/** Whole percents, at which curves have points. */
export const PERCENTS: readonly number[] = Array.from({ length: 101 }, (_, i) => i / 100)

/** Shares of the loss are null when it sums to 0. Each comes with the least and the most that it can be. */
export interface CdfCurve {
  readonly name: string
  readonly title: string
  readonly spec: string
  readonly parameters: Loss['parameters']
  /** sum w f over the class. */
  readonly total: number
  /** Share of it that the easiest samples carry, at each share of `samples`. */
  readonly loss: readonly number[] | null
  readonly lossLow: readonly number[] | null
  readonly lossHigh: readonly number[] | null
  /** Share of it that the hardest samples carry, at each share of HARDEST. */
  readonly hardest: readonly number[] | null
  readonly hardestLow: readonly number[] | null
  readonly hardestHigh: readonly number[] | null
  /** Share of the samples, the hardest, that carries half of it: the least and the most that it can be. */
  readonly halfLow: number | null
  readonly halfHigh: number | null
  /** The same as a number of samples; null where these have weights. */
  readonly halfSamplesLow: number | null
  readonly halfSamplesHigh: number | null
}

export interface CdfPart {
  readonly class: CdfClass
  /** Samples of a weight above 0. */
  readonly count: number
  readonly weight: number
  /**
   * Shares of the samples, by weight, from 0 to 1: every whole percent, and every share at which a segment of the
   * sketch ends, where the curves are exact.
   */
  readonly samples: readonly number[]
  /** Share of the samples below the sketch's grid, all of them hardest. */
  readonly belowGrid: number
  readonly curves: readonly CdfCurve[]
}

export interface CdfReport {
  readonly source: SourceReport
  /** What samples whose logarithm is held carry of cross-entropy; null where there are none. */
  readonly held: Held | null
  readonly hardest: readonly number[]
  /** Classes with samples. */
  readonly classes: readonly CdfPart[]
}

/** A class with its samples in order. */
export interface CdfSide {
  readonly index: 0 | 1
  readonly class: CdfClass
  /** Where its curves have points. */
  readonly samples: readonly number[]
  readonly ordered: Ordered
}

/** A side with the curve of each loss. */
export interface SideCurves {
  readonly side: CdfSide
  readonly curves: readonly Lorenz[]
}

/**
 * The curves of all losses. Throws a UsageError for a loss of the batch's mean, or of another task.
 *
 * @param also shares at which the curves have points too
 */
export function cumulate(
  data: SketchedData,
  losses: readonly Loss[],
  also: readonly number[] = [],
): CdfReport {
  checkCumulated(data.grouping, losses)
  checkLosses(data, losses)
  const sides = sidesOf(data, also).map((side) => ({ side, curves: curvesOf(losses, data.grouping, side) }))
  return reportSides(data, losses, sides)
}

export function checkCumulated({ task, classes }: Grouping, losses: readonly Loss[]): void {
  checkTask(losses, task, classes)
  checkSampleLosses(losses)
}

/** Negatives and positives, of all slices and classes, as far as there are samples of weight. */
export function sidesOf(
  { sketch, grouping }: SketchedData,
  also: readonly number[] = [],
): readonly CdfSide[] {
  const groups: OrderedGroup[][] = [[], []]
  // Slices are added up first: there may be thousands, each with a part in every stretch.
  const joined = joinGroups(sketch, (number) => {
    const identity = identifyGroup(grouping, number)
    return 2 * lossPlace(grouping.task, identity) + sideIndex(identity)
  })
  joined.forEach((group, number) => {
    if (group) groups[number % 2].push({ group, place: Math.floor(number / 2) })
  })
  const names = ['negative', 'positive'] as const
  return ([0, 1] as const).flatMap((index) => {
    const ordered = orderGroups(sketch.grid, groups[index])
    if (ordered.count === 0) return []
    const samples = [...new Set([...PERCENTS, ...ordered.ends, ...also])].sort((a, b) => a - b)
    return [{ index, class: grouping.task === 'softmax' ? 'all' : names[index], samples, ordered }]
  })
}

/** Negatives are the first side, and so are all samples of a softmax. */
export function sideIndex({ positive }: { readonly positive: boolean | null }): 0 | 1 {
  return positive ? 1 : 0
}

/** The curve of each loss over a side. Throws an InputError where its sum is no double. */
export function curvesOf(
  losses: readonly Loss[],
  grouping: Grouping,
  { ordered }: CdfSide,
): readonly Lorenz[] {
  return losses.map((loss) => {
    const curve = lorenzOf(ordered, bind(loss, grouping.task, grouping.classes.length))
    if (!Number.isFinite(curve.total)) throw overflowOf(loss)
    return curve
  })
}

export function reportSides(
  data: SketchedData,
  losses: readonly Loss[],
  sides: readonly SideCurves[],
): CdfReport {
  const classes = sides.map(({ side, curves }) => {
    const { count, weight, below } = side.ordered
    const isCounted = data.source.weight === null
    const reports = curves.map((curve, i) => reportCurve(losses[i], curve, side, isCounted))
    return { class: side.class, count, weight, samples: side.samples, belowGrid: below, curves: reports }
  })
  return { source: data.source, held: heldInCrossEntropy(data), hardest: HARDEST, classes }
}

function reportCurve(
  { definition, parameters, title, spec }: Loss,
  { total, shareAt }: Lorenz,
  { samples, ordered }: CdfSide,
  isCounted: boolean,
): CdfCurve {
  const known = quotient(total, total) !== null
  const easiest = known ? samples.map(shareAt) : null
  const half = known ? halfOf({ total, shareAt }, samples) : null
  const counts = half && isCounted ? countsOf(half, ordered.count) : null
  const others = known ? HARDEST.map((share) => shareAt(1 - share)) : null
  return {
    name: definition.name,
    title,
    spec,
    parameters,
    total,
    loss: easiest?.map(({ value }) => value) ?? null,
    lossLow: easiest?.map(({ low }) => low) ?? null,
    lossHigh: easiest?.map(({ high }) => high) ?? null,
    hardest: others?.map(({ value }) => 1 - value) ?? null,
    hardestLow: others?.map(({ high }) => 1 - high) ?? null,
    hardestHigh: others?.map(({ low }) => 1 - low) ?? null,
    halfLow: half?.low ?? null,
    halfHigh: half?.high ?? null,
    halfSamplesLow: counts?.[0] ?? null,
    halfSamplesHigh: counts?.[1] ?? null,
  }
}
