import { errorToCrossEntropy, sigmoid, softplus } from './functions.ts'
import type { LossDefinition, LossFunctions } from './loss.ts'

const OF_MARGIN: Pick<LossFunctions, 'modulation' | 'logModulation'> = {
  modulation: (margin) => sigmoid(-margin) * errorToCrossEntropy(margin),
  logModulation: (margin) => Math.log(errorToCrossEntropy(margin)) - softplus(margin),
}

const OF_ROW: Pick<LossFunctions, 'modulation' | 'row'> = {
  modulation: null,
  row: { value: [1, 0, 0], gradient: [0, -2, 0] },
}

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
    'Of softmax rows it is the sum over all classes, (1 − pt)² + Σ pj² of the others, from 0 to 2, as Brier wrote it. Its slope, −2 pt ((1 − pt)² + Σ pj²), leaves the others in their proportions.',
    'In margins it is the Savage loss.',
  ],
  parameters: {},
  tasks: ['binary', 'multilabel'],
  whyNot:
    'of a softmax row it adds the squares of the other probabilities too, and a margin tells that of the truth only',
  isOfRows: true,
  at: (_, { positive }) => ({
    value: (margin) => sigmoid(-margin) ** 2,
    gradient: (margin) => -2 * sigmoid(margin) * sigmoid(-margin) ** 2,
    ...(positive === null ? OF_ROW : OF_MARGIN),
    below: 'level',
    steepness: 2,
  }),
  pytorch: () => ['loss = error ** 2'],
  presets: [],
}
