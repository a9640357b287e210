import type { SetLossDefinition } from './set-loss.ts'

/** Cross-entropy of the hardest samples alone (Shrivastava et al. 2016). */
export const ohem: SetLossDefinition<{ keep: number }> = {
  name: 'ohem',
  summary: 'Online hard example mining (top-k): the mean cross-entropy of the hardest samples alone.',
  formula: 'mean CE of the ⌊keep · n⌋ hardest samples',
  reference: 'Shrivastava et al. 2016, arXiv:1604.03540',
  conventions: [
    'keep is a share of the samples, 0.25 by default. nnU-Net keeps 10 % (TopKLoss, k = 10), ohem-thresh those below a pt.',
    'Their number is rounded down, as int(keep * n) in code that takes a share; it is 1 at least. With weights the hardest share of the weight is kept, of the last sample a part.',
    'The mean is over the samples that are kept.',
    'All cells of multi-label data are one batch. It takes softmax scores too.',
  ],
  parameters: {
    keep: {
      symbol: 'keep',
      meaning: 'share of the samples that count, the hardest',
      initial: 0.25,
      kind: 'number',
      min: 1e-9,
      max: 1,
    },
  },
  batch: 'cells',
  lacks: () => null,
  of: (batch, { keep }) => batch.hardest(keep),
}
