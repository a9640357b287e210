import { softplus } from './functions.ts'
import { ENOUGH, endOf, NOT_OF_ROWS } from './hinges.ts'
import type { LossDefinition } from './loss.ts'

/** What is missing of a margin: nothing is gained by being more than sure enough. */
export const hinge: LossDefinition<{ margin: number }> = {
  name: 'hinge',
  purpose: 'margin',
  summary: 'The hinge loss of support vector machines: what is missing of a margin.',
  formula: 'hinge = max(m − s, 0)',
  gradientFormula: '−1 where s < m, 0 from there on',
  reference: 'as hinge of scikit-learn 1.9.1, optax 0.2.8 and Keras 3.15.1 have it',
  conventions: [
    's is the logit, with the sign of its label. Keras makes −1 and 1 of labels only if all of them are 0 or 1.',
    'Of probabilities it is another function: the logit is taken here, whatever the scores are.',
    'm = 0 is the perceptron loss.',
  ],
  parameters: { margin: ENOUGH },
  tasks: ['binary', 'multilabel'],
  whyNot: NOT_OF_ROWS,
  at({ margin: m }) {
    const end = endOf(m)
    return {
      value: (margin) => Math.max(end - margin, 0),
      gradient: (margin) => (margin < end ? -1 : 0),
      modulation: (margin) => (margin < end ? (end - margin) / softplus(-margin) : 0),
      kinks: [end],
    }
  },
  pytorch: ({ margin: m }) => [`loss = (${m} - margin).clamp_min(0)`],
  presets: [],
}
