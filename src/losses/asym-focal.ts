import { ce } from './ce.ts'
import { focal } from './focal.ts'
import type { LossDefinition } from './loss.ts'
import { evenly, GAMMA_BY_CLASS } from './parameter.ts'
import { times } from './times.ts'
import { keepSloped } from './torch-lines.ts'

/** Balanced cross-entropy of positives, and a focal loss of negatives (Yeung et al. 2021). */
export const asymFocal: LossDefinition<{ delta: number; gamma: number }> = {
  name: 'asym-focal',
  purpose: 'imbalance',
  summary: 'The cross-entropy half of unified focal loss: only the negatives, the background, are focal.',
  formula: 'y=1: δ CE;  y=0: (1 − δ) (1 − pt)^γ CE',
  gradientFormula: 'y=1: −δ (1 − pt); y=0: −(1 − δ)(1 − pt)^γ (γ pt CE + 1 − pt)',
  reference: 'Yeung et al. 2021, arXiv:2102.04525',
  conventions: [
    'γ is the exponent, as in the code of MONAI and of mlyg/unified-focal-loss; δ is 0.6 or 0.7 and γ 0.5 or 2 there.',
    'MONAI takes the mean over pixels and both channels, which is half of that over pixels.',
    'The other half is a Tversky loss, which is of a set of samples and not of one.',
  ],
  parameters: {
    delta: {
      symbol: 'δ',
      meaning: 'factor of positives; negatives have 1 − δ; a list has one for each class',
      initial: 0.7,
      kind: 'number',
      min: 0,
      max: 1,
      neutral: 0.5,
      usual: { min: 0, max: 1, step: 0.01 },
      mapped: evenly(0.1, 0.9, 8),
      linear: false,
      byClass: true,
    },
    gamma: { ...GAMMA_BY_CLASS, meaning: 'focusing parameter of negatives; a list has one for each class' },
  },
  tasks: ['binary', 'multilabel'],
  whyNot: 'its gamma is of negatives, and a softmax has none',
  at: ({ delta, gamma }, of) =>
    of.positive !== false
      ? times(delta, ce.at({ alpha: 'none' }, of))
      : times(1 - delta, focal.at({ alpha: 'none', gamma }, of)),
  pytorch: ({ delta, gamma }) => [
    ...keepSloped('error', gamma),
    `loss = torch.where(labels == 1, ${delta} * ce, (1 - ${delta}) * error ** ${gamma} * ce)`,
  ],
  presets: [],
}
