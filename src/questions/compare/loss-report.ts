/** One loss in a report: its value, and where its weight falls. */
import { largestUnder } from '../../losses/libraries/clamp.ts'
import type { LibraryFunction, MeanRule } from '../../losses/libraries/library.ts'
import type { Loss, ParameterValues } from '../../losses/loss.ts'
import { completeLoss, parseLoss } from '../../losses/spec/spec.ts'
import type { Grouping } from '../../margin/grouping.ts'
import { type Band, type BandSums, totalOf } from '../../measures/bands.ts'
import type { Sums } from '../../sketch/sums/evaluate.ts'

export type Reduction = 'mean' | 'sum' | 'positives'

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

/**
 * What a reduction divides the sum by.
 *
 * @param columns classes of a row in the part at hand, of multi-label data
 */
export function divisorOf(
  sums: BandSums,
  reduction: Reduction,
  { library }: Loss,
  grouping: Grouping,
  columns: number,
): number {
  if (reduction === 'positives')
    return (sums.get('easy.positive')?.count ?? 0) + (sums.get('hard.positive')?.count ?? 0)
  if (reduction === 'sum' && !library?.sumIsMean) return 1
  return meanDivisor(totalOf(sums), library?.mean ?? 'weights', grouping, columns)
}

function meanDivisor(
  { count, weight }: Sums,
  rule: MeanRule,
  { task, classes }: Grouping,
  columns: number,
): number {
  if (rule === 'weights') return weight
  if (rule === 'cells' && task === 'softmax') return count * classes.length
  return rule === 'rows' && task === 'multilabel' ? count / columns : count
}

export function reportLoss(loss: Loss, sums: BandSums, crossEntropy: BandSums, divisor: number): LossReport {
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
  const largest = clamp ? largestUnder(clamp) : null
  return { name, call: call(parameters), mean, from: from ?? null, largest }
}

function effective({ modulation, modulationSquared }: Sums): number | null {
  return finite((modulation * modulation) / modulationSquared)
}

/** Nothing divided by nothing is unknown, not a number to print. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
