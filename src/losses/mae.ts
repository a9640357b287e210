import { errorToCrossEntropy, sigmoid } from './functions.ts'
import type { LossDefinition } from './loss.ts'

/** The probability that is missing at the truth: the end of gce at q = 1. */
export const mae: LossDefinition<Record<never, never>> = {
  name: 'mae',
  purpose: 'noise',
  summary: 'The mean absolute error: what is missing of a probability of 1, at most 1 for any sample.',
  formula: 'MAE = 1 − pt',
  gradientFormula: '−pt (1 − pt)',
  reference: 'Zhang and Sabuncu 2018, arXiv:1805.07836, as q = 1 of its loss',
  conventions: [
    'Of the truth alone, as in Active-Passive-Losses; summed over all classes of a softmax it is twice as much (ALFs).',
    'gce at q = 1, and sce without its cross-entropy.',
  ],
  parameters: {},
  at: () => ({
    value: (margin) => sigmoid(-margin),
    gradient: (margin) => -sigmoid(margin) * sigmoid(-margin),
    modulation: errorToCrossEntropy,
    below: 'level',
  }),
  pytorch: () => ['loss = error'],
  presets: [],
}
