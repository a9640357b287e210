/** Packs the samples of a block side by side, as the kernels take them. */
import { pickTexts, type Texts } from '../../formats/texts.ts'
import { IGNORED } from '../../reading/labels/codes.ts'
import { type Reading, sharesRow } from '../../reading/reading.ts'
import { givenScale } from '../../reading/scores/adjusted.ts'
import type { ColumnLayout } from './layout.ts'

/** Valid samples of a block, side by side. */
export interface PackedRows {
  readonly length: number
  /** Shape (length, K) with softmax, (length) otherwise. */
  readonly scores: Float64Array
  readonly label: Int32Array
  readonly cellClass: Int32Array | null
  readonly slice: Int32Array
  readonly weight: Float64Array | null
  readonly row: Float64Array
  readonly ids: Texts | null
  /** Cells of the columns that are carried along. */
  readonly kept: readonly Texts[]
  readonly ignored: number
}

/** Cells of the rows of a pair of blocks, all of them valid. */
export interface ValidRows {
  readonly scores: Float64Array
  readonly stride: number
  /** Class of label column c in row i: an index, 0 or 1, or IGNORED. */
  classOf(i: number, c: number): number
  weightOf(i: number): number
}

/** Packs samples. One row is one sample, or one per class with multi-label data. */
export function createWriter(rows: number, reading: Reading, layout: ColumnLayout, renormalize: boolean) {
  const multilabel = reading.task === 'multilabel'
  const classes = reading.scores.length
  const perSample = sharesRow(reading) ? classes : 1
  const scale = givenScale(reading)
  const capacity = multilabel ? rows * classes : rows
  const scores = new Float64Array(capacity * perSample)
  const label = new Int32Array(capacity)
  const cellClass = multilabel ? new Int32Array(capacity) : null
  const slice = new Int32Array(capacity)
  const weight = layout.weight < 0 ? null : new Float64Array(capacity)
  const row = new Float64Array(capacity)
  const origin = new Int32Array(capacity)
  let length = 0
  let ignored = 0

  const put = (
    from: ValidRows,
    i: number,
    column: number,
    classIndex: number,
    dataRow: number,
    sliceIndex: number,
  ) => {
    const at = i * from.stride + column
    for (let c = 0; c < perSample; c++)
      scores[length * perSample + c] = clampToUnit(from.scores[at + c], scale, renormalize)
    label[length] = classIndex
    if (cellClass) cellClass[length] = column
    slice[length] = sliceIndex
    if (weight) weight[length] = from.weightOf(i)
    row[length] = dataRow
    origin[length] = i
    length++
  }
  return {
    add(from: ValidRows, i: number, dataRow: number, sliceIndex: number): void {
      for (let c = 0; c < (multilabel ? classes : 1); c++) {
        const classIndex = reading.oneHot ? hotIndex(from, i, classes) : from.classOf(i, c)
        if (classIndex === IGNORED) ignored++
        else put(from, i, c, classIndex, dataRow, sliceIndex)
      }
    },
    packed(ids: Texts | null, kept: readonly Texts[]): PackedRows {
      const rows = origin.subarray(0, length)
      return {
        length,
        scores: scores.subarray(0, length * perSample),
        label: label.subarray(0, length),
        cellClass: cellClass?.subarray(0, length) ?? null,
        slice: slice.subarray(0, length),
        weight: weight?.subarray(0, length) ?? null,
        row: row.subarray(0, length),
        ids: ids && pickTexts(ids, rows),
        kept: kept.map((texts) => pickTexts(texts, rows)),
        ignored,
      }
    },
  }
}

/** Probabilities that rounding put outside [0, 1] stand for its ends; those that will be divided by their sum may be above. */
export function clampToUnit(score: number, from: Reading['from'], renormalize: boolean): number {
  if (from !== 'probs') return score
  return renormalize ? Math.max(0, score) : Math.min(1, Math.max(0, score))
}

function hotIndex(row: ValidRows, i: number, classes: number): number {
  for (let c = 0; c < classes; c++) if (row.classOf(i, c) === 1) return c
  return IGNORED
}
