import { softplus } from './functions.ts'
import { NOT_OF_ROWS } from './hinges.ts'
import type { LossDefinition } from './loss.ts'

/** The squared hinge loss as far as a margin of −1, and a straight line from there. */
export const modifiedHuber: LossDefinition<Record<never, never>> = {
  name: 'modified-huber',
  purpose: 'margin',
  summary: 'The squared hinge loss, straightened where a sample is on the wrong side: outliers weigh less.',
  formula: 'max(1 − s, 0)²,  −4s where s < −1',
  gradientFormula: '−2 max(1 − s, 0), −4 where s < −1',
  reference: 'as modified_huber of SGDClassifier in scikit-learn 1.9.1 has it',
  conventions: ['s is the logit, with the sign of its label, as for hinge.'],
  parameters: {},
  tasks: ['binary', 'multilabel'],
  whyNot: NOT_OF_ROWS,
  at: () => ({
    value,
    gradient: (margin) => (margin < -1 ? -4 : -2 * Math.max(1 - margin, 0)),
    modulation: (margin) => (margin < 1 ? value(margin) / softplus(-margin) : 0),
    kinks: [-1, 1],
  }),
  pytorch: () => ['loss = torch.where(margin < -1, -4 * margin, (1 - margin).clamp_min(0) ** 2)'],
  presets: [],
}

function value(margin: number): number {
  return margin < -1 ? -4 * margin : Math.max(1 - margin, 0) ** 2
}
