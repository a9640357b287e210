/** The mean difference of a loss between two models, and its standard error, from sums over rows. */
import { addProductsTo, addTo, createSum, sumOf } from '../../measures/compensated.ts'
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
  /** Adds a block; returns the sum of w (f_B - f_A) of each of its rows. */
  add(samples: PairedSamples, values: LossValues): Float64Array
  result(): MeanDifference
}

export function createPairedSums(): PairedSums {
  const [a, b, weight] = [createSum(), createSum(), createSum()]
  const mean = createQuotient()
  return {
    add(samples, values) {
      addProductsTo(a, samples.weight, values.a)
      addProductsTo(b, samples.weight, values.b)
      for (let r = 0; r < samples.rows; r++) addTo(weight, samples.rowWeight[r])
      const difference = differencesOf(samples, values)
      mean.add(difference, samples.rowWeight, countWeighted(samples.rowWeight))
      return difference
    },
    result() {
      const { value, standardError, df } = mean.result()
      const total = sumOf(weight)
      return { meanA: sumOf(a) / total, meanB: sumOf(b) / total, difference: value, standardError, df }
    },
  }
}

/** The sum of w (f_B - f_A) of each row. */
function differencesOf({ rows, end, weight }: PairedSamples, { a, b }: LossValues): Float64Array {
  const difference = new Float64Array(rows)
  for (let r = 0, j = 0; r < rows; r++) for (; j < end[r]; j++) difference[r] += weight[j] * (b[j] - a[j])
  return difference
}

function countWeighted(weights: Float64Array): number {
  let count = 0
  for (let r = 0; r < weights.length; r++) if (weights[r] > 0) count++
  return count
}
