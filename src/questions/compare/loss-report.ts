/** One loss in a report: its value, and where its weight falls. */

import type { MeanRule } from '../../losses/libraries/library.ts'
import type { LibraryLoss, Loss } from '../../losses/loss.ts'
import type { Grouping } from '../../margin/grouping.ts'
import { type Band, type BandSums, totalOf } from '../../measures/bands.ts'
import { figuresOfAll, figuresOfPart, type PartFigures, type TotalFigures } from '../../measures/figures.ts'
import { meanOf, quotient } from '../../measures/quotient.ts'
import type { Held } from '../../sketched/held.ts'
import type { References } from './references.ts'

export type Reduction = 'mean' | 'sum' | 'positives'

/** A loss in one band. */
export interface LossBand extends PartFigures {
  readonly band: Band
  /** sum w f */
  readonly loss: number
}

export interface LibraryCall {
  readonly name: string
  /** With its parameters, as Python writes it. */
  readonly call: string
  /** What its mean divides by. */
  readonly mean: MeanRule
  /** Whether rows to ignore count in its mean, as 0. */
  readonly countsIgnored: boolean
  /** The only scale it takes; null for either. */
  readonly from: 'logits' | 'probs' | null
  /** The largest cross-entropy that its clamp lets through; null without one. */
  readonly largest: number | null
}

export interface LossReport extends TotalFigures {
  readonly name: string
  readonly title: string
  readonly spec: string
  readonly parameters: Loss['parameters']
  readonly formula: string
  /** The function of another library that computes it so; null for ours. */
  readonly library: LibraryCall | null
  /** The reduced loss. */
  readonly value: number | null
  /** What it would be of a model that says the same of every sample. */
  readonly references: References
  /** Value over that of cross-entropy without alpha: a library's over cross-entropy under its clamp. */
  readonly ratioToCe: number | null
  /** Samples whose logarithm is held at −100; null where a library clips instead, or knows no probabilities of 0. */
  readonly held: Held | null
  /** Whether it modulates the mean of the batch, so that its shares are those of cross-entropy. */
  readonly ofBatchMean: boolean
  readonly bands: readonly LossBand[]
}

/** What the samples at hand may be divided by. */
export interface Divisors {
  readonly sums: BandSums
  /** Sum of their class weights; null without class weights. */
  readonly classWeight: number | null
  /** Rows to ignore, or cells of multi-label data, beside them. */
  readonly ignored: number
  /** Classes of a row, of multi-label data. */
  readonly columns: number
}

/** What a reduction divides the sum by. */
export function divisorOf(
  divisors: Divisors,
  reduction: Reduction,
  { library }: Loss,
  grouping: Grouping,
): number {
  const { sums } = divisors
  if (reduction === 'positives')
    return (sums.get('easy.positive')?.count ?? 0) + (sums.get('hard.positive')?.count ?? 0)
  if (reduction === 'sum' && !library?.sumIsMean) return 1
  return meanDivisor(divisors, library, grouping)
}

function meanDivisor(
  { sums, classWeight, ignored, columns }: Divisors,
  library: LibraryLoss | undefined,
  { task, classes }: Grouping,
): number {
  const total = totalOf(sums)
  const rule = library?.mean ?? 'weights'
  if (rule === 'weights') return total.weight
  if (rule === 'class-weights' && classWeight !== null) return classWeight
  const count = total.count + (library?.countsIgnored ? ignored : 0)
  if (rule === 'cells' && task === 'softmax') return count * classes.length
  return rule === 'rows' && task === 'multilabel' ? count / columns : count
}

export function reportLoss(
  loss: Loss,
  sums: BandSums,
  crossEntropy: BandSums,
  held: Held | null,
  divisor: number,
  constants: { readonly prior: number | null; readonly even: number },
): LossReport {
  const { definition, parameters, title, spec, library } = loss
  const total = totalOf(sums)
  const ceTotal = totalOf(crossEntropy)
  const mean = ceTotal.loss / ceTotal.weight
  // Its own sums are those of cross-entropy, at the temperature and prior that it has.
  const ownMean = total.loss / total.weight
  const reduced = definition.ofMeanCrossEntropy?.(ownMean, parameters)
  // A loss of the batch's mean gives every sample the same modulated weight.
  const factor = reduced === undefined ? 1 : reduced / ownMean
  return {
    name: definition.name,
    title,
    spec,
    parameters: library?.parameters ?? parameters,
    formula: library?.formula ?? definition.formula,
    library: library ? describeCall(library) : null,
    value: reduced === undefined ? meanOf(total.loss, divisor) : finite(reduced),
    references: {
      prior: constants.prior === null ? null : referenceOf(loss, constants.prior, total.weight, divisor),
      even: referenceOf(loss, constants.even, total.weight, divisor),
    },
    ratioToCe: reduced === undefined ? quotient(total.loss, ceTotal.loss) : quotient(reduced, mean),
    held,
    ...figuresOfAll(sums, factor),
    ofBatchMean: reduced !== undefined,
    bands: [...sums].map(([band, part]) => ({
      band,
      loss: part.loss === 0 ? 0 : part.loss * factor,
      ...figuresOfPart(sums, band, factor),
    })),
  }
}

/** @param sum sum w f, or sum w CE for a loss of the batch's mean */
function referenceOf(
  { definition, parameters }: Loss,
  sum: number,
  weight: number,
  divisor: number,
): number | null {
  const reduced = definition.ofMeanCrossEntropy?.(sum / weight, parameters)
  return reduced === undefined ? meanOf(sum, divisor) : finite(reduced)
}

function describeCall({ name, call, mean, from, countsIgnored, largest }: LibraryLoss): LibraryCall {
  return { name, call, mean, countsIgnored: countsIgnored ?? false, from: from ?? null, largest }
}

/** Nothing divided by nothing is unknown, not a number to print. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
