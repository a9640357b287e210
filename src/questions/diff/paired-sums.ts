/** The mean difference of a loss between two models, and its standard error, from sums over rows. */
import { addBothProductsTo, createSum, sumOf } from '../../measures/compensated.ts'
import { createRoom } from '../../measures/room.ts'
import { createQuotient } from '../../measures/row-sums.ts'
import type { LossValues, PairedSamples } from './paired-samples.ts'

export interface MeanDifference {
  readonly meanA: number
  readonly meanB: number
  readonly difference: number
  readonly standardError: number
  /** Rows with a weight above 0, less one. */
  readonly df: number
}

export interface PairedSums {
  /** Adds a block; returns the sum of w (f_B - f_A) of each of its rows, which is good until the next one is added. */
  add(samples: PairedSamples, values: LossValues): Float64Array
  /** @param weight of all rows */
  result(weight: number): MeanDifference
}

export function createPairedSums(): PairedSums {
  const [a, b] = [createSum(), createSum()]
  const mean = createQuotient()
  const room = createRoom()
  return {
    add(samples, values) {
      addBothProductsTo(a, b, samples.weight, values.a, values.b)
      const difference = room(samples.rows)
      putDifferences(difference, samples, values)
      mean.add(difference, samples.rowWeight, samples.weighted)
      return difference
    },
    result(total) {
      const { value, standardError, df } = mean.result()
      return { meanA: sumOf(a) / total, meanB: sumOf(b) / total, difference: value, standardError, df }
    },
  }
}

/** Writes the sum of w (f_B - f_A) of each row. */
function putDifferences(
  difference: Float64Array,
  { length, rows, end, weight }: PairedSamples,
  { a, b }: LossValues,
): void {
  if (rows === length) {
    for (let r = 0; r < rows; r++) difference[r] = weight[r] * (b[r] - a[r])
    return
  }
  difference.fill(0)
  for (let r = 0, j = 0; r < rows; r++) for (; j < end[r]; j++) difference[r] += weight[j] * (b[j] - a[j])
}
