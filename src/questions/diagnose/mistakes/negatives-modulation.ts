import type { Mistake } from '../choice.ts'
import { each, GAMMA, gammaOf, hasBoth, raise } from '../forms.ts'

export const negativesModulation: Mistake = {
  id: 'negatives-modulation',
  title: 'negatives are modulated by (1 − p)^γ, which is their pt',
  effect: 'Easy negatives keep their loss and hard ones lose it: focusing is turned round for them.',
  threads: ['yqyao/SSD_Pytorch#32'],
  forms: [
    {
      name: 'focal loss with negatives modulated by (1 − p)^γ',
      words: '',
      cost: 4,
      shapes: [GAMMA],
      terms: ['(1 − p)^γ CE'],
      loss: null,
      columns: (elements, shape) => [
        each(
          elements,
          (e, { ce, q, pt, group }) => raise(group[e] === 1 ? q[e] : pt[e], gammaOf(shape)) * ce[e],
        ),
      ],
      suits: hasBoth,
    },
  ],
}
