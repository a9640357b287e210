import type { Mistake } from '../choice.ts'
import { ALPHAS, everywhere } from '../factors.ts'
import { meanOf, near, say } from '../numbers.ts'

export const alphaBoth: Mistake = {
  id: 'alpha-both',
  title: 'alpha multiplies both classes',
  effect: 'The classes are not balanced; the loss is only smaller, like a smaller learning rate.',
  threads: [
    'mkocabas/focal-loss-keras#6',
    'liuyuisanai/Focal-Loss#4',
    'YunYang1994/tensorflow-yolov3#558',
    'kornia/kornia#875',
  ],
  factors: [
    {
      words: ({ alpha }) => `α = ${say(alpha as number)} on both classes`,
      cost: 2,
      solve: (found, { sided }) => {
        const alpha = meanOf(found)
        return sided && alpha !== null && alpha > 0 && alpha < 1 && !near(alpha, 1, 1e-9) ? { alpha } : null
      },
      usual: ({ sided }) => (sided ? ALPHAS.map((alpha) => ({ alpha })) : []),
      values: ({ alpha }, setting) => everywhere(alpha as number, setting),
    },
  ],
}
