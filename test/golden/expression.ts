/**
 * A peer's case in our words: which of our losses, on which samples, and what the peer makes of the values.
 */
import { bind } from '../../src/losses/bound.ts'
import { sigmoid } from '../../src/losses/functions.ts'
import { checkTask } from '../../src/losses/spec/choose.ts'
import { completeLoss, parseLoss } from '../../src/losses/spec/spec.ts'
import { classPlace, createGrouping, identifyGroup } from '../../src/margin/grouping.ts'
import { exactSum } from '../made/oracle.ts'
import type { Params, PeerCase, PeerInput } from './peer.ts'
import type { Reason } from './reasons.ts'
import type { Samples } from './samples.ts'

export interface Expression {
  readonly spec: string
  readonly samples: Samples
  /** Multiplies each sample's loss; it is the weight in a weighted mean. All 1 when absent. */
  readonly weight?: ArrayLike<number>
  /** Multiplies every result. */
  readonly factor?: number
  /** The samples that the peer clamps: their values are not compared. */
  readonly bitten?: readonly boolean[]
  /**
   * What the peer adds to pt inside its logarithm, for the results named: a value moves by modulation × adds
   * / pt at most.
   */
  readonly adds?: Readonly<Record<string, number>>
  /** For a case that is computed in another precision than its file. */
  readonly precision?: 'float32'
  /** How each result follows from the samples' weighted losses, or why it does not. */
  readonly results: Readonly<Record<string, Reduction | Reason | undefined>>
}

export type Adapter = (input: PeerInput, params: Params, one: PeerCase) => Expression | Reason

/** From a number a sample to what the peer returns. Linear, with factors that are not negative. */
export type Reduction = (terms: readonly number[], expression: Expression) => readonly number[]

const weightsOf = ({ samples, weight }: Expression) =>
  weight ? Array.from(weight) : new Array<number>(samples.margin.length).fill(1)

/** The peer's own layout, 0 where it has no sample of ours. */
export const each: Reduction = (terms, { samples }) => {
  const placed = new Array<number>(samples.rows * samples.columns).fill(0)
  for (const [i, at] of samples.position.entries()) placed[at] = terms[i]
  return placed
}

/** The samples alone, where the peer drops what it ignores. */
export const kept: Reduction = (terms) => terms

export const sum: Reduction = (terms) => [exactSum(terms)]

export const over =
  (divisor: number): Reduction =>
  (terms) => [exactSum(terms) / divisor]

/** Divided by the number of samples, whatever they weigh. */
export const average: Reduction = (terms) => [exactSum(terms) / terms.length]

/** Divided by the sum of weights: what lossctl and torch call a mean. */
export const weightedMean: Reduction = (terms, expression) => [
  exactSum(terms) / exactSum(weightsOf(expression)),
]

/** Divided by the number of rows, ignored ones included. */
export const averageOfRows: Reduction = (terms, { samples }) => [exactSum(terms) / samples.rows]

/** Divided by rows × columns, whether or not a sample stands there. */
export const averageOfCells: Reduction = (terms, { samples }) => [
  exactSum(terms) / (samples.rows * samples.columns),
]

/** What most peers return: an element each, their mean and their sum. */
export const elements = { none: each, mean: average, sum }

export const rowSums: Reduction = (terms, expression) => {
  const { rows, columns } = expression.samples
  const placed = each(terms, expression)
  return Array.from({ length: rows }, (_, row) => exactSum(placed.slice(row * columns, (row + 1) * columns)))
}

export const rowMeans: Reduction = (terms, expression) =>
  rowSums(terms, expression).map((total) => total / expression.samples.columns)

export interface Computed {
  readonly values: readonly number[]
  /** How far what the peer adds inside its logarithm may move each value. */
  readonly slack: readonly number[]
  /** Whether a clamped sample is in the value. */
  readonly bitten: readonly boolean[]
}

/** Our numbers for the result named `key`. */
export function compute(expression: Expression, key: string, reduction: Reduction): Computed {
  const { factor = 1, bitten = [] } = expression
  const { terms, slack, finish } = evaluate(expression, expression.adds?.[key] ?? 0)
  const reduce = (numbers: readonly number[]) => reduction(numbers, expression)
  return {
    values: reduce(terms).map((value) => finish(value) * factor),
    slack: reduce(slack).map((value) => value * factor),
    bitten: reduce(terms.map((_, i) => (bitten[i] ? 1 : 0))).map((share) => share > 0),
  }
}

/** The weighted loss of each sample, by the loss itself. */
function evaluate({ spec, samples, weight }: Expression, adds: number) {
  const loss = completeLoss(parseLoss(spec))
  const { definition, parameters } = loss
  checkTask([loss], samples.task)
  const names = Array.from({ length: samples.classes }, (_, index) => `${index}`)
  const grouping = createGrouping(samples.task, names, samples.task === 'softmax')
  const classes = bind(loss, samples.task, samples.classes)
  const bound = (i: number) => classes[classPlace(identifyGroup(grouping, samples.label[i]))]
  const each = (of: (margin: number, i: number) => number) =>
    Array.from(samples.margin, (margin, i) => (weight?.[i] ?? 1) * of(margin, i))
  return {
    terms: each((margin, i) => bound(i).value(margin)),
    slack: each((margin, i) => (adds === 0 ? 0 : (bound(i).modulation(margin) * adds) / sigmoid(margin))),
    finish: (value: number) => definition.ofMeanCrossEntropy?.(value, parameters) ?? value,
  }
}
