import { sigmoid } from '../functions.ts'
import { lackOf, overlapOf, SMOOTH } from './overlap.ts'
import { known, type SetLossDefinition } from './set-loss.ts'

/** How little what is said and what is overlap (Milletari et al. 2016). */
export const dice: SetLossDefinition<{ smooth: number; squared: string }> = {
  name: 'dice',
  summary: 'Soft Dice loss: how little the probability of positives and the positives themselves overlap.',
  formula: '1 − (2 Σ p y + s) / (Σ p + Σ y + s)',
  reference: 'Milletari et al. 2016, arXiv:1606.04797 (with squares); Sudre et al. 2017, arXiv:1707.03237',
  conventions: [
    'smooth = 0 by default, as in segmentation_models_pytorch; MONAI has 1e-5, Keras 1e-7 in the denominator alone, many scripts 1.',
    'squared=on divides by Σ p² + Σ y, as the V-Net paper does, and MONAI with squared_pred=True.',
    'Without positives it is 1, or near it with smooth; segmentation_models_pytorch says 0 there.',
    'With softmax MONAI averages all classes too, without the first by include_background=False; Keras makes one quotient of all cells unless it is given an axis.',
    'MONAI takes the mean over the images of a batch unless batch=True: --by image does.',
    'Each class of multi-label data is a batch, and of softmax rows each class against the others; the mean over all of them is said, the first one included. Weights count a sample so many times.',
  ],
  parameters: {
    smooth: SMOOTH,
    squared: {
      symbol: 'squared',
      meaning: 'whether probabilities are squared in the denominator',
      initial: 'off',
      kind: 'switch',
    },
  },
  batch: 'class',
  lacks: ({ smooth }) => lackOf({ smooth }),
  // The numerator of 1 minus the quotient, in which nothing cancels.
  of(batch, { smooth, squared }) {
    const { hit, falsePositive, falseNegative } = overlapOf(batch)
    const missed =
      squared === 'on'
        ? batch.negatives.sum((margin) => sigmoid(-margin) ** 2) +
          batch.positives.sum((margin) => sigmoid(-margin) ** 2)
        : falsePositive + falseNegative
    return known(missed / (missed + 2 * hit + smooth))
  },
}
