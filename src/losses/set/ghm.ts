import { softplus } from '../functions.ts'
import { known, type SetLossDefinition } from './set-loss.ts'

/** Each limit between two takes two edges of a sketch, which has 64, and two are left for thresholds. */
const MOST_BINS = 32

/** Cross-entropy, each stretch of gradient lengths counting as much as any other (Li et al. 2019). */
export const ghm: SetLossDefinition<{ bins: number }> = {
  name: 'ghm',
  summary:
    'Gradient harmonizing (GHM-C): cross-entropy in which samples of each gradient length weigh as much together as those of any other.',
  formula: 'mean over bins of |p − y| of the mean CE in each',
  reference: 'Li et al. 2019, arXiv:1811.05181',
  conventions: [
    'bins = 10 and momentum 0 by default, as in mmdetection. Its configurations have 30 bins with momentum 0.75, which remembers earlier batches.',
    'The mean is over bins that are not empty, as in the code; the paper divides by all of them.',
    'A sample that stands on a limit is in the bin that the limit begins, as exact arithmetic has it: rounding puts 1 − 0.9 below 0.1.',
    'All cells of multi-label data are one batch, as in the code. Weights count a sample so many times.',
  ],
  parameters: {
    bins: {
      symbol: 'bins',
      meaning: 'bins of equal width of |p − y|',
      initial: 10,
      kind: 'number',
      whole: true,
      min: 1,
      max: MOST_BINS,
    },
  },
  batch: 'cells',
  tasks: ['binary', 'multilabel'],
  whyNot: 'its bins are of |p − y|, of one probability against 0 or 1',
  bins: ({ bins }) => bins,
  lacks: () => null,
  of(batch, { bins }) {
    const used = batch.byError(bins).filter(({ weight }) => weight > 0)
    const sum = used.reduce((all, one) => all + one.sum((s) => softplus(-s)) / one.weight, 0)
    return known(sum / used.length)
  },
}
