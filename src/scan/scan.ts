/** What one pass over a data set is asked, what it gives, and what it counts. */
import type { Texts } from '../formats/texts.ts'
import type { Grouping } from '../margin/grouping.ts'
import type { Margins } from '../margin/margins.ts'
import type { Dataset } from '../reading/dataset.ts'
import type { KeptColumn } from '../reading/kept.ts'
import type { MarginCounts } from './margin-counts.ts'

/** Most values of the `--by` column. */
export const MAX_SLICES = 10_000

export interface ScanOptions {
  readonly onBadRow: 'fail' | 'skip'
  /** Divide each softmax row of probabilities by its sum. */
  readonly renormalize: boolean
  /** How far a probability may lie outside [0, 1], and a row's sum from 1; null for the defaults. */
  readonly probTolerance: number | null
  /** Keep the classes of softmax and multi-label data apart. */
  readonly perClass: boolean
  /** Threads to use; null for as many as repay. The result does not depend on it. */
  readonly threads: number | null
  /** Columns that blocks carry along. */
  readonly kept?: readonly KeptColumn[]
  /** Is told after each block how far the pass has come. */
  readonly onProgress?: (progress: Progress) => void
}

export interface Progress {
  readonly rows: number
  readonly expectedRows: number
  /** Bytes of all files of the data set. */
  readonly bytes: number
}

/** Margins, and what is known of each sample beside its margin. */
export interface SampleBlock extends Margins {
  /** Row of the data set, from 0. */
  readonly row: Float64Array
  /** Class index with softmax, else 1 for positives and 0 for negatives. */
  readonly label: Int32Array
  /** Class of the cell with multi-label data, null otherwise. */
  readonly cellClass: Int32Array | null
  /** Null when there is no id column. */
  readonly ids: Texts | null
  /** The cells of the columns that are carried along. */
  readonly kept: readonly Texts[]
  /** All scores as they stand in the file: one per class with softmax, else one per sample. */
  readonly scores: Float64Array
  /** The score of a sample as it stands in the file; the truth's with softmax. */
  readonly scoreOf: (index: number) => number
}

/** Counts of what a scan met; complete when it has ended. */
export interface ScanCounts {
  rows: number
  samples: number
  /** Rows, or cells with multi-label data, that carry the label to ignore. */
  ignored: number
  /** Bad rows left out. */
  skipped: number
  /** Probabilities of exactly 0 or 1. */
  clamped: number
  /** Samples whose truth has a probability of 0. */
  held: number
}

export interface Scan {
  readonly dataset: Dataset
  readonly options: ScanOptions
  readonly grouping: Grouping
  /** Values of the `--by` column, in the order they were met; one empty name without it. */
  readonly slices: string[]
  readonly counts: ScanCounts
  /** Rows of blocks that were looked at row by row, since one of them has a fault or a label to ignore. */
  readonly careful: { readonly rows: number }
  /** Of the samples that `blocks` gave. */
  readonly margins: MarginCounts
  /** Runs the pass; once. Throws an InputError at the first bad row unless told to skip it. */
  blocks(): AsyncGenerator<SampleBlock>
}
