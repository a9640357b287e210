/**
 * The mean difference of a loss between two models, and its standard error, from sums over rows.
 *
 * With w the weight of a sample, d = f_B - f_A its difference, W_r = sum w and D_r = sum w d over the samples of row r:
 *
 *     difference m = sum D_r / sum W_r
 *     standard error = sqrt(R / (R - 1) sum (D_r - m W_r)^2) / sum W_r      R rows with a weight above 0
 *
 * the linearised standard error of a ratio (Cochran 1977, section 6.4, rows for clusters). Without weights and with one
 * sample a row it is sqrt(sum (d - m)^2 / (n (n - 1))), that of the paired t test.
 */
import { addTo, createSum, type Sum, sumOf } from '../../measures/compensated.ts'
import type { LossValues, PairedSamples } from './paired-samples.ts'

export interface MeanDifference {
  readonly meanA: number
  readonly meanB: number
  readonly difference: number
  readonly standardError: number
  /** R - 1 */
  readonly df: number
}

export interface PairedSums {
  /** Adds a block; returns D_r of its rows. */
  add(samples: PairedSamples, values: LossValues): Float64Array
  result(): MeanDifference
}

export function createPairedSums(): PairedSums {
  const [a, b, difference, weight] = [createSum(), createSum(), createSum(), createSum()]
  // Of E_r = D_r - c W_r, which is small where c is near the mean, so that squares do not cancel.
  const [ee, ew, ww] = [createSum(), createSum(), createSum()]
  let centre: number | undefined
  let rows = 0
  return {
    add(samples, values) {
      const rowDifference = new Float64Array(samples.rows)
      for (let r = 0, j = 0; r < samples.rows; r++) {
        for (; j < samples.end[r]; j++) {
          const w = samples.weight[j]
          addTo(a, w * values.a[j])
          addTo(b, w * values.b[j])
          rowDifference[r] += w * (values.b[j] - values.a[j])
        }
      }
      centre ??= centreOf(rowDifference, samples.rowWeight)
      for (let r = 0; r < samples.rows; r++) {
        const w = samples.rowWeight[r]
        if (w > 0) rows++
        addTo(weight, w)
        addTo(difference, rowDifference[r])
        addSquares(rowDifference[r] - centre * w, w, ee, ew, ww)
      }
      return rowDifference
    },
    result() {
      const total = sumOf(weight)
      const mean = sumOf(difference) / total
      const shift = mean - (centre ?? 0)
      const squares = sumOf(ee) - 2 * shift * sumOf(ew) + shift * shift * sumOf(ww)
      return {
        meanA: sumOf(a) / total,
        meanB: sumOf(b) / total,
        difference: mean,
        standardError: Math.sqrt((rows / (rows - 1)) * Math.max(0, squares)) / total,
        df: rows - 1,
      }
    },
  }
}

function addSquares(e: number, w: number, ee: Sum, ew: Sum, ww: Sum): void {
  addTo(ee, e * e)
  addTo(ew, e * w)
  addTo(ww, w * w)
}

/** The mean of the first block. Any number would do; this one loses no digits. */
function centreOf(difference: Float64Array, weight: Float64Array): number {
  const total = (array: Float64Array) => array.reduce((sum, x) => sum + x, 0)
  return total(difference) / total(weight) || 0
}
