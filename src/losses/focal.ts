import { errorPower, sigmoid, softplus } from './functions.ts'
import type { LossDefinition } from './loss.ts'
import { ALPHA, GAMMA } from './parameter.ts'

/** Cross-entropy, turned down where the model is already sure (Lin et al. 2017, eq. 4 and 5). */
export const focal: LossDefinition<{ alpha: string; gamma: number }> = {
  name: 'focal',
  summary: 'Cross-entropy, turned down where the model is already sure, sample by sample.',
  formula: 'FL = αt (1 − pt)^γ · CE',
  gradientFormula: '−αt (1 − pt)^γ (γ pt CE + 1 − pt)',
  reference: 'Lin et al. 2017, arXiv:1708.02002, eq. 4–5',
  conventions: [
    'alpha is off unless given; torchvision has 0.25 on by default, Keras only with apply_class_balancing=True.',
    'γ = 0 is cross-entropy, also where 1 − pt = 0.',
  ],
  parameters: { alpha: ALPHA, gamma: GAMMA },
  at: ({ gamma }) => ({
    value: (margin) => errorPower(margin, gamma) * softplus(-margin),
    gradient: (margin) =>
      -errorPower(margin, gamma) * (gamma * sigmoid(margin) * softplus(-margin) + sigmoid(-margin)),
    modulation: (margin) => errorPower(margin, gamma),
    logModulation: (margin) => -gamma * softplus(margin),
  }),
}
