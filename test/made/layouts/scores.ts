/** The scores of a dump: their scale, their numbers as written, and the loss of each row. */
import type { Known } from './classifier.ts'
import { binaryLoss, inScale, type Rounding, rowLoss, type ScaleName } from './scale.ts'

export interface Scores {
  readonly scale: ScaleName
  /** Row by row, as text. */
  readonly cells: readonly (readonly string[])[]
  /** Row by row, as a reader has them. */
  readonly numbers: readonly (readonly number[])[]
}

export function writeScores(known: Known, scale: ScaleName, { text }: Rounding): Scores {
  const cells = known.logits.map((row) => inScale(row, known.task, scale).map(text))
  return { scale, cells, numbers: cells.map((row) => row.map(Number)) }
}

/** Losses of the samples of a row: one, or one per class with multi-label. */
export function lossesOf({ task, truth }: Known, { scale, numbers }: Scores, row: number): readonly number[] {
  const [scores, labels] = [numbers[row], truth[row]]
  if (task === 'softmax') return [rowLoss(scores, labels[0], scale)]
  return scores.map((score, c) => binaryLoss(score, labels[c] === 1, scale))
}

/** The probabilities of the classes, as columns are computed of them: of both for a binary sample. */
export function probabilitiesOf({ task, logits }: Known): readonly (readonly number[])[] {
  const probs = logits.map((row) => inScale(row, task, 'probs'))
  return task === 'binary' ? probs.map(([p]) => [1 - p, p]) : probs
}
