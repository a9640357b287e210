/** Mistakes that many copy. Where one has no effect on the value, it is one of our losses. */
import { type Adapter, average, each, weightedMean } from '../expression.ts'
import type { Reason } from '../reasons.ts'
import { binary, outside, softmax } from '../samples.ts'
import { byClass, focal, onPositives } from './words.ts'

/** The mean of the batch is modulated, not its samples. */
const batchFocal = (gamma: number | undefined) => `article-focal:gamma=${gamma}`

const meanBeforeModulation: Adapter = (input, { gamma, balance_param, alpha, n_images }) => ({
  spec: batchFocal(gamma),
  samples: softmax(input),
  factor: ((balance_param as number) ?? alpha ?? 1) / ((n_images as number) ?? 1),
  results: { value: average },
})

/** pt = e^(−w CE): right only where every weight is 1, or where gamma = 0 and pt is not used. */
const ptFromWeighted: Adapter = (input, { peer, reduction, gamma, weight }) => {
  const samples = softmax(input)
  const factors = byClass(samples, weight as readonly number[] | null)
  if (peer === 'gokul' && reduction === 'mean') {
    return { spec: batchFocal(gamma), samples, weight: factors, results: { value: weightedMean } }
  }
  if (factors && gamma !== 0) return 'mistake'
  return { spec: focal({ gamma }), samples, weight: factors, results: { value: average } }
}

const posWeightInside: Adapter = (input, { gamma, pos_weight, reduction, balance_param }) => {
  if (pos_weight !== 1 && reduction !== 'mean') return 'mistake'
  const samples = binary(input)
  const factor = balance_param as number
  if (reduction !== 'mean') return { spec: focal({ gamma }), samples, factor, results: { value: each } }
  // With positives weighted, their weights are in the sum but not in the divisor.
  const weight = onPositives(samples, pos_weight)
  return { spec: batchFocal(gamma), samples, weight, factor, results: { value: average } }
}

/**
 * gamma multiplies where it should be a power, which is the same for gamma = 1; alpha stands on the wrong
 * side.
 */
const gammaMultiplied: Adapter = (input, { alpha, gamma }) => {
  if (gamma !== 1) return 'mistake'
  const samples = binary(input)
  return {
    spec: focal({ alpha: 1 - (alpha as number), gamma }),
    samples,
    // In float32 a probability is 0 or 1 from a logit of 16.6 on, and nothing is clamped.
    bitten: outside(samples, 2 ** -24),
    results: { none: each },
  }
}

export const mistakes: Readonly<Record<string, Adapter | Reason>> = {
  'bug.mean_ce_before_modulation': meanBeforeModulation,
  'bug.pt_from_weighted_ce': ptFromWeighted,
  'bug.pos_weight_inside_pt': posWeightInside,
  'bug.gamma_multiplied_and_alpha_swapped': gammaMultiplied,
}
