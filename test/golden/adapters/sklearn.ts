/** scikit-learn. */
import { type Adapter, elements, type Reduction, weightedMean } from '../expression.ts'
import type { PeerInput } from '../peer.ts'
import type { Reason } from '../reasons.ts'
import { binary, clippedRows, outside, softmax } from '../samples.ts'
import { isSoftmax } from './words.ts'

/** Clips at the spacing of the type's numbers at 1; until 1.2 rows are then divided by their sum. */
const sklearn =
  (renormalize: boolean): Adapter =>
  (input, { dtype }, one) => {
    const used = dtype === 'float32' ? rounded(input) : input
    const precision = dtype === 'float32' ? 'float32' : undefined
    const least = precision ? 2 ** -23 : Number.EPSILON
    const samples = isSoftmax(used) ? softmax(used, { renormalize }) : binary(used)
    return {
      spec: 'ce',
      samples,
      bitten: renormalize && isSoftmax(used) ? clippedRows(used, least) : outside(samples, least),
      precision,
      results: { ...elements, mean_sample_weight: meanWith(one.sample_weight ?? []) },
    }
  }

const meanWith =
  (weight: readonly number[]): Reduction =>
  (terms, expression) =>
    weightedMean(
      terms.map((term, i) => term * weight[i]),
      { ...expression, weight },
    )

function rounded(input: PeerInput): PeerInput {
  return { ...input, p: (input.p as readonly number[]).map(Math.fround) }
}

export const sklearnVersions: Readonly<Record<string, Adapter | Reason>> = {
  'sklearn_1.2.1.log_loss': sklearn(true),
  'sklearn_1.9.1.log_loss': sklearn(false),
}
