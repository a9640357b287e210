import { errorPower, sigmoid, softplus } from './functions.ts'
import type { LossDefinition } from './loss.ts'
import { ALPHA, EPSILON, GAMMA_BY_CLASS } from './parameter.ts'
import { polyModulation, polySlope, polyValue } from './polynomial.ts'
import { factor, keepSloped, number } from './torch-lines.ts'

type Parameters = { alpha: string; gamma: number; epsilon: number; 'poly-alpha': string }

/** Focal loss with its leading polynomial coefficient moved by epsilon (Leng et al. 2022, Poly-1 focal). */
export const poly1Focal: LossDefinition<Parameters> = {
  name: 'poly1-focal',
  purpose: 'imbalance',
  summary: 'Focal loss with ε added to the coefficient of its leading term, (1 − pt)^(γ+1).',
  formula: 'Poly-1 FL = αt (1 − pt)^γ (CE + ε (1 − pt))',
  gradientFormula: '−αt (1 − pt)^γ [γ pt CE + (1 − pt)(1 + ε (γ + 1) pt)]',
  reference: 'Leng et al. 2022, arXiv:2204.12511',
  conventions: [
    "The ε term stands under alpha, as in the paper's listing and nnDetection.",
    'poly-alpha=off takes it out of alpha, as abhuse/polyloss-pytorch does: αt FL + ε (1 − pt)^(γ+1).',
  ],
  parameters: {
    alpha: ALPHA,
    gamma: GAMMA_BY_CLASS,
    epsilon: EPSILON,
    'poly-alpha': {
      symbol: 'poly-α',
      meaning: 'whether alpha balances the ε term too',
      initial: 'on',
      kind: 'switch',
    },
  },
  placesAlpha: (parameters) => parameters['poly-alpha'] === 'off',
  at({ gamma, epsilon }, { alpha }) {
    const c = [epsilon]
    return {
      value: (margin) => errorPower(margin, gamma) * polyValue(margin, alpha, c),
      gradient: (margin) =>
        -errorPower(margin, gamma) *
        (gamma * sigmoid(margin) * polyValue(margin, alpha, c) + polySlope(margin, alpha, c)),
      modulation: (margin) => errorPower(margin, gamma) * polyModulation(margin, alpha, c),
      logModulation: (margin) =>
        Math.log(Math.abs(polyModulation(margin, alpha, c))) - gamma * softplus(margin),
      steepness: gamma + 1,
    }
  },
  pytorch({ gamma, epsilon, 'poly-alpha': polyAlpha }, hasAlpha) {
    const [alpha, term] = [factor(hasAlpha), `${number(epsilon)} * error`]
    return [
      ...keepSloped('error', gamma),
      polyAlpha === 'off'
        ? `loss = error ** ${gamma} * (${alpha}ce + ${term})`
        : `loss = ${alpha}error ** ${gamma} * (ce + ${term})`,
    ]
  },
  presets: [],
}
