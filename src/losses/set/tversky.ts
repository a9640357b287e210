import { lackOf, overlapOf, SMOOTH } from './overlap.ts'
import { known, type SetBatch, type SetLossDefinition, type SetParameter } from './set-loss.ts'

const FACTOR = { kind: 'number', min: 0, max: 1e6 } as const

/** How much false positives and false negatives count. */
export const SIDES: { readonly alpha: SetParameter; readonly beta: SetParameter } = {
  alpha: { ...FACTOR, symbol: 'α', meaning: 'how much false positives count', initial: 0.3 },
  beta: { ...FACTOR, symbol: 'β', meaning: 'how much false negatives count', initial: 0.7 },
}

/** Dice loss with false positives and false negatives counted apart (Salehi et al. 2017). */
export const tversky: SetLossDefinition<{ alpha: number; beta: number; smooth: number }> = {
  name: 'tversky',
  summary: 'Dice loss in which false positives and false negatives have factors of their own.',
  formula: '1 − (TP + s) / (TP + α FP + β FN + s)',
  reference: 'Salehi et al. 2017, arXiv:1706.05721',
  conventions: [
    'TP = Σ p y, FP = Σ p (1 − y), FN = Σ (1 − p) y, of probabilities.',
    'α is of false positives and β of false negatives, as in the paper, MONAI, kornia and segmentation_models_pytorch; Keras 3.15.1 has them the other way round.',
    'α = 0.3 and β = 0.7 by default, the best of the paper; MONAI, segmentation_models_pytorch and Keras have 0.5 and 0.5, which is dice with twice the smooth.',
    'smooth = 0 by default, as in segmentation_models_pytorch; MONAI has 1e-5, Keras 1e-7 in the denominator alone, many scripts 1.',
    'Each class of multi-label data is a batch, and of softmax rows each class against the others; the mean over all of them is said, the first one included. Weights count a sample so many times.',
  ],
  parameters: { ...SIDES, smooth: SMOOTH },
  batch: 'class',
  lacks: lackOf,
  of: (batch, parameters) => known(missOf(batch, parameters)),
}

/** 1 minus the Tversky index, in which nothing cancels. */
export function missOf(
  batch: SetBatch,
  { alpha, beta, smooth }: { readonly alpha: number; readonly beta: number; readonly smooth: number },
): number {
  const { hit, falsePositive, falseNegative } = overlapOf(batch)
  const missed = alpha * falsePositive + beta * falseNegative
  return missed / (hit + missed + smooth)
}
