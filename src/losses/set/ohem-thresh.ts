import { softplus } from '../functions.ts'
import { known, type SetLossDefinition } from './set-loss.ts'

/** Cross-entropy of the samples below a probability, of so many at least (Shrivastava et al. 2016). */
export const ohemThresh: SetLossDefinition<{ thresh: number; 'min-kept': number }> = {
  name: 'ohem-thresh',
  summary: 'Online hard example mining by a threshold: the mean cross-entropy of samples with a pt below it.',
  formula: 'mean CE where pt < thresh, of the min-kept hardest at least',
  reference: 'Shrivastava et al. 2016, arXiv:1604.03540',
  conventions: [
    'thresh = 0.7 by default, as in HRNet and configurations of mmsegmentation.',
    'min-kept = 0 by default; both have 100000, mmsegmentation for each image of a batch.',
    'Here a file of min-kept samples or fewer is kept whole. Both raise the threshold to the pt behind the min-kept hardest there, or to the largest where there are no more, and keep what is below: of such a file the largest pt is left out, unless it is below thresh.',
    'A pt that equals thresh is not kept. The mean is over the samples that are kept, as in HRNet.',
    'Of equal samples as many are kept as min-kept says; the code of both keeps none or all of them.',
    'All cells of multi-label data are one batch. It takes softmax scores too. Weights count a sample so many times.',
  ],
  parameters: {
    thresh: {
      symbol: 'thresh',
      meaning: 'samples with a smaller pt count',
      initial: 0.7,
      kind: 'number',
      min: 1e-9,
      max: 1 - 1e-9,
    },
    'min-kept': {
      symbol: 'min-kept',
      meaning: 'how many count at least, the hardest',
      initial: 0,
      kind: 'number',
      whole: true,
      min: 0,
      max: 1e15,
    },
  },
  batch: 'cells',
  lacks: ({ 'min-kept': least }) => (least > 0 ? null : 'none-below'),
  parting: ({ thresh }) => thresh,
  of(batch, parameters) {
    const { thresh, 'min-kept': least } = parameters
    const below = batch.below(thresh)
    if (below.weight < least) return batch.hardest(0, least)
    return known(below.sum((s) => softplus(-s)) / below.weight)
  },
}
