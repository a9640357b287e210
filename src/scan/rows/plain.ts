/** Packs a block at once where every row of it is one sample without a fault, as most blocks are. */
import type { Texts } from '../../formats/texts.ts'
import { type Reading, sharesRow } from '../../reading/reading.ts'
import type { ColumnLayout, RowLimits } from './layout.ts'
import { clampToUnit, type PackedRows } from './pack.ts'
import { type AlignedRows, partsOf } from './rows.ts'
import { scoreFault } from './score-fault.ts'

/** Whether a reading has blocks that can be packed so. */
export function isOneSampleARow({ task, labels, oneHot, oneClass }: Reading): boolean {
  return task !== 'multilabel' && labels.length === 1 && !oneHot && !oneClass
}

/**
 * Null where a row must be looked at by itself.
 *
 * @param labels the class of each row
 * @param sliceOf gives slices their numbers as it is asked
 */
export function packPlain(
  rows: AlignedRows,
  labels: Int32Array,
  reading: Reading,
  layout: ColumnLayout,
  limits: RowLimits,
  firstRow: number,
  sliceOf: ((i: number) => number) | null,
): PackedRows | null {
  const { block } = rows.scores
  const { length } = block
  if (partsOf(rows).some((part) => part.block.ragged.length > 0) || !areClasses(labels)) return null
  const width = sharesRow(reading) ? reading.scores.length : 1
  const scores = columnsOf(block.numbers, length, 0, width)
  if (!areScores(scores, length, width, limits)) return null
  const weight = layout.weight < 0 ? null : columnsOf(rows.weight.block.numbers, length, layout.weight, 1)
  if (weight && !areWeights(weight)) return null
  for (let i = 0; i < scores.length; i++) scores[i] = clampToUnit(scores[i], reading.from, limits.renormalize)
  const row = new Float64Array(length)
  for (let i = 0; i < length; i++) row[i] = firstRow + i
  const slice = new Int32Array(length)
  if (sliceOf) for (let i = 0; i < length; i++) slice[i] = sliceOf(i)
  const ids: Texts | null = layout.id < 0 ? null : block.texts[layout.id]
  return { length, scores, label: labels, cellClass: null, slice, weight, row, ids, ignored: 0 }
}

/** Some columns of all rows, side by side. */
function columnsOf(numbers: Float64Array, length: number, first: number, count: number): Float64Array {
  const width = numbers.length / length
  if (width === count) return numbers.slice()
  const found = new Float64Array(length * count)
  for (let row = 0, to = 0; row < length; row++)
    for (let c = 0, at = row * width + first; c < count; c++) found[to++] = numbers[at++]
  return found
}

function areClasses(labels: Int32Array): boolean {
  for (let i = 0; i < labels.length; i++) if (labels[i] < 0) return false
  return true
}

function areScores(scores: Float64Array, rows: number, width: number, limits: RowLimits): boolean {
  for (let row = 0; row < rows; row++) if (scoreFault(scores, row * width, width, limits)) return false
  return true
}

function areWeights(weights: Float64Array): boolean {
  for (let i = 0; i < weights.length; i++)
    if (!(weights[i] >= 0 && weights[i] < Number.POSITIVE_INFINITY)) return false
  return true
}
