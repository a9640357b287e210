/** What finds the samples of one data set again among those of another. */
import type { SampleBlock, Scan } from '../scan.ts'

/** The label of a sample that has no partner. */
export const ABSENT = -1

/** What B makes of the samples of a block of A's. */
export interface Match {
  /** NaN where B has no such sample. */
  readonly margin: Float64Array
  /** As in A: class index with softmax, else 1 and 0; ABSENT where B has no such sample. */
  readonly label: Int32Array
  /** Null unless it was asked for. */
  readonly predicted: Predicted | null
}

/** The likeliest class of samples, and its probability. */
export interface Predicted {
  readonly classes: Float64Array
  readonly confidence: Float64Array
}

export interface Partner {
  match(block: SampleBlock): Promise<Match>
  /** Call it behind A's last block. Throws an InputError when the two do not hold the same samples. */
  finish(): Promise<void>
  /** Lets go of B's files; also when something failed on the way. */
  close(): Promise<void>
}

/** No matches as yet. */
export function emptyMatch(length: number, predicts: boolean): Match {
  const unknown = () => new Float64Array(length).fill(Number.NaN)
  return {
    margin: unknown(),
    label: new Int32Array(length).fill(ABSENT),
    predicted: predicts ? { classes: unknown(), confidence: unknown() } : null,
  }
}

/** Class of the cell with multi-label data; elsewhere a row is one cell. */
export function cellOf({ cellClass }: SampleBlock, i: number): number {
  return cellClass ? cellClass[i] : 0
}

/** Whether bad rows are left out, so that the other file's row has no partner. */
export function mayLack({ options }: Scan): boolean {
  return options.onBadRow === 'skip'
}
