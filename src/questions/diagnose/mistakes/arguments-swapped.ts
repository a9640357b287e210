import type { Mistake } from '../choice.ts'
import { type Factor, USUAL } from '../choice.ts'
import { eachOf } from '../columns.ts'
import { isSided } from '../elements.ts'
import { raise } from '../gamma.ts'
import { near, say } from '../numbers.ts'

const gammaForAlpha: Factor = {
  ...USUAL,
  words: ({ gamma }) => `γ = ${say(gamma as number)}`,
  solve: ([negative, positive]) =>
    near(negative + positive, 1) && positive > 1 + 1e-9 ? { gamma: positive } : null,
  usual: () => [{ gamma: 2 }],
  values: ({ gamma }) => [1 - (gamma as number), gamma as number],
}

export const argumentsSwapped: Mistake = {
  id: 'arguments-swapped',
  title: "alpha and gamma stand in each other's place",
  effect: 'With alpha = 2 negatives have a loss below 0 that grows as they get worse.',
  threads: ['qubvel/segmentation_models#258'],
  forms: [
    {
      name: "focal loss with γ and α in each other's place",
      cost: 3,
      shapes: [
        {
          key: 'alpha',
          symbol: 'α',
          grid: [0.02, 0.1, 0.25, 0.4, 0.5, 0.75, 0.9, 1],
          usual: [0.25, 0.5, 0.75],
        },
      ],
      terms: ['γt (1 − pt)^α CE'],
      columns: eachOf((e, { ce, q }, { alpha }) => raise(q[e], alpha) * ce[e]),
      suits: isSided,
      factors: [gammaForAlpha],
    },
  ],
}
