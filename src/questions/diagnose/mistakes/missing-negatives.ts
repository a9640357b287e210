import type { Factor, Mistake, Part } from '../choice.ts'
import { near, say } from '../numbers.ts'

const isNothing = (negative: number, positive: number) => Math.abs(negative) <= 1e-6 * Math.abs(positive)

const only: Part<Factor> = {
  words: 'positives only',
  cost: 2,
  solve: ([negative, positive], { sided }) =>
    sided && isNothing(negative, positive) && near(positive, 1) ? {} : null,
  usual: ({ sided }) => (sided ? [{}] : []),
  values: () => [0, 1],
}

const onlyTimes: Part<Factor> = {
  words: ({ alpha }) => `positives only, times ${say(alpha as number)}`,
  cost: 3,
  solve: ([negative, positive], { sided }) =>
    sided && isNothing(negative, positive) && !near(positive, 1, 1e-9) ? { alpha: positive } : null,
  values: ({ alpha }) => [0, alpha as number],
}

export const missingNegatives: Mistake = {
  id: 'missing-negatives',
  title: 'negatives have no term',
  effect: 'Calling everything positive has no loss; the model learns just that.',
  threads: [],
  factors: [only, onlyTimes],
}
