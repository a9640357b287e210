import { sigmoid, softplus } from './functions.ts'
import type { LossDefinition } from './loss.ts'
import { LIN_2017 } from './papers.ts'
import { ALPHA } from './parameter.ts'
import { factor } from './torch-lines.ts'

/** Cross-entropy, the log loss: minus the log of the probability given to the truth. */
export const ce: LossDefinition<{ alpha: string }> = {
  name: 'ce',
  purpose: 'general',
  summary: 'Cross-entropy (log loss), optionally balanced by alpha.',
  formula: 'CE = −αt ln pt',
  gradientFormula: '−αt (1 − pt)',
  reference: 'Lin et al. 2017, arXiv:1708.02002, eq. 1–3',
  conventions: [
    'Natural logarithm.',
    'With alpha none it equals torch cross_entropy and binary_cross_entropy.',
  ],
  parameters: { alpha: ALPHA },
  at: () => ({
    value: (margin) => softplus(-margin),
    gradient: (margin) => -sigmoid(-margin),
    modulation: () => 1,
  }),
  pytorch: (_, hasAlpha) => [`loss = ${factor(hasAlpha)}ce`],
  presets: [{ paper: LIN_2017, spec: 'ce:alpha=0.75', text: 'CE α=0.75, Table 1a' }],
}
