/** What is known of the samples of a block before any is read. */
import { partsOf } from '../margin/grouping.ts'
import type { View } from '../sketch/lens.ts'
import type { LabelType } from './exports.ts'

/** Everything a thread must know of the samples, as plain data. */
export interface BlockShape {
  readonly task: 'binary' | 'softmax'
  readonly from: 'logits' | 'probs'
  /** Scores are f4, else f8; little-endian. */
  readonly single: boolean
  /** Scores a sample: 1, or the classes of a softmax. */
  readonly columns: number
  readonly labelType: LabelType
  /** Labels are -1 and +1 instead of class indices. */
  readonly signed: boolean
  /** The label to pass over, NaN for none. */
  readonly ignore: number
  /** Class indices are below this. */
  readonly classes: number
  /** The classes of whole numbers from `first` on, where they are none of the above; null where they are. */
  readonly numbers: { readonly first: number; readonly classes: readonly number[] } | null
  /** Samples of a row: one a class where each class stands for itself, else 1. */
  readonly cells: number
  /** Whether a row has one label, the class of which one of its cells is positive. */
  readonly oneClass: boolean
  /** Keep the classes apart; negatives and positives always are. */
  readonly perClass: boolean
  /** Most slices that are kept apart in a block; 1 without slices. */
  readonly slices: number
  readonly weighted: boolean
  /** How far probabilities may lie outside [0, 1], and softmax rows, or one of theirs above 1, from a sum of 1. */
  readonly outside: number
  readonly rowSum: number
  readonly edges: readonly number[]
  /** Most samples of a block. */
  readonly samples: number
  /** Bytes of planes that are turned into rows at a time; none when absent. */
  readonly planeBytes?: number
  /** Which samples are looked at, and through what; all of them as they are when absent. */
  readonly view?: View
  /** Softmax rows are looked at for their likeliest class, and all their probabilities; for the margin of the truth when absent. */
  readonly top?: TopShape
  /** So many samples of the smallest margins are told, beside the sketch; none when absent. */
  readonly hardest?: number
}

/** What is asked of the likeliest class of each row, which is in group 1 where it is the truth, else in group 0. */
export interface TopShape {
  /** 1 / T; null for rows as they are, with slopes at further a. */
  readonly a: number | null
  /** Those of a truth that is as likely as by chance. */
  readonly odds: number
  /** Of each class's probability, 0 for the slope of the log loss at a alone; and whether one on the limit of two is of the one below. */
  readonly bins: number
  readonly right: boolean
}

/** Where the parts of samples stand that are not at their usual places. */
export interface SamplePlaces {
  /** Codes of the slices of rows, i32, and how many slices there are so far; absent where there are none. */
  readonly slices?: number
  readonly sliceCount?: number
  /** Codes of the labels, i32, whose classes stand at `layout.classOf`; absent where labels are numbers. */
  readonly labels?: number
}

/** Bytes of a label. */
export function labelBytes(type: LabelType): number {
  return Number(type[1])
}

/** Groups of one slice. */
export function partsOfSlice({ task, classes, cells, perClass, top }: BlockShape): number {
  if (top) return 2
  return cells > 1 ? partsOf('multilabel', cells, perClass) : partsOf(task, classes, perClass)
}
