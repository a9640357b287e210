import { ce } from './ce.ts'
import { focal } from './focal.ts'
import type { LossDefinition } from './loss.ts'
import { GAMMA_BY_CLASS } from './parameter.ts'
import { times } from './times.ts'
import { keepSloped } from './torch-lines.ts'

/** Cross-entropy of positives, and a focal loss of negatives that counts less (Zhang et al. 2020), of hard labels. */
export const varifocal: LossDefinition<{ 'alpha-minus': number; gamma: number }> = {
  name: 'varifocal',
  purpose: 'detection',
  summary: 'Varifocal loss of hard labels: positives keep their cross-entropy, negatives are turned down.',
  formula: 'y=1: CE;  y=0: α₋ (1 − pt)^γ CE',
  gradientFormula: 'y=1: −(1 − pt); y=0: −α₋ (1 − pt)^γ (γ pt CE + 1 − pt)',
  reference: 'Zhang et al. 2020, arXiv:2008.13367',
  conventions: [
    'For labels of 0 and 1: targets between them, such as an IoU, weigh the positives of the paper.',
    'α₋ multiplies negatives only, unlike the α of focal loss.',
    'The mean is over samples. ultralytics takes the mean over classes and then sums over rows.',
  ],
  parameters: {
    'alpha-minus': {
      symbol: 'α₋',
      meaning: 'factor of negatives; a list has one for each class',
      initial: 0.75,
      kind: 'number',
      min: 0,
      max: 10,
      neutral: 1,
      usual: { min: 0, max: 1, step: 0.01 },
      mapped: [0, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 1],
      linear: false,
      byClass: true,
    },
    gamma: { ...GAMMA_BY_CLASS, meaning: 'focusing parameter of negatives; a list has one for each class' },
  },
  tasks: ['binary', 'multilabel'],
  whyNot: 'its gamma is of negatives, and a softmax has none',
  at: ({ 'alpha-minus': alpha, gamma }, of) =>
    of.positive !== false
      ? ce.at({ alpha: 'none' }, of)
      : times(alpha, focal.at({ alpha: 'none', gamma }, of)),
  pytorch: ({ 'alpha-minus': alpha, gamma }) => [
    ...keepSloped('error', gamma),
    `loss = torch.where(labels == 1, ce, ${alpha} * error ** ${gamma} * ce)`,
  ],
  presets: [],
}
