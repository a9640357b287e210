import { errorToCrossEntropy, sigmoid, softplus } from './functions.ts'
import type { LossDefinition } from './loss.ts'

/** The squared error of the probability given to the truth: a proper score that no sample makes large (Brier 1950). */
export const brier: LossDefinition<Record<never, never>> = {
  name: 'brier',
  purpose: 'calibration',
  summary: 'The Brier score: the squared error of the probability given to the truth.',
  formula: 'Brier = (1 − pt)²',
  gradientFormula: '−2 pt (1 − pt)²',
  reference: 'Brier 1950',
  conventions: [
    'As brier_score_loss of scikit-learn has it for two classes, (y − p)², from 0 to 1.',
    'Summed over both columns of two classes, as torrvision/focal_calibration does, it is twice as much.',
    'In margins it is the Savage loss.',
  ],
  parameters: {},
  tasks: ['binary', 'multilabel'],
  whyNot:
    'of a softmax row it adds the squares of the other probabilities too, and a margin tells that of the truth only',
  at: () => ({
    value: (margin) => sigmoid(-margin) ** 2,
    gradient: (margin) => -2 * sigmoid(margin) * sigmoid(-margin) ** 2,
    modulation: (margin) => sigmoid(-margin) * errorToCrossEntropy(margin),
    logModulation: (margin) => Math.log(errorToCrossEntropy(margin)) - softplus(margin),
    below: 'level',
    steepness: 2,
  }),
  pytorch: () => ['loss = error ** 2'],
  presets: [],
}
