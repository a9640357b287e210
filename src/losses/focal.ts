import { errorPower, sigmoid, softplus } from './functions.ts'
import type { LossDefinition } from './loss.ts'
import { LIN_2017 } from './papers.ts'
import { ALPHA, GAMMA_BY_CLASS } from './parameter.ts'
import { factor, keepSloped } from './torch-lines.ts'

/** gamma with the alpha that went best with it: RetinaNet with ResNet-50 on COCO. */
const TABLE_1B: readonly (readonly [gamma: number, alpha: number])[] = [
  [0.1, 0.75],
  [0.2, 0.75],
  [0.5, 0.5],
  [1, 0.25],
  [2, 0.25],
  [5, 0.25],
]

/** Cross-entropy, turned down where the model is already sure (Lin et al. 2017, eq. 4 and 5). */
export const focal: LossDefinition<{ alpha: string; gamma: number }> = {
  name: 'focal',
  purpose: 'imbalance',
  summary: 'Cross-entropy, turned down where the model is already sure, sample by sample.',
  formula: 'FL = αt (1 − pt)^γ · CE',
  gradientFormula: '−αt (1 − pt)^γ (γ pt CE + 1 − pt)',
  reference: 'Lin et al. 2017, arXiv:1708.02002, eq. 4–5',
  conventions: [
    'alpha is off unless given; torchvision has 0.25 on by default, Keras only with apply_class_balancing=True.',
    'γ = 0 is cross-entropy, also where 1 − pt = 0.',
  ],
  parameters: { alpha: ALPHA, gamma: GAMMA_BY_CLASS },
  at: ({ gamma }) => ({
    value: (margin) => errorPower(margin, gamma) * softplus(-margin),
    gradient: (margin) =>
      -errorPower(margin, gamma) * (gamma * sigmoid(margin) * softplus(-margin) + sigmoid(-margin)),
    modulation: (margin) => errorPower(margin, gamma),
    logModulation: (margin) => -gamma * softplus(margin),
    steepness: gamma + 1,
  }),
  pytorch: ({ gamma }, hasAlpha) => [
    ...keepSloped('error', gamma),
    `loss = ${factor(hasAlpha)}error ** ${gamma} * ce`,
  ],
  presets: TABLE_1B.map(([gamma, alpha]) => ({
    paper: LIN_2017,
    spec: `focal:alpha=${alpha},gamma=${gamma}`,
    text: `focal γ=${gamma} α=${alpha}, Table 1b${gamma === 2 ? ' (RetinaNet)' : ''}`,
  })),
}
