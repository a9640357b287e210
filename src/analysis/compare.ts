/** Where each loss puts its weight: means, and shares by band, from a sketch. Runs in a browser too. */
import { UsageError } from '../errors.ts'
import { checkTask } from '../losses/choose.ts'
import type { Loss } from '../losses/loss.ts'
import { completeLoss, parseLoss } from '../losses/spec.ts'
import type { Grouping } from '../margin/grouping.ts'
import { thresholdMargin } from '../margin/margins.ts'
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
import { checkThreshold, type SketchedData } from './sketched-data.ts'
import type { SourceReport } from './source.ts'

export type Reduction = 'mean' | 'sum' | 'positives'

export interface CompareOptions {
  /** Easy is pt >= threshold. */
  readonly threshold: number
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

export interface LossReport {
  readonly name: string
  readonly title: string
  readonly spec: string
  readonly parameters: Loss['parameters']
  readonly formula: string
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
  const { grouping, sketch } = data
  checkQuestion(grouping, losses, options)
  checkThreshold(data, options.threshold)
  const classWeights = resolveClassWeights(options.classWeights, sketch, grouping)
  const groups = readyGroups(sketch, grouping, thresholdMargin(options.threshold), classWeights)
  const breakDown = (part: readonly ReadyGroup[]) => breakdown(part, grouping, losses, options.reduction)
  return {
    source: data.source,
    threshold: options.threshold,
    reduction: options.reduction,
    classWeights,
    ...breakDown(groups),
    groups:
      options.by &&
      splitGroups(groups, data, options.by)
        .map(({ name, part }) => ({ name, ...breakDown(part) }))
        .sort(hardestFirst),
    hardest: [],
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

function breakdown(
  groups: readonly ReadyGroup[],
  grouping: Grouping,
  losses: readonly Loss[],
  reduction: Reduction,
): Breakdown {
  const crossEntropy = sumBands(groups, grouping, CROSS_ENTROPY)
  const { count } = totalOf(crossEntropy)
  const bands = bandsOf(grouping).map((band) => {
    const sums = crossEntropy.get(band)!
    return { band, count: sums.count, weight: sums.weight, share: sums.count / count }
  })
  const divisor = divisorOf(crossEntropy, reduction)
  return {
    count,
    bands,
    losses: losses.map((loss) => reportLoss(loss, sumBands(groups, grouping, loss), crossEntropy, divisor)),
  }
}

/** What a reduction divides the sum by. */
function divisorOf(sums: BandSums, reduction: Reduction): number {
  if (reduction === 'sum') return 1
  if (reduction === 'mean') return totalOf(sums).weight
  return (sums.get('easy.positive')?.count ?? 0) + (sums.get('hard.positive')?.count ?? 0)
}

function reportLoss(loss: Loss, sums: BandSums, crossEntropy: BandSums, divisor: number): LossReport {
  const { definition, parameters, title, spec } = loss
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
    parameters,
    formula: definition.formula,
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

function effective({ modulation, modulationSquared }: Sums): number | null {
  return finite((modulation * modulation) / modulationSquared)
}

/** Nothing divided by nothing is unknown, not a number to print. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
