import { errorPower, sigmoid, softplus } from './functions.ts'
import type { LossDefinition } from './loss.ts'
import { ALPHA, evenly, GAMMA_BY_CLASS } from './parameter.ts'
import { thresholdOf } from './threshold.ts'
import { factor, keepSloped } from './torch-lines.ts'

type Parameters = { alpha: string; threshold: number; gamma: number; continuous: string }

/** Focal loss that leaves hard samples alone (arXiv:1903.01347). */
export const reducedFocal: LossDefinition<Parameters> = {
  name: 'reduced-focal',
  purpose: 'detection',
  summary:
    'Focal loss that turns down only samples whose pt is at least a threshold; the others keep their cross-entropy.',
  formula: 'αt CE where pt < θ, else αt ((1 − pt) / θ)^γ CE',
  gradientFormula: '−αt (1 − pt) where pt < θ, else that of focal / θ^γ',
  reference: 'Sergievskiy and Ponamarev 2019, arXiv:1903.01347',
  conventions: [
    'Divided by θ, as in the paper, smp and catalyst. continuous=on divides by 1 − θ, as pytorch_toolbelt 0.8.0 does.',
    'Both are one at θ = 0.5. At others the loss leaps at the threshold unless it is divided by 1 − θ.',
  ],
  parameters: {
    alpha: ALPHA,
    threshold: {
      symbol: 'θ',
      meaning: 'pt from which on a sample is turned down',
      initial: 0.5,
      kind: 'number',
      min: 0.05,
      max: 0.95,
      neutral: 0.95,
      usual: { min: 0.05, max: 0.95, step: 0.05 },
      mapped: evenly(0.1, 0.9, 8),
      linear: false,
    },
    gamma: GAMMA_BY_CLASS,
    continuous: {
      symbol: 'continuous',
      meaning: 'divide by 1 − θ, so that the loss does not leap at the threshold',
      initial: 'off',
      kind: 'switch',
    },
  },
  at({ threshold, gamma, continuous }) {
    const edge = thresholdOf(threshold)
    const divisor = divisorOf(threshold, continuous)
    const turned = (margin: number) => errorPower(margin, gamma) / divisor ** gamma
    return {
      value: (margin) => softplus(-margin) * (margin < edge ? 1 : turned(margin)),
      gradient: (margin) =>
        margin < edge
          ? -sigmoid(-margin)
          : -turned(margin) * (gamma * sigmoid(margin) * softplus(-margin) + sigmoid(-margin)),
      modulation: (margin) => (margin < edge ? 1 : turned(margin)),
      logModulation: (margin) => (margin < edge ? 0 : -gamma * (softplus(margin) + Math.log(divisor))),
      kinks: [edge],
      steepness: gamma + 1,
    }
  },
  pytorch: ({ threshold, gamma, continuous }, hasAlpha) => [
    ...keepSloped('error', gamma),
    `turned = torch.where(error > 1 - ${threshold}, 1, (error / ${divisorOf(threshold, continuous)}) ** ${gamma})`,
    `loss = ${factor(hasAlpha)}turned * ce`,
  ],
  presets: [],
}

function divisorOf(threshold: number, continuous: string): number {
  return continuous === 'on' ? 1 - threshold : threshold
}
