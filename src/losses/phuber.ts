import { sigmoid, softplus } from './functions.ts'
import type { LossDefinition } from './loss.ts'

/** Cross-entropy whose steepest part is replaced by its tangent in pt (Menon et al. 2020). */
export const phuber: LossDefinition<{ tau: number }> = {
  name: 'phuber',
  purpose: 'noise',
  summary:
    'Partially Huberised cross-entropy: a straight line in pt where pt is at most 1/τ, so that wrong labels weigh little.',
  formula: 'CE where pt > 1/τ, else ln τ + 1 − τ pt',
  gradientFormula: '−(1 − pt) where pt > 1/τ, else −τ pt (1 − pt)',
  reference: 'Menon et al. 2020, openreview.net/forum?id=rklB76EKPr',
  conventions: [
    'Gradient clipping of the loss by pt, at τ. The paper takes 2 or 10; dmizr/phuber has 10, and 2 for CIFAR-10.',
  ],
  parameters: {
    tau: {
      symbol: 'τ',
      meaning: 'largest slope against pt',
      initial: 10,
      kind: 'number',
      min: 1.01,
      max: 1000,
      neutral: 1000,
      usual: { min: 1.05, max: 20, step: 0.05 },
      mapped: [1.5, 2, 3, 5, 7, 10, 15, 20],
      linear: false,
    },
  },
  at({ tau }) {
    const edge = -Math.log(tau - 1)
    const line = (margin: number) => Math.log(tau) + (1 - tau * sigmoid(margin))
    return {
      value: (margin) => (margin < edge ? line(margin) : softplus(-margin)),
      gradient: (margin) => -sigmoid(-margin) * (margin < edge ? tau * sigmoid(margin) : 1),
      modulation: (margin) => (margin < edge ? line(margin) / softplus(-margin) : 1),
      kinks: [edge],
      below: 'level',
    }
  },
  pytorch: ({ tau }) => [
    'pt = 1 - error',
    `loss = torch.where(pt > 1 / ${tau}, ce, ${Math.log(tau)} + 1 - ${tau} * pt)`,
  ],
  presets: [{ paper: 'Menon et al. 2020 (PHuber)', spec: 'phuber:tau=2', text: 'PHuber τ=2' }],
}
