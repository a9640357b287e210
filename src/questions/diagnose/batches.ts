/** Sums by batch: all that a printed value knows of its samples. */
import type { Elements } from './elements.ts'
import type { ScoredSamples } from './types.ts'

export interface Batches {
  readonly count: number
  /** Batch of each sample. */
  readonly of: Int32Array
  /** Samples of each batch; rows with a sample; rows, ignored ones included; positives; sum of class weights. */
  readonly elements: Float64Array
  readonly rows: Float64Array
  readonly allRows: Float64Array
  readonly positives: Float64Array
  readonly weights: Float64Array | null
}

export function cutBatches(
  { row, rows, label, task }: ScoredSamples,
  size: number,
  classWeights: readonly number[] | null,
): Batches {
  const count = size > 0 ? Math.ceil(rows / size) : 1
  const of = Int32Array.from(row, (r) => (size > 0 ? Math.floor(r / size) : 0))
  const zeros = () => new Float64Array(count)
  const batches = {
    count,
    of,
    elements: zeros(),
    rows: zeros(),
    allRows: zeros(),
    positives: zeros(),
    weights: classWeights && task === 'softmax' ? zeros() : null,
  }
  for (let b = 0; b < count; b++) batches.allRows[b] = size > 0 ? Math.min(size, rows - b * size) : rows
  for (let i = 0; i < of.length; i++) {
    const b = of[i]
    batches.elements[b]++
    if (i === 0 || row[i] !== row[i - 1]) batches.rows[b]++
    if (task !== 'softmax') batches.positives[b] += label[i]
    if (batches.weights) batches.weights[b] += classWeights![label[i]]
  }
  return batches
}

const sums = new WeakMap<Float64Array, { of: Int32Array; group: Int32Array; sums: Float64Array[] }>()

/** Sum of a column by group, then batch: forms have columns in common, and readings that change but a few things of a sample. */
export function sumColumn(elements: Elements, column: Float64Array, batches: Batches): Float64Array[] {
  const known = sums.get(column)
  if (known?.of === batches.of && known.group === elements.group) return known.sums
  const found = sumOnce(elements, column, batches)
  sums.set(column, { of: batches.of, group: elements.group, sums: found })
  return found
}

function sumOnce(
  { target, group, groups }: Elements,
  column: Float64Array,
  { of, count }: Batches,
): Float64Array[] {
  const all = new Float64Array(groups * count)
  if (count === 1) for (let e = 0; e < column.length; e++) all[group[e]] += column[e]
  else for (let e = 0; e < column.length; e++) all[group[e] * count + of[target ? target[e] : e]] += column[e]
  return Array.from({ length: groups }, (_, g) => all.subarray(g * count, (g + 1) * count))
}
