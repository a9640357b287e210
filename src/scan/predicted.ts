/** What a model takes samples for, and how sure it is of it: never the truth alone, as a margin is. */

import { sigmoid } from '../losses/functions.ts'
import type { Task } from '../losses/task.ts'
import { marginOfProbability } from '../margin/margins.ts'
import { softmaxMarginOfLogits, softmaxMarginRenormalized, topClass } from '../margin/softmax.ts'
import type { SampleBlock, Scan } from './scan.ts'

export interface Predictions {
  /**
   * The likeliest class of sample i, an index as its label is: with softmax the first of equal ones, as argmax of NumPy and
   * PyTorch; else 1 where the probability of the positive class is above 1/2.
   */
  classOf(block: SampleBlock, i: number): number
  /** Its probability. */
  confidenceOf(block: SampleBlock, i: number): number
  /** The margin of the likeliest class but the truth, as if it were the truth. */
  rivalMargin(block: SampleBlock, i: number): number
}

export function predictionsOf({ grouping, dataset, options }: Scan): Predictions {
  if (grouping.task !== 'softmax') return ofMargins
  const classes = dataset.reading.scores.length
  const marginOf = rowMargin(dataset.reading.from, options.renormalize)
  const classOf = ({ scores }: SampleBlock, i: number) => topClass(scores, i * classes, classes)
  return {
    classOf,
    confidenceOf(block, i) {
      const top = classOf(block, i)
      // So that it is pt itself where the truth is the likeliest.
      const isTruth = top === block.label[i]
      return sigmoid(isTruth ? block.margin[i] : marginOf(block.scores, i * classes, classes, top))
    },
    rivalMargin({ scores, label }, i) {
      const rival = topBut(scores, i * classes, classes, label[i])
      return marginOf(scores, i * classes, classes, rival)
    },
  }
}

/** What a pair of margins says of one class against another. */
const ofMargins: Predictions = {
  classOf: ({ margin, label }, i) => predictedOf(margin[i], label[i]),
  confidenceOf: ({ margin }, i) => sigmoid(Math.abs(margin[i])),
  rivalMargin: ({ margin }, i) => -margin[i],
}

/** The class of the largest score but that of one class. */
function topBut(scores: Float64Array, offset: number, classes: number, but: number): number {
  let top = but === 0 ? 1 : 0
  for (let j = top + 1; j < classes; j++) if (j !== but && scores[offset + j] > scores[offset + top]) top = j
  return top
}

/** 1 where the positive class is likelier than the negative one. */
export function predictedOf(margin: number, label: number): number {
  return Number((label === 1 ? margin : -margin) > 0)
}

/** The margin that a class of a row has, as if it were the truth. */
function rowMargin(from: 'logits' | 'probs', renormalizes: boolean) {
  if (from === 'logits') return softmaxMarginOfLogits
  if (renormalizes) return softmaxMarginRenormalized
  return (scores: Float64Array, offset: number, _classes: number, label: number) =>
    marginOfProbability(scores[offset + label])
}

/** What predictions of a task are called, by their index. */
export function predictionNames(task: Task, classes: readonly string[]): readonly string[] {
  return task === 'multilabel' ? ['negative', 'positive'] : classes
}
