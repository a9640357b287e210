/** Samples that both models have judged, side by side, and the rows they belong to. */

import { createInterpolation } from '../../kernels/interpolation.ts'
import { bind } from '../../losses/bound.ts'
import type { BoundLoss, Loss } from '../../losses/loss.ts'
import { type Grouping, identifyGroup, lossPlace } from '../../margin/grouping.ts'
import { createRoom } from '../../measures/room.ts'
import type { PairBlock } from '../../scan/pairs/pairs.ts'
import type { Predicted } from '../../scan/pairs/partner.ts'
import type { Predictions } from '../../scan/predicted.ts'
import type { SampleBlock } from '../../scan/scan.ts'

export interface PairedSamples {
  readonly length: number
  /** The block of A's, and where sample j stands in it. */
  readonly a: SampleBlock
  readonly index: Int32Array
  readonly marginA: Float64Array
  readonly marginB: Float64Array
  /** What each model takes them for, of softmax samples. */
  readonly predictions: Predictions | null
  readonly predictedB: Predicted | null
  readonly group: Int32Array
  /** Which of them have a truth of probability 0 under A. */
  readonly held: readonly number[]
  /** 1 each without weights. */
  readonly weight: Float64Array
  /** The row of each sample. */
  readonly row: Float64Array
  /** Rows of the data set; one has several samples with multi-label data. Row r ends before sample `end[r]`. */
  readonly rows: number
  readonly end: Int32Array
  readonly rowNumber: Float64Array
  readonly rowWeight: Float64Array
  /** Rows with a weight above 0. */
  readonly weighted: number
}

/** Leaves out what B could not read. */
export function packPairs(
  { a, marginB, predictedB }: PairBlock,
  predictions: Predictions | null = null,
): PairedSamples {
  const kept = placesOfNumbers(marginB)
  const { length } = kept
  const pick = (array: Float64Array) => {
    if (length === a.length) return array
    const picked = new Float64Array(length)
    for (let j = 0; j < length; j++) picked[j] = array[kept[j]]
    return picked
  }
  const weight = a.weight ? pick(a.weight) : onesUpTo(length)
  const row = pick(a.row)
  const rows = splitRows(row, weight)
  return {
    length,
    a,
    index: kept,
    marginA: pick(a.margin),
    marginB: pick(marginB),
    predictions,
    predictedB: predictedB && {
      classes: pick(predictedB.classes),
      confidence: pick(predictedB.confidence),
    },
    group: length === a.length ? a.group : pickGroups(a.group, kept),
    held: placesOf(a.held ?? [], kept),
    weight,
    row,
    ...rows,
    weighted: countWeighted(rows.rowWeight),
  }
}

function countWeighted(weights: Float64Array): number {
  let count = 0
  for (let r = 0; r < weights.length; r++) if (weights[r] > 0) count++
  return count
}

/** The same in every block, and read only: 1, 1, 1 and 0, 1, 2. Those of the longest block so far. */
const same = { ones: new Float64Array(0), count: new Int32Array(0) }

function onesUpTo(length: number): Float64Array {
  if (same.ones.length < length) same.ones = new Float64Array(length).fill(1)
  return same.ones.subarray(0, length)
}

function countFrom(first: number, length: number): Int32Array {
  const end = first + length
  if (same.count.length < end) {
    same.count = new Int32Array(end)
    for (let i = 0; i < end; i++) same.count[i] = i
  }
  return same.count.subarray(first, end)
}

function placesOfNumbers(values: Float64Array): Int32Array {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) return pickNumbers(values)
  return countFrom(0, values.length)
}

function pickNumbers(values: Float64Array): Int32Array {
  const places = new Int32Array(values.length)
  let found = 0
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) places[found++] = i
  return places.subarray(0, found)
}

function pickGroups(group: Int32Array, kept: Int32Array): Int32Array {
  const picked = new Int32Array(kept.length)
  for (let j = 0; j < kept.length; j++) picked[j] = group[kept[j]]
  return picked
}

/** Where samples of a block stand among those kept. */
function placesOf(samples: readonly number[], kept: Int32Array): readonly number[] {
  if (samples.length === 0) return []
  const wanted = new Set(samples)
  return Array.from(kept.keys()).filter((j) => wanted.has(kept[j]))
}

function splitRows(row: Float64Array, weight: Float64Array) {
  return eachIsOne(row) ? asTheyStand(row, weight) : together(row, weight)
}

/** Whether each sample is a row of its own. */
function eachIsOne(row: Float64Array): boolean {
  for (let j = 1; j < row.length; j++) if (row[j] === row[j - 1]) return false
  return true
}

function asTheyStand(row: Float64Array, weight: Float64Array) {
  return { rows: row.length, end: countFrom(1, row.length), rowNumber: row, rowWeight: weight }
}

function together(row: Float64Array, weight: Float64Array) {
  const end = new Int32Array(row.length)
  const rowNumber = new Float64Array(row.length)
  const rowWeight = new Float64Array(row.length)
  let rows = 0
  for (let j = 0; j < row.length; j++) {
    if (j > 0 && row[j] !== row[j - 1]) rows++
    end[rows] = j + 1
    rowNumber[rows] = row[j]
    rowWeight[rows] += weight[j]
  }
  if (row.length > 0) rows++
  return {
    rows,
    end: end.subarray(0, rows),
    rowNumber: rowNumber.subarray(0, rows),
    rowWeight: rowWeight.subarray(0, rows),
  }
}

/** A loss of each sample under both models. */
export interface LossValues {
  readonly a: Float64Array
  readonly b: Float64Array
}

/** The function that evaluates losses on paired samples. What it returns is good until it is called again. */
export function lossEvaluator(
  losses: readonly Loss[],
  grouping: Grouping,
): (samples: PairedSamples) => readonly LossValues[] {
  const { kinds, kindOf } = kindsOf(losses, grouping)
  // Which of two such losses is the lower one must not hang on rounding.
  const evaluate = createInterpolation(
    kinds,
    kindOf,
    losses.map((loss) => !fallsWithMargin(loss, grouping)),
  )
  const rooms = losses.map(() => ({ a: createRoom(), b: createRoom() }))
  return ({ length, marginA, marginB, group }) => {
    const values = rooms.map(({ a, b }) => ({ a: a(length), b: b(length) }))
    evaluate(
      marginA,
      group,
      values.map(({ a }) => a),
    )
    evaluate(
      marginB,
      group,
      values.map(({ b }) => b),
    )
    return values
  }
}

/** The losses of groups: most groups have the same. */
function kindsOf(losses: readonly Loss[], grouping: Grouping) {
  const bound = losses.map((loss) => bind(loss, grouping.task, grouping.classes.length))
  const kinds: (readonly BoundLoss[])[] = []
  const kindOf = Int32Array.from({ length: grouping.size }, (_, group) => {
    const place = lossPlace(grouping.task, identifyGroup(grouping, group))
    const own = bound.map((classes) => classes[place])
    const known = kinds.findIndex((kind) => kind.every((loss, l) => loss === own[l]))
    return known < 0 ? kinds.push(own) - 1 : known
  })
  return { kinds, kindOf }
}

/** Margins at which a loss is looked at to see whether it only falls. */
const LAST_MARGIN = 64
const STEP = 1 / 8

/** Where a loss may leap: so far before a kink. */
const BEFORE = 1e-9

/**
 * Whether a higher margin is never a higher loss, so that "better" means the same as for cross-entropy. Poly-1 with
 * epsilon below -1 is no such loss, nor is one that leaps up.
 */
export function fallsWithMargin(loss: Loss, grouping: Grouping): boolean {
  const bound = new Set(bind(loss, grouping.task, grouping.classes.length))
  for (const { value, gradient, kinks } of bound) {
    for (let s = -LAST_MARGIN; s <= LAST_MARGIN; s += STEP) if (gradient(s) > 0) return false
    if (kinks.some((kink) => value(kink) > value(kink - BEFORE))) return false
  }
  return true
}
