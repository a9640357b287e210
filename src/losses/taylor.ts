import { errorToCrossEntropy, sigmoid, softplus } from './functions.ts'
import type { LossDefinition } from './loss.ts'

/** The first terms of the series of cross-entropy: from mae, one term, to cross-entropy (IJCAI 2020). */
export const taylor: LossDefinition<{ terms: number }> = {
  name: 'taylor',
  purpose: 'noise',
  summary: 'The first t terms of the series of cross-entropy: no sample loses more than their sum.',
  formula: 'Taylor = Σj≤t (1 − pt)^j / j',
  gradientFormula: '−(1 − pt)(1 − (1 − pt)^t)',
  reference: 'Can Cross Entropy Loss Be Robust to Label Noise?, IJCAI 2020/305',
  conventions: [
    't = 1 is mae; the more terms, the nearer to cross-entropy.',
    'Not the TaylorCrossEntropyLoss of Kaggle kernels, which is cross-entropy of a Taylor softmax.',
  ],
  parameters: {
    terms: {
      symbol: 't',
      meaning: 'how many terms',
      initial: 2,
      kind: 'number',
      whole: true,
      min: 1,
      max: 400,
      neutral: 400,
      usual: { min: 1, max: 20, step: 1 },
      mapped: [1, 2, 3, 4, 6, 8, 12, 20],
      linear: false,
    },
  },
  at: ({ terms }) => ({
    value: (margin) => sigmoid(-margin) * perError(sigmoid(-margin), terms),
    gradient: (margin) => sigmoid(-margin) * Math.expm1(-terms * softplus(margin)),
    modulation: (margin) => errorToCrossEntropy(margin) * perError(sigmoid(-margin), terms),
    below: 'level',
  }),
  pytorch: ({ terms }) => [`loss = sum(error ** j / j for j in range(1, ${terms + 1}))`],
  presets: [],
}

/** Σj≤t e^(j − 1) / j, from the last term on. */
function perError(error: number, terms: number): number {
  let sum = 0
  for (let j = terms; j > 0; j--) sum = sum * error + 1 / j
  return sum
}
