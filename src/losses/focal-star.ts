import { SURE, sigmoid, softplus } from './functions.ts'
import type { LossDefinition } from './loss.ts'
import { LIN_2017 } from './papers.ts'
import { ALPHA, evenly } from './parameter.ts'
import { factor, number } from './torch-lines.ts'

/** The focal paper's alternative: cross-entropy of a steeper, shifted margin (Lin et al. 2017, eq. 7 and 8). */
export const focalStar: LossDefinition<{ alpha: string; gamma: number; beta: number }> = {
  name: 'focal-star',
  purpose: 'imbalance',
  summary: 'Cross-entropy of a steeper, shifted margin: the form of focal loss in the appendix of its paper.',
  formula: 'FL* = −αt ln σ(γ s + β) / γ,  s = logit(pt)',
  gradientFormula: '−αt σ(−(γ s + β))',
  reference: 'Lin et al. 2017, arXiv:1708.02002, eq. 6–8 and 11',
  conventions: [
    'γ = 1, β = 0 is cross-entropy (γ = 0 is not defined).',
    "The paper's settings: γ=2, β=1 and γ=4, β=0.",
  ],
  parameters: {
    alpha: ALPHA,
    // From 1 on, and with beta within 20, the loss is linear below a margin of -64 to the last bit.
    gamma: {
      symbol: 'γ',
      meaning: 'steepness',
      initial: 2,
      kind: 'number',
      min: 1,
      max: 10,
      neutral: 1,
      usual: { min: 1, max: 5, step: 0.05 },
      mapped: evenly(1, 5, 8),
      linear: false,
    },
    beta: {
      symbol: 'β',
      meaning: 'shift of the margin',
      initial: 1,
      kind: 'number',
      min: -20,
      max: 20,
      neutral: 0,
      usual: { min: -5, max: 5, step: 0.1 },
      mapped: evenly(-2, 2, 8),
      linear: false,
    },
  },
  at: ({ gamma, beta }) => ({
    value: (margin) => softplus(-(gamma * margin + beta)) / gamma,
    gradient: (margin) => -sigmoid(-(gamma * margin + beta)),
    modulation: (margin) => ratio(gamma, beta, margin) / gamma,
    logModulation: (margin) =>
      Math.log(1 / gamma) +
      (isFar(gamma, beta, margin)
        ? margin - steeper(gamma, beta, margin)
        : Math.log(ratio(gamma, beta, margin))),
    steepness: gamma,
  }),
  // Not softplus, which torch takes for a straight line from 20 on.
  pytorch: ({ gamma, beta }, hasAlpha) => [
    `loss = -${factor(hasAlpha)}F.logsigmoid(${gamma} * margin + ${number(beta)}) / ${gamma}`,
  ],
  presets: [
    { paper: LIN_2017, spec: 'focal-star:alpha=0.25,gamma=2,beta=1', text: 'FL* γ=2 β=1 α=0.25, Table 3' },
    { paper: LIN_2017, spec: 'focal-star:alpha=0.25,gamma=4,beta=0', text: 'FL* γ=4 β=0 α=0.25, Table 3' },
  ],
}

/** softplus(-(gamma s + beta)) / softplus(-s). */
function ratio(gamma: number, beta: number, margin: number): number {
  return isFar(gamma, beta, margin)
    ? Math.exp(logFar(gamma, beta, margin))
    : softplus(-steeper(gamma, beta, margin)) / softplus(-margin)
}

/** Where both are exponentials to the last bit, and taken in the exponent. */
function isFar(gamma: number, beta: number, margin: number): boolean {
  return margin > 37 && steeper(gamma, beta, margin) > 37
}

function logFar(gamma: number, beta: number, margin: number): number {
  if (margin < SURE) return margin - steeper(gamma, beta, margin)
  return gamma === 1 ? -beta : Number.NEGATIVE_INFINITY
}

function steeper(gamma: number, beta: number, margin: number): number {
  return gamma * margin + beta
}
