import { sigmoid } from '../functions.ts'
import { known, type SetBatch, type SetLossDefinition, type SetNumber } from './set-loss.ts'

type Parameters = {
  margin: number
  prior: string
  a: number | string
  b: number | string
  alpha: number | string
}

/** The word for what makes the loss least, or for alpha most. */
const BEST = 'best'

const trained = (symbol: string, meaning: string): SetNumber => ({
  symbol,
  meaning: `${meaning}; ${BEST} is its optimum on the batch`,
  initial: BEST,
  kind: 'number',
  min: -1e6,
  max: 1e6,
})

/** The area under the ROC curve as a square loss with a margin (Yuan et al. 2021). */
export const aucm: SetLossDefinition<Parameters> = {
  name: 'aucm',
  summary: 'AUC margin loss: how far the probabilities of each class spread, and how little they are apart.',
  formula: 'π(1 − π) [Var₊p + Var₋p + max(0, m + E₋p − E₊p)²]',
  reference: 'Yuan et al. 2021, arXiv:2012.03173',
  conventions: [
    'π is the share of positives in the batch, E₊ and Var₊ are over positives, E₋ and Var₋ over negatives.',
    'While a model trains, it is π(1 − π) [E₊(p − a)² + E₋(p − b)² + 2α (m + E₋p − E₊p) − α²], with a, b and α trained too. best, the default, has the a and b that make it least and the α ≥ 0 that makes it most: the formula above.',
    'π(1 − π) in front is version v1 of libauc and MONAI 1.6.1; prior=off is v2 of MONAI. v2 of libauc 2.0.1 divides the negatives by all samples.',
    'margin = 1 by default, as in both. The score is the probability.',
    'Null where a class has no samples. Each class of multi-label data is a batch, and of softmax rows each class against the others; the mean over them is said.',
  ],
  parameters: {
    margin: {
      symbol: 'm',
      meaning: 'how far the classes are to be apart',
      initial: 1,
      kind: 'number',
      min: 0,
      max: 1e6,
    },
    prior: {
      symbol: 'prior',
      meaning: 'whether π(1 − π) stands in front',
      initial: 'on',
      kind: 'switch',
    },
    a: trained('a', 'where positives are pulled to'),
    b: trained('b', 'where negatives are pulled to'),
    alpha: { ...trained('α', 'multiplier of the margin'), min: 0 },
  },
  batch: 'class',
  lacks: () => 'class-missing',
  of(batch, { margin, prior, a, b, alpha }) {
    const [positives, negatives] = [batch.positives, batch.negatives]
    const means = meansOf(batch)
    const short = margin + means.negative - means.positive
    const [ofPositives, ofNegatives] = [numberOr(a, means.positive), numberOr(b, means.negative)]
    const pull = numberOr(alpha, Math.max(0, short))
    const spread =
      positives.sum((s) => (sigmoid(s) - ofPositives) ** 2) / positives.weight +
      negatives.sum((s) => (sigmoid(-s) - ofNegatives) ** 2) / negatives.weight
    const share = positives.weight / (positives.weight + negatives.weight)
    const front = prior === 'on' ? share * (1 - share) : 1
    return known(front * (spread + pull * (2 * short - pull)))
  },
}

function numberOr(given: number | string, best: number): number {
  return typeof given === 'number' ? given : best
}

/** Mean probability of the positive class, class by class. */
function meansOf({ positives, negatives }: SetBatch) {
  return {
    positive: positives.sum(sigmoid) / positives.weight,
    negative: negatives.sum((s) => sigmoid(-s)) / negatives.weight,
  }
}
