/**
 * From a peer's input to samples: margins by the reference kernels, and where each sample stands in the
 * peer's result.
 */
import { reference } from '../../src/kernels/reference.ts'
import { sigmoid } from '../../src/losses/functions.ts'
import type { Task } from '../../src/losses/task.ts'
import { flatten, type PeerInput } from './peer.ts'

export interface Samples {
  readonly task: Task
  readonly classes: number
  /** s of each sample. */
  readonly margin: Float64Array
  /** 0 or 1, or the index of a class. It is the group too: classes are kept apart. */
  readonly label: Int32Array
  /** Index of each sample in the peer's result, which has rows × columns elements. */
  readonly position: readonly number[]
  readonly rows: number
  readonly columns: number
}

const scoresOf = (input: PeerInput) => Float64Array.from(flatten(input.x ?? input.p))
const all = (count: number) => Array.from({ length: count }, (_, i) => i)

/** Every element is one binary sample: a list of them, or rows × labels. */
export function binary(input: PeerInput): Samples {
  const scores = scoresOf(input)
  const label = Int32Array.from(flatten(input.y))
  const rows = (input.y as readonly unknown[]).length
  const columns = label.length / rows
  const margin = binaryMargins(input, scores, label)
  const task = columns === 1 ? 'binary' : 'multilabel'
  return {
    task,
    classes: columns === 1 ? 2 : columns,
    margin,
    label,
    position: all(label.length),
    rows,
    columns,
  }
}

function binaryMargins(input: PeerInput, scores: Float64Array, label: Int32Array): Float64Array {
  const margin = new Float64Array(label.length)
  if (input.x) reference.binaryLogits(scores, label, margin)
  else reference.binaryProbabilities(scores, label, margin)
  return margin
}

/** Label of each row, and the rows whose label is not to be ignored. */
function labelsOf(input: PeerInput, ignore = input.ignore_index) {
  const label = input.label ?? flatten(input.y)
  return { label, kept: all(label.length).filter((row) => label[row] !== ignore) }
}

/** The rows of a matrix, one after the other. */
function pick(scores: Float64Array, columns: number, rows: readonly number[]): Float64Array {
  return Float64Array.from(rows.flatMap((row) => [...scores.subarray(row * columns, (row + 1) * columns)]))
}

/** A softmax sample a row: from logits, from probabilities as they stand, or as shares of their row. */
export function softmax(
  input: PeerInput,
  { ignore, renormalize = false }: { ignore?: number; renormalize?: boolean } = {},
): Samples {
  const { label: labels, kept } = labelsOf(input, ignore)
  const scores = scoresOf(input)
  const classes = scores.length / labels.length
  const label = Int32Array.from(kept, (row) => labels[row])
  const margin = new Float64Array(kept.length)
  const kernel =
    reference[input.x ? 'softmaxLogits' : renormalize ? 'softmaxRenormalized' : 'softmaxProbabilities']
  kernel(pick(scores, classes, kept), classes, label, margin)
  return { task: 'softmax', classes, margin, label, position: kept, rows: labels.length, columns: 1 }
}

/** The same samples in a matrix of rows × classes that is zero beside the truth's own column. */
export function oneHot(samples: Samples): Samples {
  const { classes, label, position } = samples
  return { ...samples, columns: classes, position: position.map((row, i) => row * classes + label[i]) }
}

/** Every class of every row as if it were the truth, once: what a smoothed one-hot matrix multiplies. */
export function everyClass(
  input: PeerInput,
  ignore?: number,
): Samples & { readonly truth: readonly boolean[] } {
  const { label: labels, kept } = labelsOf(input, ignore)
  const scores = scoresOf(input)
  const classes = scores.length / labels.length
  const cells = kept.flatMap((row) => all(classes).map((column) => ({ row, column })))
  const label = Int32Array.from(cells, ({ column }) => column)
  const margin = new Float64Array(cells.length)
  const rows = cells.map(({ row }) => row)
  reference.softmaxLogits(pick(scores, classes, rows), classes, label, margin)
  const position = cells.map(({ row, column }) => row * classes + column)
  const truth = cells.map(({ row, column }) => labels[row] === column)
  return { task: 'softmax', classes, margin, label, position, rows: labels.length, columns: classes, truth }
}

/** Each class against the rest: a binary sample for every row and class. */
export function oneVsRest(input: PeerInput, ignore?: number): Samples {
  const { label: labels, kept } = labelsOf(input, ignore)
  const scores = scoresOf(input)
  const classes = scores.length / labels.length
  const cells = kept.flatMap((row) => all(classes).map((column) => ({ row, column })))
  const label = Int32Array.from(cells, ({ row, column }) => (labels[row] === column ? 1 : 0))
  const margin = binaryMargins(input, pick(scores, classes, kept), label)
  const position = cells.map(({ row, column }) => row * classes + column)
  return { task: 'multilabel', classes, margin, label, position, rows: labels.length, columns: classes }
}

/** The input without its first class, which some call background: a row of that class has no truth left. */
export function withoutFirstClass(input: PeerInput): PeerInput {
  const x = (input.x as readonly (readonly number[])[]).map((row) => row.slice(1))
  return { ...input, x, y: flatten(input.y).map((label) => label - 1), ignore_index: -1 }
}

/**
 * 1 − e is rounded, so the two ends of a clip to [e, 1 − e] differ by up to half the spacing of doubles below
 * 1.
 */
const ROUNDING_OF_END = 2 ** -54

/** Which samples a clip of probabilities to [least, 1 − least] changes. */
export function outside({ margin }: Samples, least: number): readonly boolean[] {
  const edge = least * (1 - 1e-12) - ROUNDING_OF_END
  return Array.from(margin, (s) => sigmoid(s) < edge || sigmoid(-s) < edge)
}

/** Which rows of probabilities such a clip changes when it comes before they are divided by their sum. */
export function clippedRows({ p }: PeerInput, least: number): readonly boolean[] {
  const rows = p as readonly (readonly number[])[]
  return rows.map((row) => row.some((one) => one < least || one > 1 - least))
}
