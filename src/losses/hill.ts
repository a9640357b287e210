import { focal } from './focal.ts'
import { errorPower, errorToCrossEntropy, SURE, sigmoid, softplus } from './functions.ts'
import type { LossDefinition, LossFunctions } from './loss.ts'
import { evenly, GAMMA } from './parameter.ts'
import { keepSloped } from './torch-lines.ts'

type Parameters = { lambda: number; margin: number; gamma: number }

/** Negatives whose gradient fades where they look like positives that nobody labelled (Zhang et al. 2021). */
export const hill: LossDefinition<Parameters> = {
  name: 'hill',
  purpose: 'noise',
  summary:
    'For labels that are missing: negatives that look like positives are re-weighted down, positives are focal.',
  formula: 'y=1: focal of s − m;  y=0: (λ − 1 + pt)(1 − pt)²',
  gradientFormula: 'y=1: as focal, of s − m; y=0: −pt (1 − pt)² (2λ − 3 + 3 pt)',
  reference: 'Zhang et al. 2021, arXiv:2112.07368',
  conventions: [
    'λ − 1 + pt is λ − p of the paper: no logarithm, and at most λ − 1 for a hopeless negative at λ = 1.5.',
    'The power of positives sees the shifted probability too, as in xinyu1205/robust-loss-mlml.',
    'Below λ = 1.5 a negative loses less again where p > 2 λ / 3.',
  ],
  parameters: {
    lambda: {
      symbol: 'λ',
      meaning: 'height of the hill: a negative’s loss at p = 1, plus 1',
      initial: 1.5,
      kind: 'number',
      min: 1,
      max: 10,
      neutral: 1.5,
      usual: { min: 1, max: 3, step: 0.05 },
      mapped: evenly(1, 3, 8),
      linear: false,
    },
    margin: {
      symbol: 'm',
      meaning: 'what is taken off the logit of a positive',
      initial: 1,
      kind: 'number',
      min: 0,
      max: 10,
      neutral: 0,
      usual: { min: 0, max: 3, step: 0.05 },
      mapped: evenly(0, 2, 8),
      linear: false,
    },
    gamma: { ...GAMMA, meaning: 'focusing parameter of positives' },
  },
  tasks: ['binary', 'multilabel'],
  whyNot: 'it treats positives and negatives apart, and softmax samples are neither',
  at: ({ lambda, margin, gamma }, { positive }) =>
    positive !== false ? shifted(gamma, margin) : negative(lambda),
  pytorch: ({ lambda, margin, gamma }) => [
    `missed = torch.sigmoid(${margin} - margin)`,
    ...keepSloped('missed', gamma),
    `hit = -(missed ** ${gamma}) * F.logsigmoid(margin - ${margin})`,
    `hill = (${lambda} - 1 + torch.sigmoid(margin)) * torch.sigmoid(-margin) ** 2`,
    'loss = torch.where(labels == 1, hit, hill)',
  ],
  presets: [],
}

function shifted(gamma: number, shift: number): LossFunctions {
  const base = focal.at({ alpha: 'none', gamma }, { alpha: 1, positive: true })
  // What is sure without the shift is sure with it.
  const moved = (margin: number) => (margin < SURE ? margin - shift : SURE)
  return {
    value: (margin) => base.value(moved(margin)),
    gradient: (margin) => base.gradient(moved(margin)),
    modulation: (margin) => errorPower(moved(margin), gamma) * ratio(margin, shift),
    logModulation: (margin) => Math.log(ratio(margin, shift)) - gamma * softplus(moved(margin)),
    steepness: gamma + 1,
  }
}

/** CE of s − shift over CE: e^shift where both are exponentials to the last bit. */
function ratio(margin: number, shift: number): number {
  return margin - shift > 37 ? Math.exp(shift) : softplus(shift - margin) / softplus(-margin)
}

function negative(lambda: number): LossFunctions {
  const height = (margin: number) => lambda - 1 + sigmoid(margin)
  return {
    value: (margin) => height(margin) * sigmoid(-margin) ** 2,
    gradient: (margin) => -sigmoid(margin) * sigmoid(-margin) ** 2 * (2 * lambda - 3 + 3 * sigmoid(margin)),
    modulation: (margin) => height(margin) * sigmoid(-margin) * errorToCrossEntropy(margin),
    logModulation: (margin) => Math.log(height(margin) * errorToCrossEntropy(margin)) - softplus(margin),
    steepness: 2,
    below: lambda === 1 ? 'curve' : 'level',
    belowFrom: lambda === 1 ? -64 : Math.min(-64, Math.log(lambda - 1) - 38),
  }
}
