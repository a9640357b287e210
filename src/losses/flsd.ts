import { errorPower, sigmoid, softplus } from './functions.ts'
import type { LossDefinition } from './loss.ts'
import { GAMMA_BY_CLASS } from './parameter.ts'
import { thresholdOf } from './threshold.ts'
import { keepSloped } from './torch-lines.ts'

/** Where gamma changes: at pt = 0.2 and 0.5. */
const [LOW, HALF] = [thresholdOf(0.2), 0]

/** Focal loss whose gamma depends on the sample (Mukhoti et al. 2020). */
export const flsd: LossDefinition<{ gamma: number }> = {
  name: 'flsd',
  purpose: 'calibration',
  summary:
    'Focal loss with a gamma for each sample, FLSD-53: 5 for the hardest, then 3, then one of your own.',
  formula: '(1 − pt)^γ CE,  γ 5 below pt 0.2, 3 below 0.5',
  gradientFormula: '−(1 − pt)^γ (γ pt CE + 1 − pt), with the γ of the sample',
  reference: 'Mukhoti et al. 2020, arXiv:2002.09437',
  conventions: [
    'As the code of torrvision/focal_calibration has it: γ = 3 from pt = 0.5 on unless said, which is FLSD-53.',
    'The loss leaps up at 0.2, where γ falls.',
  ],
  parameters: {
    gamma: {
      ...GAMMA_BY_CLASS,
      meaning: 'focusing parameter from pt = 0.5 on; a list has one for each class',
      initial: 3,
    },
  },
  at({ gamma }) {
    const gammaAt = (margin: number) => (margin < LOW ? 5 : margin < HALF ? 3 : gamma)
    return {
      value: (margin) => errorPower(margin, gammaAt(margin)) * softplus(-margin),
      gradient: (margin) =>
        -errorPower(margin, gammaAt(margin)) *
        (gammaAt(margin) * sigmoid(margin) * softplus(-margin) + sigmoid(-margin)),
      modulation: (margin) => errorPower(margin, gammaAt(margin)),
      logModulation: (margin) => -gammaAt(margin) * softplus(margin),
      kinks: [LOW, HALF],
      // Of what it falls as anywhere, the steepest: γ is 5 below 0.2.
      steepness: Math.max(6, gamma + 1),
    }
  },
  pytorch: ({ gamma }) => [
    ...keepSloped('error', gamma),
    `turned = torch.where(error > 0.5, error ** 3, error ** ${gamma})`,
    'loss = torch.where(error > 0.8, error ** 5, turned) * ce',
  ],
  presets: [],
}
