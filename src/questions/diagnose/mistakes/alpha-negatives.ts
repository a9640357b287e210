import type { Mistake } from '../choice.ts'
import { posWeight } from '../factors.ts'
import { near, say } from '../numbers.ts'

export const alphaNegatives: Mistake = {
  id: 'alpha-negatives',
  title: 'alpha multiplies the negatives only',
  effect: 'Above 1 it turns the abundant class up, against its purpose.',
  threads: ['Hsuxu/Loss_ToolBox-PyTorch seg_loss/focal_loss.py'],
  meant: ({ parameters }) =>
    (parameters.alpha as number) < 1
      ? {}
      : { factor: posWeight, parameters: { ...parameters, posWeight: parameters.alpha } },
  factors: [
    {
      words: ({ alpha }) => `α = ${say(alpha as number)} on negatives only`,
      cost: 2,
      solve: ([negative, positive], { sided, form }) =>
        sided && form.loss && !form.balance && near(positive, 1) && negative > 0 && !near(negative, 1)
          ? { alpha: negative }
          : null,
      usual: ({ sided }) => (sided ? [2, 3, 4].map((alpha) => ({ alpha })) : []),
      values: ({ alpha }) => [alpha as number, 1],
    },
  ],
}
