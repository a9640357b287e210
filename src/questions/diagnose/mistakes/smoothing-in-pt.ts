import type { Mistake } from '../choice.ts'
import { none } from '../factors.ts'
import { MODULATED } from '../modulated.ts'
import { FOCAL_SMOOTHED } from '../smoothed.ts'
import { SMOOTHING_TERMS } from '../terms.ts'

export const smoothingInPt: Mistake = {
  id: 'smoothing-in-pt',
  title: 'pt is taken from a cross-entropy with label smoothing',
  effect: 'Confident samples count as hard, so they are not turned down as far.',
  threads: [],
  meant: () => ({ form: FOCAL_SMOOTHED }),
  forms: [
    {
      ...MODULATED,
      name: 'focal loss whose pt comes from a cross-entropy with label smoothing',
      terms: ['(1 − e^−m)^γ m, m = (1 − s) CE', 's/C Σ −ln p'],
      columns: ({ ce, total }) => [ce, total],
      ends: SMOOTHING_TERMS,
      factors: [none],
      shared: true,
    },
  ],
}
