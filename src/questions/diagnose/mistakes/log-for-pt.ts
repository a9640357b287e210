import type { Mistake } from '../choice.ts'
import { eachOf } from '../columns.ts'
import { GAMMA, raise } from '../gamma.ts'

export const logForPt: Mistake = {
  id: 'log-for-pt',
  title: 'ln pt is used as if it were pt',
  effect: 'The weight of hard samples grows without bound; a few of them carry the gradient.',
  threads: ['DingKe/pytorch_workplace#1'],
  forms: [
    {
      name: 'ln pt where focal loss has pt',
      cost: 3,
      shapes: [GAMMA],
      terms: ['(1 − ln pt)^γ CE'],
      columns: eachOf((e, { ce }, { gamma }) => raise(1 + ce[e], gamma) * ce[e]),
    },
  ],
}
