import type { Mistake } from '../choice.ts'
import { isSided } from '../elements.ts'
import { posWeight } from '../factors.ts'
import { MODULATED } from '../modulated.ts'

export const posWeightInPt: Mistake = {
  id: 'pos-weight-in-pt',
  title: 'pt is taken from a cross-entropy with pos_weight',
  effect: 'Positives count as harder than they are and are hardly turned down.',
  threads: ['andrijdavid/FocalLoss#2'],
  forms: [
    {
      ...MODULATED,
      name: 'focal loss whose pt comes from a cross-entropy with pos_weight',
      terms: ['(1 − pt^w)^γ · w CE'],
      factors: [posWeight],
      suits: isSided,
    },
  ],
}
