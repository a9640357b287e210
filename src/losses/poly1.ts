import type { LossDefinition } from './loss.ts'
import { ALPHA, EPSILON } from './parameter.ts'
import { polyModulation, polySlope, polyValue } from './polynomial.ts'
import { number, scaled } from './torch-lines.ts'

const LENG_2022 = 'Leng et al. 2022 (PolyLoss)'

/** Cross-entropy with its leading polynomial coefficient moved by epsilon (Leng et al. 2022, Poly-1). */
export const poly1: LossDefinition<{ alpha: string; epsilon: number }> = {
  name: 'poly1',
  purpose: 'general',
  summary: 'Cross-entropy with ε added to the coefficient of its leading term, 1 − pt.',
  formula: 'Poly-1 = αt (CE + ε (1 − pt))',
  gradientFormula: '−αt (1 − pt)(1 + ε pt)',
  reference: 'Leng et al. 2022, arXiv:2204.12511',
  conventions: [
    'The ε term stands under alpha, as in Holocron; abhuse/polyloss-pytorch leaves it unweighted.',
    'ε = −1 removes the leading term: the gradient is (1 − pt)², a focal one with γ = 1.',
  ],
  parameters: { alpha: ALPHA, epsilon: EPSILON },
  at({ epsilon }) {
    const c = [epsilon]
    return {
      value: (margin) => polyValue(margin, 1, c),
      gradient: (margin) => -polySlope(margin, 1, c),
      modulation: (margin) => polyModulation(margin, 1, c),
    }
  },
  pytorch: ({ epsilon }, hasAlpha) => [`loss = ${scaled(hasAlpha, `ce + ${number(epsilon)} * error`)}`],
  presets: [
    { paper: LENG_2022, spec: 'poly1:epsilon=2', text: 'Poly-1 ε=2, ImageNet' },
    { paper: LENG_2022, spec: 'poly1:epsilon=-1', text: 'Poly-1 ε=−1, COCO' },
  ],
}
