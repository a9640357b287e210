import type { Mistake } from '../choice.ts'
import { type Factor, USUAL } from '../choice.ts'
import { eachOf } from '../columns.ts'
import { isSided } from '../elements.ts'
import { everywhere } from '../factors.ts'
import { GAMMA, raise } from '../gamma.ts'
import { meanOf, say } from '../numbers.ts'
import { FOCAL_SMOOTHED } from '../smoothed.ts'
import { SMOOTHING_TERMS } from '../terms.ts'

/** What is left to everybody. */
const left: Factor = {
  ...USUAL,
  words: ({ alpha }) => `α = ${say(alpha as number)}`,
  solve(found) {
    const rest = meanOf(found)
    return rest !== null && rest > 0 && rest < 1 ? { alpha: 1 - rest } : null
  },
  usual: () => [0.25, 0.75].map((alpha) => ({ alpha })),
  values: ({ alpha }, setting) => everywhere(1 - (alpha as number), setting),
}

export const smoothingBeforeAlpha: Mistake = {
  id: 'smoothing-before-alpha',
  title: 'labels are smoothed before alpha is chosen by y == 1',
  effect: 'All samples get 1 − alpha: there is no class balance.',
  threads: ['keras-team/keras-cv#672'],
  meant: () => ({ form: FOCAL_SMOOTHED, term: SMOOTHING_TERMS[0] }),
  forms: [
    {
      name: 'focal loss of smoothed labels that all get 1 − α',
      cost: 5,
      shapes: [
        { key: 'smoothing', symbol: 's', grid: [0.05, 0.1, 0.2, 0.3], usual: [0.1, 0.2] },
        { ...GAMMA, grid: [0.5, 1, 1.5, 2, 3, 4, 5], usual: [2] },
      ],
      terms: ['(1 − pt)^γ CE of smoothed labels'],
      columns: eachOf((e, { ce, q, pt, total }, { smoothing, gamma }) => {
        const t = 1 - smoothing / 2
        return raise(t * q[e] + (1 - t) * pt[e], gamma) * (t * ce[e] + (1 - t) * (total[e] - ce[e]))
      }),
      suits: isSided,
      factors: [left],
    },
  ],
}
