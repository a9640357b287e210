/** The samples that a change of model moved most. */
import { sigmoid } from '../../losses/functions.ts'
import type { Loss } from '../../losses/loss.ts'
import type { Grouping } from '../../margin/grouping.ts'
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

/** Ranks by |difference| of the first loss, largest first; what did not move does not count. */
export function createMoved(grouping: Grouping, losses: readonly Loss[], size: number) {
  const top = createTop<MovedSample>(size)
  return {
    add(samples: PairedSamples, values: readonly LossValues[]): void {
      const [{ a, b }] = values
      let least = Math.max(0, top.least())
      for (let j = 0; j < samples.length; j++) {
        const key = Math.abs(b[j] - a[j])
        // Nearly none of many is offered.
        if (!(key > least)) continue
        top.offer(key, () => describe(grouping, losses, samples, values, j))
        least = Math.max(0, top.least())
      }
    },
    reports: () => top.take(),
  }
}

function describe(
  { task, classes }: Grouping,
  losses: readonly Loss[],
  samples: PairedSamples,
  values: readonly LossValues[],
  j: number,
): MovedSample {
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
    losses: losses.map(({ spec }, l) => ({ spec, a: values[l].a[j], b: values[l].b[j] })),
  }
}
