/** Packs a block at once where no row of it has a fault or a label to ignore, as in most blocks. */
import { pickTexts } from '../../formats/texts.ts'
import { BACKGROUND } from '../../reading/labels/codes.ts'
import { type Reading, sharesRow } from '../../reading/reading.ts'
import { givenScale } from '../../reading/scores/adjusted.ts'
import type { ColumnLayout, RowLimits } from './layout.ts'
import { clampToUnit, type PackedRows } from './pack.ts'
import { type AlignedRows, partsOf } from './rows.ts'
import { areSound, scoreFault } from './score-fault.ts'

/**
 * Null where a row must be looked at by itself.
 *
 * @param labels the class of each label cell, row by row
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
  const { length, numbers, texts } = rows.scores.block
  if (partsOf(rows).some(({ block }) => block.ragged.length > 0)) return null
  const label = classesOf(labels, length, reading)
  if (!label) return null
  const scores = columnsOf(numbers, length, 0, reading.scores.length)
  if (!areScores(scores, sharesRow(reading) ? reading.scores.length : 1, limits)) return null
  const weight = layout.weight < 0 ? null : columnsOf(rows.weight.block.numbers, length, layout.weight, 1)
  if (weight && !areWeights(weight)) return null
  if (givenScale(reading) === 'probs') clampAll(scores, limits.renormalize)
  const cells = reading.task === 'multilabel' ? reading.scores.length : 1
  const rowNumber = countFrom(firstRow, new Float64Array(length))
  const slice = new Int32Array(length)
  if (sliceOf) for (let i = 0; i < length; i++) slice[i] = sliceOf(i)
  const ids = layout.id < 0 ? null : texts[layout.id]
  const of = { length: length * cells, scores, label, ignored: 0 }
  const kept = layout.kept.map(({ side, at }) => rows[side].block.texts[at])
  if (cells === 1) return { ...of, cellClass: null, slice, weight, row: rowNumber, ids, kept }
  const rowOf = spread(
    Int32Array.from({ length }, (_, i) => i),
    cells,
  )
  return {
    ...of,
    cellClass: label.map((_, at) => at % cells),
    slice: spread(slice, cells),
    weight: weight && spread(weight, cells),
    row: spread(rowNumber, cells),
    ids: ids && pickTexts(ids, rowOf),
    kept: kept.map((texts) => pickTexts(texts, rowOf)),
  }
}

/** The class of each sample; null where a row has none, or cells to ignore. */
function classesOf(labels: Int32Array, rows: number, reading: Reading): Int32Array | null {
  const classes = reading.scores.length
  if (reading.oneHot) return hotPlaces(labels, rows, classes)
  if (reading.oneClass) return hotCells(labels, classes)
  return areClasses(labels) ? labels : null
}

function areClasses(labels: Int32Array): boolean {
  for (let i = 0; i < labels.length; i++) if (labels[i] < 0) return false
  return true
}

/** Where each row has its 1, which is one. */
function hotPlaces(labels: Int32Array, rows: number, classes: number): Int32Array | null {
  const places = new Int32Array(rows)
  for (let row = 0; row < rows; row++) {
    let ones = 0
    for (let c = 0, at = row * classes; c < classes; c++, at++) {
      if (labels[at] < 0) return null
      if (labels[at] !== 1) continue
      ones++
      places[row] = c
    }
    if (ones !== 1) return null
  }
  return places
}

/** 1 in the cell of each row's class, 0 in all others. */
function hotCells(labels: Int32Array, classes: number): Int32Array | null {
  const cells = new Int32Array(labels.length * classes)
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] >= 0) cells[row * classes + labels[row]] = 1
    else if (labels[row] !== BACKGROUND) return null
  }
  return cells
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

function countFrom<T extends Float64Array | Int32Array>(first: number, numbers: T): T {
  for (let i = 0; i < numbers.length; i++) numbers[i] = first + i
  return numbers
}

/** Each number as often as a row has cells. */
function spread<T extends Float64Array | Int32Array>(values: T, cells: number): T {
  const Kind = values.constructor as new (length: number) => T
  const found = new Kind(values.length * cells)
  for (let row = 0; row < values.length; row++) found.fill(values[row], row * cells, (row + 1) * cells)
  return found
}

function areScores(scores: Float64Array, width: number, limits: RowLimits): boolean {
  if (width === 1) return areSound(scores, limits)
  for (let at = 0; at < scores.length; at += width) if (scoreFault(scores, at, width, limits)) return false
  return true
}

function areWeights(weights: Float64Array): boolean {
  for (let i = 0; i < weights.length; i++)
    if (!(weights[i] >= 0 && weights[i] < Number.POSITIVE_INFINITY)) return false
  return true
}

function clampAll(scores: Float64Array, renormalize: boolean): void {
  for (let i = 0; i < scores.length; i++) scores[i] = clampToUnit(scores[i], 'probs', renormalize)
}
