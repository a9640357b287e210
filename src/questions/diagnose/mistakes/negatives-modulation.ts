import type { Mistake } from '../choice.ts'
import { eachOf } from '../columns.ts'
import { hasBoth } from '../elements.ts'
import { GAMMA, raise } from '../gamma.ts'

export const negativesModulation: Mistake = {
  id: 'negatives-modulation',
  title: 'negatives are modulated by (1 − p)^γ, which is their pt',
  effect: 'Easy negatives keep their loss and hard ones lose it: focusing is turned round for them.',
  threads: ['yqyao/SSD_Pytorch#32'],
  forms: [
    {
      name: 'focal loss with negatives modulated by (1 − p)^γ',
      cost: 4,
      shapes: [GAMMA],
      terms: ['(1 − p)^γ CE'],
      columns: eachOf(
        (e, { ce, q, pt, group }, { gamma }) => raise(group[e] === 1 ? q[e] : pt[e], gamma) * ce[e],
      ),
      suits: hasBoth,
    },
  ],
}
