/** The samples that a change of model moved most. */
import { bind } from '../../losses/bound.ts'
import { sigmoid } from '../../losses/functions.ts'
import type { BoundLoss, Loss } from '../../losses/loss.ts'
import { type Grouping, identifyGroup, lossPlace } from '../../margin/grouping.ts'
import { createTop } from '../../measures/top.ts'
import { predictedOf, predictionNames } from '../../scan/predicted.ts'
import type { LossValues, PairedSamples } from './paired-samples.ts'

export interface MovedSample {
  /** Row of A, from 0. */
  readonly row: number
  readonly id: string | null
  /** Name of the true class; of the cell's class with multi-label data. */
  readonly label: string
  /** Null with softmax. */
  readonly positive: boolean | null
  readonly marginA: number
  readonly marginB: number
  readonly ptA: number
  readonly ptB: number
  /** The likeliest class of each model, and its probability; `positive` or `negative` of a cell of multi-label data. */
  readonly predictedA: string
  readonly confidenceA: number
  readonly predictedB: string
  readonly confidenceB: number
  readonly losses: readonly { readonly spec: string; readonly a: number; readonly b: number }[]
}

/** How far the values of a block may be from the losses. */
const ROUNDING = 2 ** -40

/** Ranks by |difference| of the first loss, largest first; what did not move does not count. */
export function createMoved(grouping: Grouping, losses: readonly Loss[], size: number) {
  const top = createTop<MovedSample>(size)
  const least = () => Math.max(0, top.least())
  // Nearly none of many is offered, and those have their losses as they are.
  const offer = (samples: PairedSamples, j: number) => {
    const { value } = boundAt(grouping, losses[0], samples, j)
    const key = Math.abs(value(samples.marginB[j]) - value(samples.marginA[j]))
    if (key > least()) top.offer(key, () => describe(grouping, losses, samples, j))
  }
  return {
    add(samples: PairedSamples, values: readonly LossValues[]): void {
      const [{ a, b }] = values
      const { length, marginA, marginB } = samples
      let limit = least()
      for (let j = 0; j < length; j++) {
        const near = Math.abs(b[j] - a[j]) + ROUNDING * (Math.abs(a[j]) + Math.abs(b[j]))
        if (!(near > limit) || marginA[j] === marginB[j]) continue
        offer(samples, j)
        limit = least()
      }
    },
    reports: () => top.take(),
  }
}

function boundAt(grouping: Grouping, loss: Loss, { group }: PairedSamples, j: number): BoundLoss {
  const { task, classes } = grouping
  return bind(loss, task, classes.length)[lossPlace(task, identifyGroup(grouping, group[j]))]
}

function describe(
  grouping: Grouping,
  losses: readonly Loss[],
  samples: PairedSamples,
  j: number,
): MovedSample {
  const { task, classes } = grouping
  const { a, index, marginA, marginB, predictions, predictedB } = samples
  const i = index[j]
  const names = predictionNames(task, classes)
  const ofMargin = (margin: number) => predictedOf(margin, a.label[i])
  return {
    row: a.row[i],
    id: a.ids?.at(i) ?? null,
    label: classes[a.cellClass?.[i] ?? a.label[i]],
    positive: task === 'softmax' ? null : a.label[i] === 1,
    marginA: marginA[j],
    marginB: marginB[j],
    ptA: sigmoid(marginA[j]),
    ptB: sigmoid(marginB[j]),
    predictedA: names[predictions?.classOf(a, i) ?? ofMargin(marginA[j])],
    confidenceA: predictions?.confidenceOf(a, i) ?? sigmoid(Math.abs(marginA[j])),
    predictedB: names[predictedB?.classes[j] ?? ofMargin(marginB[j])],
    confidenceB: predictedB?.confidence[j] ?? sigmoid(Math.abs(marginB[j])),
    losses: losses.map((loss) => {
      const { value } = boundAt(grouping, loss, samples, j)
      return { spec: loss.spec, a: value(marginA[j]), b: value(marginB[j]) }
    }),
  }
}
