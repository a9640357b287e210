import { focal } from './focal.ts'
import { errorToCrossEntropy, sigmoid, softplus } from './functions.ts'
import type { LossDefinition, LossFunctions } from './loss.ts'
import { evenly, GAMMA_BY_CLASS } from './parameter.ts'
import { keepSloped } from './torch-lines.ts'

type Parameters = { 'gamma-plus': number; 'gamma-minus': number; clip: number }

/** Focal loss with a gamma for each class, whose easiest negatives lose nothing (Ben-Baruch et al. 2020). */
export const asl: LossDefinition<Parameters> = {
  name: 'asl',
  purpose: 'imbalance',
  summary:
    'The asymmetric loss: focal loss with a gamma for each class, whose easiest negatives lose nothing.',
  formula: 'y=1: (1 − pt)^γ₊ CE;  y=0: −pm^γ₋ ln(1 − pm)',
  gradientFormula:
    'y=1: as focal; y=0: −pt (1 − pt)(−γ₋ pm^(γ₋−1) ln(1 − pm) + pm^γ₋ / (pt + m)), and 0 where pm is 0',
  reference: 'Ben-Baruch et al. 2020, arXiv:2009.14119',
  conventions: [
    'pm = max(1 − pt − m, 0) is the probability of a negative, p = 1 − pt, as far as it goes beyond m.',
    'γ₊ = 1 by default, as in the code of Alibaba and in timm; the paper has 0, and mmpretrain too.',
    'The code adds m to 1 − p and caps the sum at 1, the paper takes m off p: the same.',
    'No eps: Alibaba and timm hold probabilities at 1e-8, where a positive loses 18.42.',
    'The mean is over samples. Alibaba sums over everything, timm 1.0.31 over the classes of a row, mmpretrain has the mean.',
  ],
  parameters: {
    'gamma-plus': {
      ...GAMMA_BY_CLASS,
      symbol: 'γ₊',
      meaning: 'focusing parameter of positives; a list has one for each class',
      initial: 1,
    },
    'gamma-minus': {
      ...GAMMA_BY_CLASS,
      symbol: 'γ₋',
      meaning:
        'focusing parameter of negatives, a whole number where there is a clip; a list has one for each class',
      initial: 4,
      usual: { min: 0, max: 8, step: 1 },
      mapped: evenly(0, 8, 8),
    },
    clip: {
      symbol: 'm',
      meaning: 'probability that a negative may have at no cost',
      initial: 0.05,
      kind: 'number',
      min: 0,
      max: 0.99,
      neutral: 0,
      usual: { min: 0, max: 0.5, step: 0.01 },
      mapped: evenly(0, 0.5, 10),
      linear: false,
    },
  },
  tasks: ['binary', 'multilabel'],
  whyNot: 'its clip and its two gammas are of positives and negatives, which softmax samples are not',
  at({ 'gamma-plus': plus, 'gamma-minus': minus, clip }, of) {
    if (of.positive !== false) return focal.at({ alpha: 'none', gamma: plus }, of)
    return clip === 0 ? focal.at({ alpha: 'none', gamma: minus }, of) : clipped(minus, clip)
  },
  pytorch({ 'gamma-plus': plus, 'gamma-minus': minus, clip }) {
    if (clip === 0)
      return [
        ...new Set([plus, minus].flatMap((gamma) => keepSloped('error', gamma))),
        `loss = torch.where(labels == 1, error ** ${plus}, error ** ${minus}) * ce`,
      ]
    return [
      `kept = (error - ${clip}).clamp_min(0)`,
      ...keepSloped('error', plus),
      ...keepSloped('kept', minus),
      `loss = torch.where(labels == 1, error ** ${plus} * ce, -(kept ** ${minus}) * torch.log1p(-kept))`,
    ]
  },
  presets: [
    {
      paper: 'Ben-Baruch et al. 2020 (ASL)',
      spec: 'asl:gamma-plus=0,gamma-minus=4,clip=0.05',
      text: 'ASL γ₊=0 γ₋=4 m=0.05',
    },
  ],
}

/**
 * A negative's loss. pm = e − m, e = 1 − pt, is e (1 − m)(1 − e^(s − edge)), which keeps the digits that the difference
 * loses next to the edge, where both are m.
 */
function clipped(gamma: number, clip: number): LossFunctions {
  const edge = Math.log1p(-clip) - Math.log(clip)
  /** pm / e. */
  const share = (margin: number) => (margin < edge ? -Math.expm1(margin - edge) * (1 - clip) : 0)
  const kept = (margin: number) => share(margin) * sigmoid(-margin)
  return {
    value: (margin) => kept(margin) ** gamma * crossEntropy(margin, kept(margin), clip),
    gradient(margin) {
      const pm = kept(margin)
      if (pm === 0) return 0
      const [pt, perKept] = [sigmoid(margin), crossEntropy(margin, pm, clip) / pm]
      return -pt * sigmoid(-margin) * pm ** gamma * (gamma * perKept + 1 / (pt + clip))
    },
    modulation: (margin) =>
      kept(margin) ** gamma *
      perError(margin, kept(margin), share(margin), clip) *
      errorToCrossEntropy(margin),
    logModulation: (margin) =>
      margin < edge
        ? gamma * (Math.log(share(margin)) - softplus(margin)) +
          Math.log(perError(margin, kept(margin), share(margin), clip) * errorToCrossEntropy(margin))
        : Number.NEGATIVE_INFINITY,
    kinks: [edge],
    steepness: gamma + 1,
    below: 'level',
    // From there on pt has no digit left beside m.
    belowFrom: Math.min(-64, Math.log(clip) - 38),
    unsketched: Number.isInteger(gamma)
      ? null
      : 'with a clip gamma-minus must be a whole number, since no polynomial follows a broken power where the loss begins',
  }
}

/** −ln(1 − pm), where 1 − pm is pt + m. */
function crossEntropy(margin: number, pm: number, clip: number): number {
  return pm <= 0.5 ? -Math.log1p(-pm) : -Math.log(sigmoid(margin) + clip)
}

/** −ln(1 − pm) / e. */
function perError(margin: number, pm: number, share: number, clip: number): number {
  return pm < 2 ** -60 ? share : (crossEntropy(margin, pm, clip) / pm) * share
}
