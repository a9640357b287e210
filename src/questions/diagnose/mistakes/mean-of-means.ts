import type { Mistake } from '../choice.ts'
import { running } from '../reductions.ts'

export const meanOfMeans: Mistake = {
  id: 'mean-of-means',
  title: 'batch means are averaged though batches differ in size',
  effect: 'The value logged is not the mean; a small last batch counts as much as a full one.',
  threads: ['Lightning-AI/pytorch-lightning#2924', 'dnouri/nolearn#247', 'catalyst-team/catalyst#799'],
  meant: () => ({ reduction: running }),
  reductions: [
    {
      words: 'averaged over batches of unequal size',
      cost: 4,
      divisor: ({ elements }) => elements,
      epoch: (means) => means.reduce((a, b) => a + b, 0) / means.length,
    },
  ],
}
