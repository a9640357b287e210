import { ce } from './ce.ts'
import type { LossDefinition } from './loss.ts'
import { GAMMA } from './parameter.ts'
import { keepSloped } from './torch-lines.ts'

/**
 * The article's second listing, which is often mistaken for focal loss: cross-entropy is averaged over the batch
 * first, and that one mean is modulated. logp = CE(input, target); p = exp(-logp); loss = (1 - p)^gamma logp.
 */
export const articleFocal: LossDefinition<{ gamma: number }> = {
  name: 'article-focal',
  purpose: 'general',
  summary: "The article's second listing: modulates the mean cross-entropy of the batch, not each sample.",
  formula: '(1 − p)^γ m,  m = mean CE,  p = e^(−m)',
  gradientFormula: 'each sample: d CE × (1 − p)^γ (1 + γ p m / (1 − p)), one factor for the whole batch',
  reference:
    "second listing of the article on CE, focal and PolyLoss that lossctl reproduces: FocalLoss(weight=None, reduction='mean', gamma=0, eps=1e-7)",
  conventions: [
    'The whole file is one batch. Class weights enter the mean as in torch: sum(w CE) / sum(w).',
    'No sample is turned down against another: shares of loss and gradient are those of cross-entropy.',
    'γ = 0 by default, as in the listing, which makes it cross-entropy; eps is accepted by the listing and never used.',
  ],
  parameters: { gamma: { ...GAMMA, initial: 0 } },
  at: (_, of) => ce.at({ alpha: 'none' }, of),
  // 1 - e^-m, without the cancellation of the listing at small m.
  ofMeanCrossEntropy: (mean, { gamma }) => (-Math.expm1(-mean)) ** gamma * mean,
  pytorch: ({ gamma }) => [
    'logp = ce.mean()',
    'rest = -torch.expm1(-logp)  # 1 - p',
    ...keepSloped('rest', gamma),
    `loss = rest ** ${gamma} * logp`,
  ],
  presets: [],
}
