import type { Mistake } from '../choice.ts'
import { type Factor, USUAL } from '../choice.ts'
import { isSided } from '../elements.ts'
import { say } from '../numbers.ts'

const slipped: Factor = {
  ...USUAL,
  words: ({ alpha, gamma }) => `α = ${say(alpha as number)}, γ = ${say(gamma as number)}`,
  solve: () => null,
  usual: () => [0.25, 0.75, 0.5].map((alpha) => ({ alpha, gamma: 2 })),
  values: ({ alpha, gamma }) => [1 - (gamma as number), gamma as number].map((f) => f / (alpha as number)),
}

export const argumentsSlipped: Mistake = {
  id: 'arguments-slipped',
  title: 'positional arguments slipped by one: alpha is the number of boxes and gamma is alpha',
  effect: 'Negatives have a loss below 0.',
  threads: ['huggingface/transformers loss/loss_rt_detr.py'],
  forms: [
    {
      name: 'focal loss whose arguments slipped: α became the number of boxes and γ became α',
      cost: 5,
      shapes: [],
      terms: ['(1 − pt)² CE with αt of α = γ, over α'],
      columns: ({ ce, q }) => [ce.map((x, e) => q[e] * q[e] * x)],
      suits: isSided,
      factors: [slipped],
      reductions: [{ ...USUAL, divisor: ({ elements }, { classes }) => elements.map(() => classes) }],
    },
  ],
}
