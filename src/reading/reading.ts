/** What a user says of a file, and how it is read. */
import type { Task } from '../losses/task.ts'
import type { Ignore, LabelCodes } from './labels/codes.ts'
import type { ScoreAdjustment } from './scores/adjustment.ts'
import type { OtherScale } from './scores/changed.ts'
import type { Rounding } from './scores/rounding.ts'
import type { FileScale, Scale } from './scores/seen-scores.ts'

/** What the user says of a file. Columns are named, or numbered from 0. */
export interface ReadingOptions {
  readonly task?: Task
  readonly from?: FileScale
  readonly label?: string
  readonly score?: string
  readonly id?: string
  /** Rows of several files belong together as they stand. */
  readonly byRow?: boolean
  /** `none` where a column only looks like one. */
  readonly weight?: string
  readonly by?: string
  /** A column that names the model of each row, or several that do together, and maybe `=` and which of them. */
  readonly model?: string
  readonly classNames?: readonly string[]
  readonly ignoreLabel?: Ignore
  /** The axis of an array along which its classes lie; from its end where it is below 0. */
  readonly classAxis?: number
  /** The label of rows that are of no class. */
  readonly background?: string
  /** How far probabilities may be off, and whether each softmax row of them is divided by its sum. */
  readonly probTolerance?: number
  readonly renormalize?: boolean
  /** What scores are divided by, the prior of each column of them, and how many times its logarithm is added. */
  readonly temperature?: number
  readonly priors?: readonly number[]
  readonly logitAdjust?: number
  /** Column of predicted classes, whose probability the score is. */
  readonly predicted?: string
  /** Whether rows that cannot be read are left out. */
  readonly skips?: boolean
  /** A column that holds something else: neither score, label, id nor weight. */
  readonly other?: string
}

/** The files that a column may be of: those of the scores, those of the labels where these are others, or its own. */
export type Side = 'scores' | 'labels' | 'own'

/** Where weights and slices stand. */
export interface Sides {
  readonly weight: Side
  readonly by: Side
}

/** Whether the scores of a row are of one sample: those of a softmax, or of a negative and a positive class. */
export function sharesRow({
  task,
  scores,
}: {
  readonly task: Task
  readonly scores: readonly unknown[]
}): boolean {
  return task !== 'multilabel' && scores.length > 1
}

/** The first rows, in each of which the label is the class of the highest score, and its mean probability. */
export interface Following {
  readonly rows: number
  readonly confidence: number
}

/** How a data set is read. Columns are indices into the table of scores, labels into the table of labels. */
export interface Reading {
  readonly task: Task
  /** What scores are for whoever evaluates them; logits where they are adjusted. */
  readonly from: Scale
  /** Null where they are evaluated as they stand. */
  readonly adjustment: ScoreAdjustment | null
  /** What the file holds, where that is neither logits nor probabilities. */
  readonly form: OtherScale | null
  /** Column of the class that the score is of, where that is not the positive one. */
  readonly predicted: number | null
  /** Columns that are called for the negation of the score, and were left out. */
  readonly negations: readonly number[]
  /** How far probabilities may be off. */
  readonly rounding: Rounding
  readonly scores: readonly number[]
  readonly labels: readonly number[]
  readonly codes: LabelCodes
  /** Whether softmax labels are a 0/1 matrix. */
  readonly oneHot: boolean
  /** Whether multi-label data name the one class of a row, or that it has none, instead. */
  readonly oneClass: boolean
  readonly id: number | null
  /** Column by which labels in another file are found; null where they stand beside the scores, or row by row. */
  readonly joinedBy: number | null
  readonly weight: number | null
  readonly by: number | null
  /** Of which table these two are columns. */
  readonly sides: Sides
  /** What the first rows are, where their labels are nothing but what the scores say; else null. */
  readonly following: Following | null
  /** Column by column, what it is taken for and why, for `lossctl inspect`. */
  readonly reasons: readonly string[]
}
