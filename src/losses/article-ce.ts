import { ce } from './ce.ts'
import type { LossDefinition } from './loss.ts'

/** The article's first listing: cross-entropy element by element. */
export const articleCe: LossDefinition<Record<never, never>> = {
  name: 'article-ce',
  purpose: 'general',
  summary: "The article's first listing: binary cross-entropy, element by element.",
  formula: '−(label ln pred + (1 − label) ln(1 − pred))',
  gradientFormula: '−(1 − pt)',
  reference: 'first listing of the article on CE, focal and PolyLoss that lossctl reproduces',
  conventions: [
    'On binary and multi-label scores it is ce without alpha; the listing itself has no clamp and gives NaN at 0 and 1.',
  ],
  parameters: {},
  tasks: ['binary', 'multilabel'],
  whyNot: 'on a softmax row it would add the terms of the other classes too',
  at: (_, of) => ce.at({ alpha: 'none' }, of),
  pytorch: () => ['loss = ce'],
  presets: [],
}
