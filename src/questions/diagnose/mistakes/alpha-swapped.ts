import type { Factor, Mistake, Part } from '../choice.ts'
import { ALPHAS } from '../factors.ts'
import { near, say } from '../numbers.ts'

/** An alpha of less than a half is what was meant for positives more often than for negatives. */
const swapped = (cost: number, from: number, to: number): Part<Factor> => ({
  words: ({ alpha }) => `α = ${say(alpha as number)} given to the negatives`,
  cost,
  solve([negative, positive], { sided, form }) {
    if (!sided || form.balance || !near(negative + positive, 1)) return null
    return negative > from && negative < to && !near(negative, 0.5, 1e-9) ? { alpha: negative } : null
  },
  usual: ({ sided, form }) =>
    sided && !form.balance
      ? ALPHAS.filter((alpha) => alpha > from && alpha < to).map((alpha) => ({ alpha }))
      : [],
  values: ({ alpha }) => [alpha as number, 1 - (alpha as number)],
})

export const alphaSwapped: Mistake = {
  id: 'alpha-swapped',
  title: 'alpha goes to the negatives and 1 − alpha to the positives',
  effect: 'Balance works the other way round: what was to be turned down is turned up.',
  threads: ['clcarwin/focal_loss_pytorch#10', 'yatengLG/Focal-Loss-Pytorch#4'],
  factors: [swapped(3, 0, 0.5), swapped(5, 0.5, 1)],
}
