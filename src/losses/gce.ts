import { sigmoid, softplus } from './functions.ts'
import type { LossDefinition, Tail } from './loss.ts'
import { evenly } from './parameter.ts'

/** Between cross-entropy and the mean absolute error: what a sample can lose has a bound (Zhang and Sabuncu 2018). */
export const gce: LossDefinition<{ q: number }> = {
  name: 'gce',
  purpose: 'noise',
  summary: 'Generalized cross-entropy: no sample loses more than 1/q, so wrong labels weigh little.',
  formula: 'GCE = (1 − pt^q) / q',
  gradientFormula: '−pt^q (1 − pt)',
  reference: 'Zhang and Sabuncu 2018, arXiv:1805.07836',
  conventions: [
    'q = 0 is cross-entropy, q = 1 is mae. Keras has 0.5 by default; here it is 0.7.',
    'Exact at every pt. dmizr/phuber adds 1e-9 to pt, and its easy samples lose −1e-9; Active-Passive-Losses holds pt at 1e-7.',
    'Not the truncated loss of the same paper, whose code (AlanChou/Truncated-Loss) takes a constant off, so that losses are negative.',
  ],
  parameters: {
    q: {
      symbol: 'q',
      meaning: 'from cross-entropy, 0, to the mean absolute error, 1',
      initial: 0.7,
      kind: 'number',
      min: 0,
      max: 1,
      neutral: 0,
      usual: { min: 0, max: 1, step: 0.01 },
      mapped: evenly(0, 1, 10),
      linear: false,
    },
  },
  at: ({ q }) => ({
    value: (margin) => softplus(-margin) * fallen(q * softplus(-margin)),
    gradient: (margin) => -Math.exp(-q * softplus(-margin)) * sigmoid(-margin),
    modulation: (margin) => fallen(q * softplus(-margin)),
    below: tailOf(q),
    // From there on pt^q has no digit left beside 1.
    belowFrom: tailOf(q) === 'level' ? Math.min(-64, -37.5 / q) : -64,
  }),
  pytorch: ({ q }) => [q === 0 ? 'loss = ce' : `loss = -torch.expm1(-${q} * ce) / ${q}`],
  presets: [],
}

/** (1 − e^-u) / u, which 1 − pt^q, pt rounded, would lose the digits of where a sample is easy. */
function fallen(u: number): number {
  return u < 2 ** -60 ? 1 : -Math.expm1(-u) / u
}

function tailOf(q: number): Tail {
  if (q === 0) return 'line'
  return q < 0.01 ? 'curve' : 'level'
}
