/** Why a rule cannot be held against a part, or what qualifies its verdict. Views put it into words. */
import type { Lack } from '../../losses/set/set-loss.ts'
import type { Task } from '../../losses/task.ts'
import type { NoFigure } from '../calibrate/no-figure.ts'

export type Reason =
  /** The part is in the baseline and not in the predictions, or the other way round. */
  | { readonly kind: 'part-gone' | 'part-new' }
  | { readonly kind: 'no-baseline' }
  /** Per cent of a baseline of 0. */
  | { readonly kind: 'baseline-of-0' }
  /** A quotient whose denominator is 0. */
  | { readonly kind: 'nothing-to-divide-by'; readonly quantity: string; readonly of: Side }
  /** The value or its change is beyond what a double holds, or has lost its digits at the other end. */
  | { readonly kind: 'out-of-range'; readonly quantity: string; readonly of: Side }
  /** The sketch is not parted at the limits of the bins that are asked for. */
  | { readonly kind: 'not-parted'; readonly quantity: string; readonly bins: number; readonly of: Side }
  /** Bounds from the bins of a sketch, and the baseline has others. */
  | { readonly kind: 'parted-otherwise'; readonly quantity: string }
  /** A loss that has no weight beside cross-entropy. */
  | { readonly kind: 'no-weight'; readonly quantity: string; readonly of: Side }
  /** A figure of calibration that these samples do not have. */
  | {
      readonly kind: 'no-figure'
      readonly quantity: string
      readonly of: Side
      readonly why: NoFigure | null
    }
  /** Calibration of softmax rows, of which a sketch has the margins of the truth alone; or of parts of them. */
  | { readonly kind: 'needs-rows'; readonly quantity: string; readonly of: Side }
  | { readonly kind: 'not-of-parts'; readonly quantity: string }
  | { readonly kind: 'no-set'; readonly quantity: string; readonly of: Side; readonly why: SetObstacle }
  | { readonly kind: 'part-too-small'; readonly minSlice: number }
  | { readonly kind: 'sign-absent'; readonly sign: 'negative' | 'positive' }
  /** Samples of a row hang together, and one side does not hold how. */
  | { readonly kind: 'rows-unknown'; readonly of: Side }
  | { readonly kind: 'no-standard-error' }
  | { readonly kind: 'within-noise' }
  | RuleReason

/** Why the loss of a set is not known. */
export type SetObstacle =
  /** The sketch is not parted at the limits of the bins that it is of. */
  | { readonly kind: 'unparted'; readonly bins: number }
  /** Nor at the pt below which samples count. */
  | { readonly kind: 'parted-elsewhere'; readonly pt: number }
  /** Samples of one class of binary data are all positive, or all negative. */
  | { readonly kind: 'one-class' }
  /** Each class is a batch, and the sketch has them together. */
  | { readonly kind: 'classes-together' }
  /** Softmax rows are known by their truth alone. */
  | { readonly kind: 'all-classes' }
  /** Batches that have none, and when one has none. */
  | {
      readonly kind: 'without'
      readonly without: number
      readonly batches: number
      readonly lack: Lack | null
    }
  /** Bounds: a share of the samples ends within a bin of a sketch, or of predictions that have too many there to be looked at. */
  | { readonly kind: 'within'; readonly low: number; readonly high: number; readonly looked: boolean }

/** What is wrong with the rule itself. */
export type RuleReason =
  /** A figure of the probability of one class, and softmax has several; or one of softmax rows, and there are none. */
  | { readonly kind: 'no-calibration'; readonly quantity: string; readonly of: 'class' | 'softmax' }
  /** Its bins or limits are none, or it is of no bins, and has a name alone. */
  | {
      readonly kind: 'wrong-bins'
      readonly quantity: string
      readonly most: number
      readonly alone: string | null
    }
  /** Of the scores, whatever the loss. */
  | { readonly kind: 'of-no-loss'; readonly quantity: string }
  /** It begins as a loss of a set, and is none, or none of such scores. */
  | { readonly kind: 'wrong-set'; readonly quantity: string; readonly why: string }
  | { readonly kind: 'no-loss-named'; readonly example: string }
  | { readonly kind: 'several-losses'; readonly name: string; readonly specs: readonly string[] }
  | {
      readonly kind: 'unknown-loss'
      readonly name: string
      readonly known: readonly string[]
      /** Its spec with every parameter, which a rule can name beside lists of parameters; null where it is no loss. */
      readonly full: string | null
      /** What is wrong with its settings, where it has any and something is. */
      readonly why: string | null
    }
  | {
      readonly kind: 'unknown-quantity'
      readonly name: string
      readonly task: Task
      /** The one that may be meant. */
      readonly guess: string | null
    }

type Side = 'predictions' | 'baseline'
