import { sigmoid, softplus } from './functions.ts'
import { ALPHA, type LossDefinition } from './loss.ts'

/** The focal paper's alternative: cross-entropy of a steeper, shifted margin (Lin et al. 2017, eq. 7 and 8). */
export const focalStar: LossDefinition<{ alpha: string; gamma: number; beta: number }> = {
  name: 'focal-star',
  summary: 'Cross-entropy of a steeper, shifted margin: the form of focal loss in the appendix of its paper.',
  formula: 'FL* = −αt ln σ(γ s + β) / γ,  s = ln(pt / (1 − pt))',
  gradientFormula: '−αt σ(−(γ s + β))',
  reference: 'Lin et al. 2017, arXiv:1708.02002, eq. 6–8 and 11',
  conventions: [
    'γ = 1, β = 0 is cross-entropy (γ = 0 is not defined).',
    "The paper's settings: γ=2, β=1 and γ=4, β=0.",
  ],
  parameters: {
    alpha: ALPHA,
    // From 1 on, and with beta within 20, the loss is linear below a margin of -64 to the last bit.
    gamma: { symbol: 'γ', meaning: 'steepness', initial: 2, kind: 'number', min: 1, max: 10 },
    beta: { symbol: 'β', meaning: 'shift of the margin', initial: 1, kind: 'number', min: -20, max: 20 },
  },
  value: (margin, { gamma, beta }, balance) => (balance * softplus(-(gamma * margin + beta))) / gamma,
  gradient: (margin, { gamma, beta }, balance) => -balance * sigmoid(-(gamma * margin + beta)),
  modulation: (margin, { gamma, beta }, balance) => (balance * ratio(gamma, beta, margin)) / gamma,
}

/** softplus(-(gamma s + beta)) / softplus(-s); where both are exponentials to the last bit, taken in the exponent. */
function ratio(gamma: number, beta: number, margin: number): number {
  const steeper = gamma * margin + beta
  if (margin > 37 && steeper > 37) return Math.exp(margin - steeper)
  return softplus(-steeper) / softplus(-margin)
}
