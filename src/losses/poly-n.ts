import type { LossDefinition } from './loss.ts'
import { ALPHA } from './parameter.ts'
import { polyModulation, polySlope, polyValue } from './polynomial.ts'
import { number, scaled } from './torch-lines.ts'

/** Cross-entropy with its first N polynomial coefficients moved (Leng et al. 2022, Poly-N). */
export const polyN: LossDefinition<{ alpha: string; epsilon: readonly number[] }> = {
  name: 'poly-n',
  purpose: 'general',
  summary: 'Cross-entropy with ε1 … εN added to the coefficients of its first N terms, (1 − pt)^j.',
  formula: 'Poly-N = αt (CE + Σj εj (1 − pt)^j)',
  gradientFormula: '−αt (1 − pt)(1 + pt Σj j εj (1 − pt)^(j−1))',
  reference: 'Leng et al. 2022, arXiv:2204.12511',
  conventions: [
    'epsilon is a list: poly-n:epsilon=2,1,0.5 moves three coefficients.',
    'The j-th coefficient of cross-entropy itself is 1/j.',
  ],
  parameters: {
    alpha: ALPHA,
    epsilon: {
      symbol: 'ε',
      meaning: 'what is added to coefficient 1, 2, …',
      initial: [1],
      kind: 'numbers',
      min: -1000,
      max: 1000,
    },
  },
  at: ({ epsilon }) => ({
    value: (margin) => polyValue(margin, 1, epsilon),
    gradient: (margin) => -polySlope(margin, 1, epsilon),
    modulation: (margin) => polyModulation(margin, 1, epsilon),
  }),
  pytorch({ epsilon }, hasAlpha) {
    const terms = epsilon.map((e, j) => ` + ${number(e)} * error${j > 0 ? ` ** ${j + 1}` : ''}`)
    return [`loss = ${scaled(hasAlpha, `ce${terms.join('')}`)}`]
  },
  presets: [],
}
