/** What goes into a diagnosis and what comes out of it. */
import type { Task } from '../../losses/task.ts'

/** Scores and labels as they stand in the file, side by side; ignored labels are left out. */
export interface ScoredSamples {
  readonly task: Task
  /** Classes of a softmax, labels of a row of multi-label data, 1 otherwise. */
  readonly classes: number
  readonly probabilities: boolean
  /** Shape (N, classes) with softmax; one per sample otherwise, a sample being a cell of multi-label data. */
  readonly scores: Float64Array
  /** Class index with softmax, else 0 or 1. */
  readonly label: Int32Array
  /** Row of the data set that each sample stands in. */
  readonly row: Float64Array
  /** Rows of the data set, those with ignored labels included. */
  readonly rows: number
  /** Class of each cell of multi-label data; without it all cells are there, row by row. */
  readonly column?: Int32Array
  /** Share of each class, of its positives with sigmoids, where the script has other data than these. */
  readonly shares?: readonly number[]
  /** The samples that these were picked from. */
  readonly whole?: ScoredSamples
}

/** The losses to explain. */
export interface Observed {
  /** One per sample, one per row of multi-label data, or one per batch. */
  readonly per: 'sample' | 'row' | 'batch'
  readonly values: Float64Array
  /** Half a unit of the last decimal given; 0 for full precision. */
  readonly half: number
  /** Rows of a batch; 0 where there are none. */
  readonly batchSize: number
  /** What the printed values are known to be. */
  readonly reductionOfPrint?: 'mean' | 'sum'
  /** One factor a class, where the script has them. */
  readonly classWeights: readonly number[] | null
}

/** Standard: the textbook's formula. Convention: a legitimate choice of some library. Mistake: see the catalogue. */
export type Standing = 'standard' | 'convention' | 'mistake'

/** What keeps a logarithm from infinity. */
export interface ClampKind {
  /** e where probabilities are clipped to [e, 1 − e]; null for any other clamp. */
  readonly clip: number | null
  /** What stands for pt inside the logarithm, in code (code.ts); whether 1 − pt is of that too. */
  readonly inside?: string
  readonly modulation?: boolean
}

/** One way in which the losses can have been computed. */
export interface Explanation {
  /** A sentence without a full stop: "focal loss with alpha = 0.25 for positives". */
  readonly name: string
  readonly kind: Standing
  /** Id of the catalogue's entry, for a mistake. */
  readonly mistake: string | null
  readonly formula: string
  /** Parameters as numbers: gamma, alpha, epsilon, factor... */
  readonly parameters: Parameters
  /** As lossctl writes this loss; null for what it does not compute. */
  readonly spec: string | null
  /** How many choices it takes to say; the simplest explanation comes first. */
  readonly cost: number
  readonly fit: Fit
}

/** With what only the search itself asks for. */
export interface FoundExplanation extends Explanation {
  readonly clamp: ClampKind | null
}

export interface Fit {
  /** 0 within the precision given, 1 within that of a shorter arithmetic, 2 not at all. */
  readonly tier: 0 | 1 | 2
  /** The arithmetic within whose rounding every value lies; null where none does. */
  readonly arithmetic: Arithmetic | null
  readonly largest: number
  readonly rms: number
  /** Root mean square of the residuals, each relative to its value. */
  readonly relative: number
  readonly supported: number
  readonly of: number
}

export type Arithmetic = 'float64' | 'float32' | 'float16' | 'bfloat16'

/** Gamma, alpha, epsilon, weights: what a recipe leaves free. */
export type Parameters = Readonly<Record<string, number | readonly number[]>>
