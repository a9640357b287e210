/** The mean difference of a loss between two models, and its standard error, from sums over rows. */
import { addTo, createSum, sumOf } from '../../measures/compensated.ts'
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
      const difference = new Float64Array(samples.rows)
      for (let r = 0, j = 0; r < samples.rows; r++) {
        for (; j < samples.end[r]; j++) {
          const w = samples.weight[j]
          addTo(a, w * values.a[j])
          addTo(b, w * values.b[j])
          difference[r] += w * (values.b[j] - values.a[j])
        }
        addTo(weight, samples.rowWeight[r])
      }
      mean.add(
        difference,
        samples.rowWeight,
        samples.rowWeight.reduce((count, w) => count + Number(w > 0), 0),
      )
      return difference
    },
    result() {
      const { value, standardError, df } = mean.result()
      const total = sumOf(weight)
      return { meanA: sumOf(a) / total, meanB: sumOf(b) / total, difference: value, standardError, df }
    },
  }
}
