import type { Factor, Mistake, Part } from '../choice.ts'
import { everywhere } from '../factors.ts'
import { meanOf, near, say } from '../numbers.ts'

const logarithm = (base: number): Part<Factor> => ({
  words: `logarithms to base ${base}`,
  cost: 2,
  solve: (found) => (near(meanOf(found) ?? 0, 1 / Math.log(base)) ? {} : null),
  usual: () => [{}],
  values: (_, setting) => everywhere(1 / Math.log(base), setting),
})

const balanced = (base: number): Part<Factor> => ({
  words: ({ alpha }) => `α = ${say(alpha as number)} and logarithms to base ${base}`,
  cost: 3,
  solve([negative, positive], { sided }) {
    const sum = negative + positive
    if (!sided || !near(sum, 1 / Math.log(base)) || !(negative > 0) || !(positive > 0)) return null
    return near(negative, positive, 1e-9) ? null : { alpha: positive / sum }
  },
  values: ({ alpha }) => [1 - (alpha as number), alpha as number].map((f) => f / Math.log(base)),
})

export const logBase: Mistake = {
  id: 'log-base',
  title: 'the logarithm has another base than e',
  effect: 'A constant factor, 0.434 or 1.443: numbers do not compare with those of others.',
  threads: ['srendle/libfm#21', 'huawei-noah/Efficient-Computing#12'],
  factors: [10, 2].flatMap((base) => [logarithm(base), balanced(base)]),
}
