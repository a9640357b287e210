import { softplus } from './functions.ts'
import { ENOUGH, endOf, NOT_OF_ROWS } from './hinges.ts'
import type { LossDefinition } from './loss.ts'

/** The square of what is missing of a margin. */
export const squaredHinge: LossDefinition<{ margin: number }> = {
  name: 'squared-hinge',
  purpose: 'margin',
  summary: 'The square of the hinge loss: hopeless samples weigh ever more.',
  formula: 'squared hinge = max(m − s, 0)²',
  gradientFormula: '−2 max(m − s, 0)',
  reference: 'as squared_hinge of scikit-learn 1.9.1 and Keras 3.15.1 have it',
  conventions: ['s is the logit, with the sign of its label, as for hinge.'],
  parameters: { margin: ENOUGH },
  tasks: ['binary', 'multilabel'],
  whyNot: NOT_OF_ROWS,
  at({ margin: m }) {
    const end = endOf(m)
    return {
      value: (margin) => Math.max(end - margin, 0) ** 2,
      gradient: (margin) => -2 * Math.max(end - margin, 0),
      modulation: (margin) => (margin < end ? (end - margin) ** 2 / softplus(-margin) : 0),
      kinks: [end],
      below: 'curve',
    }
  },
  pytorch: ({ margin: m }) => [`loss = (${m} - margin).clamp_min(0) ** 2`],
  presets: [],
}
