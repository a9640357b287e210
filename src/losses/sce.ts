import { errorToCrossEntropy, sigmoid, softplus } from './functions.ts'
import type { LossDefinition } from './loss.ts'
import { evenly, type NumberDefinition } from './parameter.ts'

/** Where the settings stand, with A as the code has it. */
const APL = 'Active-Passive-Losses (SCE)'

/** Factors of the two parts go as far as anybody's. */
const FACTOR = {
  kind: 'number',
  min: 0,
  max: 1000,
  usual: { min: 0, max: 10, step: 0.1 },
  mapped: evenly(0, 10, 10),
  linear: false,
} as const satisfies Partial<NumberDefinition>

/** Cross-entropy and its mirror image, in which the prediction is the truth (Wang et al. 2019). */
export const sce: LossDefinition<{ ce: number; rce: number; 'log-zero': number }> = {
  name: 'sce',
  purpose: 'noise',
  summary:
    'Symmetric cross-entropy: cross-entropy and a term of the missing probability, which noise moves little.',
  formula: 'SCE = α CE + β |A| (1 − pt)',
  gradientFormula: '−(1 − pt)(α + β |A| pt)',
  reference: 'Wang et al. 2019, arXiv:1908.06112',
  conventions: [
    'A stands for ln 0: −4 in the paper; Active-Passive-Losses and SCELoss-Reproduce have ln 1e-4 = −9.2103.',
    'α times poly1 with ε = β |A| / α; at α = 0 it is mae times β |A|, the reverse cross-entropy.',
    'ce and rce are α and β: alpha would be the balance of classes here.',
  ],
  parameters: {
    ce: { ...FACTOR, symbol: 'α', meaning: 'factor of cross-entropy', initial: 0.1, neutral: 1 },
    rce: { ...FACTOR, symbol: 'β', meaning: 'factor of reverse cross-entropy', initial: 1, neutral: 0 },
    'log-zero': {
      symbol: 'A',
      meaning: 'what ln 0 is taken for',
      initial: -4,
      kind: 'number',
      min: -1000,
      max: 0,
      neutral: 0,
      usual: { min: -20, max: 0, step: 0.1 },
      mapped: evenly(-10, 0, 10),
      linear: false,
    },
  },
  at({ ce, rce, 'log-zero': logZero }) {
    const term = rce * -logZero
    return {
      value: (margin) => ce * softplus(-margin) + term * sigmoid(-margin),
      gradient: (margin) => -sigmoid(-margin) * (ce + term * sigmoid(margin)),
      modulation: (margin) => ce + term * errorToCrossEntropy(margin),
    }
  },
  pytorch: ({ ce, rce, 'log-zero': logZero }) => [`loss = ${ce} * ce + ${rce} * ${-logZero} * error`],
  presets: [
    { paper: APL, spec: 'sce:ce=0.01,rce=1,log-zero=-9.210340371976182', text: 'SCE α=0.01 β=1, MNIST' },
    { paper: APL, spec: 'sce:ce=0.1,rce=1,log-zero=-9.210340371976182', text: 'SCE α=0.1 β=1, CIFAR-10' },
  ],
}
