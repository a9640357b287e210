/** Where each loss puts its weight: means, and shares by band, from a sketch. Runs in a browser too. */
import { UsageError } from '../errors.ts'
import { checkTask } from '../losses/choose.ts'
import type { LibraryFunction, MeanRule } from '../losses/libraries/library.ts'
import type { Loss, ParameterValues } from '../losses/loss.ts'
import { completeLoss, parseLoss } from '../losses/spec.ts'
import type { Grouping } from '../margin/grouping.ts'
import type { Sums } from '../sketch/evaluate.ts'
import {
  type Band,
  type BandSums,
  bandsOf,
  type ReadyGroup,
  readyGroups,
  sumBands,
  totalOf,
} from './bands.ts'
import { type ClassWeights, resolveClassWeights } from './class-weights.ts'
import type { SampleReport } from './samples.ts'
import { checkKinks, partingMargin, type SketchedData } from './sketched-data.ts'
import type { SourceReport } from './source.ts'

export type Reduction = 'mean' | 'sum' | 'positives'

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

/** A loss in one band. Null where there is nothing to divide by. */
export interface LossBand {
  readonly band: Band
  /** sum w f */
  readonly loss: number
  readonly lossShare: number | null
  /** Share of sum w df/ds. */
  readonly gradientShare: number | null
  /** Mean of f / CE. */
  readonly meanWeight: number | null
  /** (sum m)^2 / sum m^2 with m = w f / CE: how many samples of equal weight would count as much. */
  readonly effectiveSamples: number | null
}

export interface LibraryCall {
  readonly name: string
  /** With its parameters, as Python writes it. */
  readonly call: string
  /** What its mean divides by. */
  readonly mean: MeanRule
  /** The only scale it takes; null for either. */
  readonly from: 'logits' | 'probs' | null
  /** The largest cross-entropy that its clamp lets through; null without one. */
  readonly largest: number | null
}

export interface LossReport {
  readonly name: string
  readonly title: string
  readonly spec: string
  readonly parameters: Loss['parameters']
  readonly formula: string
  /** The function of another library that computes it so; null for ours. */
  readonly library: LibraryCall | null
  /** The reduced loss. */
  readonly value: number | null
  /** Value over that of cross-entropy without alpha. */
  readonly ratioToCe: number | null
  readonly effectiveSamples: number | null
  /** Whether it modulates the mean of the batch, so that its shares are those of cross-entropy. */
  readonly ofBatchMean: boolean
  readonly bands: readonly LossBand[]
}

export interface Breakdown {
  readonly count: number
  readonly bands: readonly BandCount[]
  readonly losses: readonly LossReport[]
}

export interface CompareReport extends Breakdown {
  readonly source: SourceReport
  readonly threshold: number
  readonly reduction: Reduction
  readonly classWeights: readonly number[] | null
  /** Classes or slices, hardest first by mean cross-entropy; null without --by. */
  readonly groups: readonly (Breakdown & { readonly name: string })[] | null
  readonly hardest: readonly SampleReport[]
}

const CROSS_ENTROPY = completeLoss(parseLoss('ce'))

/** Whether a comparison needs the classes of softmax data kept apart. */
export function needsClasses(losses: readonly Loss[], options: CompareOptions): boolean {
  const listed = losses.some(({ parameters }) => Array.isArray(parameters.alpha))
  return listed || options.classWeights !== null || options.by === 'class'
}

/** Compares the losses on a sketch, which knows everything but single samples. */
export function compareSketched(
  data: SketchedData,
  losses: readonly Loss[],
  options: CompareOptions,
): CompareReport {
  checkQuestion(data.grouping, losses, options)
  return createComparison(data, options)(losses)
}

/** The same for one list of losses after another: all that does not depend on them is computed once. */
export function createComparison(
  data: SketchedData,
  options: CompareOptions,
): (losses: readonly Loss[]) => CompareReport {
  const { grouping, sketch, source } = data
  const { threshold, reduction, by } = options
  const margin = options.margin ?? partingMargin(data, threshold)
  const classWeights = resolveClassWeights(options.classWeights, sketch, grouping)
  const groups = readyGroups(sketch, grouping, margin, classWeights)
  const breakDown = createBreakdown(groups, grouping, reduction)
  const parts =
    by &&
    splitGroups(groups, data, by).map(({ name, part }) => ({
      name,
      breakDown: createBreakdown(part, grouping, reduction),
    }))
  return (losses) => {
    checkQuestion(grouping, losses, options)
    checkKinks(data, losses)
    return {
      source,
      threshold,
      reduction,
      classWeights,
      ...breakDown(losses),
      groups:
        parts?.map((part) => ({ name: part.name, ...part.breakDown(losses) })).sort(hardestFirst) ?? null,
      hardest: [],
    }
  }
}

/** Throws a UsageError when a loss or the reduction is not for the task at hand. */
export function checkQuestion(
  grouping: Grouping,
  losses: readonly Loss[],
  { reduction }: CompareOptions,
): void {
  checkTask(losses, grouping.task)
  if (reduction === 'positives' && grouping.task === 'softmax') {
    throw new UsageError(
      '--reduction positives needs positives, and softmax samples are neither',
      'say mean or sum',
    )
  }
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

function createBreakdown(
  groups: readonly ReadyGroup[],
  grouping: Grouping,
  reduction: Reduction,
): (losses: readonly Loss[]) => Breakdown {
  const crossEntropy = sumBands(groups, grouping, CROSS_ENTROPY)
  const { count } = totalOf(crossEntropy)
  const bands = bandsOf(grouping).map((band) => {
    const sums = crossEntropy.get(band)!
    return { band, count: sums.count, weight: sums.weight, share: sums.count / count }
  })
  return (losses) => ({
    count,
    bands,
    losses: losses.map((loss) => {
      const divisor = divisorOf(crossEntropy, reduction, loss, grouping)
      return reportLoss(loss, sumBands(groups, grouping, loss), crossEntropy, divisor)
    }),
  })
}

/** What a reduction divides the sum by. */
function divisorOf(sums: BandSums, reduction: Reduction, { library }: Loss, grouping: Grouping): number {
  if (reduction === 'positives')
    return (sums.get('easy.positive')?.count ?? 0) + (sums.get('hard.positive')?.count ?? 0)
  if (reduction === 'sum' && !library?.sumIsMean) return 1
  return meanDivisor(totalOf(sums), library?.mean ?? 'weights', grouping)
}

function meanDivisor({ count, weight }: Sums, rule: MeanRule, { task, classes }: Grouping): number {
  if (rule === 'weights') return weight
  if (rule === 'cells' && task === 'softmax') return count * classes.length
  return rule === 'rows' && task === 'multilabel' ? count / classes.length : count
}

function reportLoss(loss: Loss, sums: BandSums, crossEntropy: BandSums, divisor: number): LossReport {
  const { definition, parameters, title, spec, library } = loss
  // A library's alpha may have been turned into a list, one factor a class.
  const asked = library ? completeLoss(parseLoss(spec)).parameters : parameters
  const total = totalOf(sums)
  const ceTotal = totalOf(crossEntropy)
  const mean = ceTotal.loss / ceTotal.weight
  const reduced = definition.ofMeanCrossEntropy?.(mean, parameters)
  // A loss of the batch's mean gives every sample the same modulated weight.
  const factor = reduced === undefined ? 1 : reduced / mean
  return {
    name: definition.name,
    title,
    spec,
    parameters: asked,
    formula: library?.formula ?? definition.formula,
    library: library ? describeCall(library, asked) : null,
    value: finite(reduced ?? total.loss / divisor),
    ratioToCe: finite(reduced === undefined ? total.loss / ceTotal.loss : factor),
    effectiveSamples: effective(total),
    ofBatchMean: reduced !== undefined,
    bands: [...sums].map(([band, part]) => ({
      band,
      loss: part.loss * factor,
      lossShare: finite(part.loss / total.loss),
      gradientShare: finite(part.gradient / total.gradient),
      meanWeight: finite((part.modulation / part.weight) * factor),
      effectiveSamples: effective(part),
    })),
  }
}

function describeCall(
  { name, call, mean, from, clamp }: LibraryFunction,
  parameters: ParameterValues,
): LibraryCall {
  const largest = clamp ? -Math.log(clamp.least + clamp.added) : null
  return { name, call: call(parameters), mean, from: from ?? null, largest }
}

function effective({ modulation, modulationSquared }: Sums): number | null {
  return finite((modulation * modulation) / modulationSquared)
}

/** Nothing divided by nothing is unknown, not a number to print. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
