import type { Mistake } from '../choice.ts'

export const doubleDivision: Mistake = {
  id: 'double-division',
  title: 'the mean is divided by the number of samples again',
  effect: 'The learning rate falls with the batch size.',
  threads: ['jfzhang95/pytorch-deeplab-xception utils/loss.py'],
  reductions: [
    {
      words: 'divided by the number of samples twice',
      cost: 3,
      divisor: ({ elements }) => elements.map((n) => n * n),
    },
  ],
}
