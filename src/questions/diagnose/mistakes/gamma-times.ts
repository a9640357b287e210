import type { Mistake } from '../choice.ts'
import { type Factor, USUAL } from '../choice.ts'
import { eachOf } from '../columns.ts'
import { hasBoth } from '../elements.ts'
import { ALPHAS, everywhere } from '../factors.ts'
import { GAMMA, raise } from '../gamma.ts'
import { meanOf, near, say } from '../numbers.ts'

const times: Factor = {
  ...USUAL,
  words: ({ gamma }) => `γ = ${say(gamma as number)}`,
  solve(found) {
    const gamma = meanOf(found)
    return gamma === null || gamma <= 0 || near(gamma, 1, 1e-9) ? null : { gamma }
  },
  usual: () => GAMMA.usual.filter((gamma) => gamma !== 1).map((gamma) => ({ gamma })),
  values: ({ gamma }, setting) => everywhere(gamma as number, setting),
}

const timesAlpha: Factor = {
  ...USUAL,
  words: ({ gamma, alpha }) => `γ = ${say(gamma as number)}, α = ${say(alpha as number)}`,
  cost: 1,
  solve([negative, positive], { sided }) {
    const gamma = negative + positive
    if (!sided || !(negative > 0) || !(positive > 0) || near(gamma, 1) || near(negative, positive))
      return null
    return { gamma, alpha: positive / gamma }
  },
  usual: ({ sided }) =>
    sided ? [2, 1.5, 3].flatMap((gamma) => ALPHAS.slice(0, 3).map((alpha) => ({ gamma, alpha }))) : [],
  values: ({ gamma, alpha }) => [
    (gamma as number) * (1 - (alpha as number)),
    (gamma as number) * (alpha as number),
  ],
}

export const gammaTimes: Mistake = {
  id: 'gamma-times',
  title: 'it multiplies by gamma instead of raising to it',
  effect: 'It is focal loss with gamma = 1 on a larger scale: gamma sets the step size and not the focus.',
  threads: ['fudannlp16/focal-loss#2', 'fudannlp16/focal-loss#6', 'fudannlp16/focal-loss#8'],
  forms: [
    {
      name: 'focal loss multiplied by γ instead of raised to it',
      cost: 2,
      shapes: [],
      terms: ['(1 − pt) CE'],
      columns: ({ ce, q }) => [ce.map((x, e) => q[e] * x)],
      factors: [times, timesAlpha],
    },
    {
      name: 'focal loss whose positives are multiplied by γ instead of raised to it',
      cost: 4,
      shapes: [GAMMA],
      terms: ['γ (1 − pt) CE for positives, (1 − pt)^γ CE for negatives'],
      columns: eachOf((e, { ce, q, group }, { gamma }) => {
        return (group[e] === 1 ? gamma * q[e] : raise(q[e], gamma)) * ce[e]
      }),
      suits: hasBoth,
    },
  ],
}
