/** Where each loss puts its weight: means, and shares by band, from a sketch. Runs in a browser too. */

import { UsageError } from '../../errors.ts'
import { bind, tellClassesApart } from '../../losses/bound.ts'
import type { Loss } from '../../losses/loss.ts'
import type { SetLoss } from '../../losses/set/set-loss.ts'
import { checkTask } from '../../losses/spec/choose.ts'
import { CROSS_ENTROPY, isCrossEntropy } from '../../losses/spec/plain.ts'
import type { Task } from '../../losses/task.ts'
import type { Grouping } from '../../margin/grouping.ts'
import { type Band, bandsOf, type ReadyGroup, readyGroups, sumBands, totalOf } from '../../measures/bands.ts'
import { type ClassWeights, resolveClassWeights } from '../../measures/class-weights.ts'
import { countGroup } from '../../sketch/sums/evaluate.ts'
import { checkLosses, checkRows } from '../../sketched/edges.ts'
import { heldOf } from '../../sketched/held.ts'
import { partingMargin, type SketchedData } from '../../sketched/sketched-data.ts'
import type { SourceReport } from '../../sketched/source.ts'
import { type Accuracy, accuracyOf } from '../calibrate/accuracy.ts'
import { stretchesOf } from '../calibrate/points.ts'
import type { SampleReport } from '../samples/samples.ts'
import { divisorOf, type LossReport, type Reduction, reportLoss } from './loss-report.ts'
import { createReferences, ratesOf } from './references.ts'
import { needsClassesOfSets, reportSets, type SetReport } from './sets/set-report.ts'

export type { LossBand, LossReport, Reduction } from './loss-report.ts'
export type { NamedSetValue, SetParts, SetReport } from './sets/set-report.ts'
export type { SetValue } from './sets/set-values.ts'

export interface CompareOptions {
  /** Easy is pt >= threshold. */
  readonly threshold: number
  /** Where they are parted, to the bit: an edge of the sketch. The margin of the threshold unless given. */
  readonly margin?: number
  readonly reduction: Reduction
  readonly classWeights: ClassWeights
  /** Break down by class (`class`) or by the slices of the scan (`slice`). */
  readonly by: 'class' | 'slice' | null
  /** How many of the hardest samples to list. */
  readonly hardest: number
}

export interface BandCount {
  readonly band: Band
  readonly count: number
  /** Sum of the samples' weights, class weights included. */
  readonly weight: number
  /** Of the number of samples. */
  readonly share: number
}

export interface Breakdown {
  readonly count: number
  readonly bands: readonly BandCount[]
  readonly losses: readonly LossReport[]
}

/** Of one class or slice. */
export interface NamedBreakdown extends Breakdown {
  readonly name: string
}

export interface CompareReport extends Breakdown {
  readonly source: SourceReport
  readonly threshold: number
  readonly reduction: Reduction
  readonly classWeights: readonly number[] | null
  /** How often the likelier of two classes is the truth, between bounds; null with softmax, whose margins do not tell the likeliest. */
  readonly accuracy: Accuracy | null
  /** Losses of the whole file as one batch; none unless asked for. */
  readonly sets: readonly SetReport[]
  /** Classes or slices, hardest first by mean cross-entropy; null without --by. */
  readonly groups: readonly NamedBreakdown[] | null
  readonly hardest: readonly SampleReport[]
}

/** Whether a comparison needs the classes of softmax data kept apart. */
export function needsClasses(
  losses: readonly Loss[],
  options: CompareOptions,
  sets: readonly SetLoss[],
  task: Task,
): boolean {
  const apart = needsClassesOfSets(sets, task)
  return apart || tellClassesApart(losses) || options.classWeights !== null || options.by === 'class'
}

/** Compares the losses on a sketch, which knows everything but single samples. */
export function compareSketched(
  data: SketchedData,
  losses: readonly Loss[],
  options: CompareOptions,
  sets: readonly SetLoss[] = [],
): CompareReport {
  const parted = partGroups(data, options)
  const report = createComparison(data, options, parted)(losses)
  const { sketch, grouping } = data
  const atHalf = () => (parted.margin === 0 ? parted.groups : readyGroups(sketch, grouping, 0, null))
  const accuracy = grouping.task === 'softmax' ? null : accuracyOf(stretchesOf(atHalf()))
  return { ...report, accuracy, sets: reportSets(data, sets, options.by === 'slice') }
}

/** Groups whose samples are parted at the threshold, with the weights of their classes. */
function partGroups(data: SketchedData, options: CompareOptions) {
  const { grouping, sketch } = data
  const margin = options.margin ?? partingMargin(data, options.threshold)
  const classWeights = resolveClassWeights(options.classWeights, sketch, grouping)
  return { margin, classWeights, groups: readyGroups(sketch, grouping, margin, classWeights) }
}

/** The same for one list of losses after another: all that does not depend on them is computed once. */
export function createComparison(
  data: SketchedData,
  options: CompareOptions,
  { margin, classWeights, groups } = partGroups(data, options),
): (losses: readonly Loss[]) => CompareReport {
  const { grouping, source } = data
  const { threshold, reduction, by } = options
  const weighted = classWeights !== null
  const { ignored } = source
  const rates = ratesOf(groups, grouping)
  const breakDown = createBreakdown(groups, data, reduction, { weighted, ignored, rates })
  const breakDownParts = by && createParts(groups, data, by, reduction, weighted)
  return (losses) => {
    checkQuestion(grouping, losses, options)
    checkLosses(data, losses)
    checkRows(data, losses, margin)
    if (by && reduction === 'mean') checkIgnored(data, losses, by)
    return {
      source,
      threshold,
      reduction,
      classWeights,
      accuracy: null,
      ...breakDown(losses),
      sets: [],
      groups: breakDownParts && [...breakDownParts(losses)].sort(hardestFirst),
      hardest: [],
    }
  }
}

/** Throws a UsageError when a loss or the reduction is not for the task at hand, or an alpha not for its classes. */
export function checkQuestion(
  grouping: Grouping,
  losses: readonly Loss[],
  { reduction }: Pick<CompareOptions, 'reduction'>,
): void {
  checkTask(losses, grouping.task, grouping.classes, true)
  for (const loss of losses) bind(loss, grouping.task, grouping.classes.length)
  if (reduction === 'positives' && grouping.task === 'softmax') {
    throw new UsageError(
      '--reduction positives needs positives, and softmax samples are neither',
      'say mean or sum',
    )
  }
}

/** Throws a UsageError where a library's mean counts rows to ignore, and nobody counted those of each part. */
function checkIgnored(
  { source, grouping }: SketchedData,
  losses: readonly Loss[],
  by: 'class' | 'slice',
): void {
  const counting = losses.find(({ library }) => library?.countsIgnored)
  // A softmax row to ignore is of no class.
  if (!counting || source.ignored === 0 || (by === 'class' && grouping.task === 'softmax')) return
  const part = by === 'class' ? 'class' : `value of ${source.by}`
  throw new UsageError(
    `--by ${by === 'class' ? by : source.by}: the mean of ${counting.library!.name} counts labels to ignore as 0, and how many each ${part} has is not known`,
    'leave --by or --compat out, or ask for --reduction sum',
  )
}

function hardestFirst(a: Breakdown, b: Breakdown): number {
  const meanOf = ({ losses, count }: Breakdown) =>
    losses[0].bands.reduce((sum, band) => sum + band.loss, 0) / count
  return meanOf(b) - meanOf(a)
}

export function splitGroups(
  groups: readonly ReadyGroup[],
  { grouping, slices }: SketchedData,
  by: 'class' | 'slice',
): { name: string; part: ReadyGroup[] }[] {
  const parts = new Map<number, ReadyGroup[]>()
  for (const group of groups) {
    const key = by === 'slice' ? group.identity.slice : (group.identity.classIndex ?? 0)
    parts.set(key, [...(parts.get(key) ?? []), group])
  }
  const names = by === 'slice' ? slices : grouping.classes
  return [...parts].map(([key, part]) => ({ name: names[key], part }))
}

/** Class by class or slice by slice, in the order in which they come in the sketch. */
export function createParts(
  groups: readonly ReadyGroup[],
  data: SketchedData,
  by: 'class' | 'slice',
  reduction: Reduction,
  weighted = false,
): (losses: readonly Loss[]) => readonly NamedBreakdown[] {
  const columns = by === 'class' ? 1 : undefined
  const rates = ratesOf(groups, data.grouping)
  const parts = splitGroups(groups, data, by).map(({ name, part }) => ({
    name,
    breakDown: createBreakdown(part, data, reduction, { weighted, columns, rates }),
  }))
  return (losses) => parts.map(({ name, breakDown }) => ({ name, ...breakDown(losses) }))
}

interface Part {
  /** Whether there are class weights. */
  readonly weighted: boolean
  /** Shares of the classes among all samples; null where they are not known. */
  readonly rates: readonly number[] | null
  /** Rows or cells to ignore beside the samples; none unless said. */
  readonly ignored?: number
  /** Classes of a row among the groups, of multi-label data; all of them unless said. */
  readonly columns?: number
}

function createBreakdown(
  groups: readonly ReadyGroup[],
  { grouping, source }: Pick<SketchedData, 'grouping' | 'source'>,
  reduction: Reduction,
  { weighted, rates, ignored = 0, columns = grouping.classes.length }: Part,
): (losses: readonly Loss[]) => Breakdown {
  const crossEntropy = sumBands(groups, grouping, CROSS_ENTROPY)
  const { count } = totalOf(crossEntropy)
  const classWeight = weighted ? sumClassWeights(groups) : null
  const referencesOf = createReferences(groups, grouping, rates)
  const divisors = { sums: crossEntropy, classWeight, ignored, columns }
  const bands = bandsOf(grouping).map((band) => {
    const sums = crossEntropy.get(band)!
    return { band, count: sums.count, weight: sums.weight, share: sums.count / count }
  })
  return (losses) => ({
    count,
    bands,
    losses: losses.map((loss) => {
      const divisor = divisorOf(divisors, reduction, loss, grouping)
      const sums = isCrossEntropy(loss) ? crossEntropy : sumBands(groups, grouping, loss)
      const reference = loss.library ? sumBands(groups, grouping, loss.library.crossEntropy) : crossEntropy
      const held = holds(source, loss) ? heldOf(groups, grouping, loss, totalOf(sums).loss) : null
      return reportLoss(loss, sums, reference, held, divisor, referencesOf(loss))
    }),
  })
}

/** Whether the loss holds logarithms of these scores at −100. */
function holds({ from }: SourceReport, { library }: Loss): boolean {
  return from === 'probs' && (library === undefined || library.largest === null || library.holds === true)
}

/** Over the samples. */
function sumClassWeights(groups: readonly ReadyGroup[]): number {
  return groups.reduce((sum, { classWeight, group }) => sum + classWeight * countGroup(group), 0)
}
