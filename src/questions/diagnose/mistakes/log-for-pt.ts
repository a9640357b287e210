import type { Mistake } from '../choice.ts'
import { each, GAMMA, gammaOf, raise } from '../forms.ts'

export const logForPt: Mistake = {
  id: 'log-for-pt',
  title: 'ln pt is used as if it were pt',
  effect: 'The weight of hard samples grows without bound; a few of them carry the gradient.',
  threads: ['DingKe/pytorch_workplace#1'],
  forms: [
    {
      name: 'ln pt where focal loss has pt',
      words: '',
      cost: 3,
      shapes: [GAMMA],
      terms: ['(1 − ln pt)^γ CE'],
      loss: null,
      columns: (elements, shape) => [each(elements, (e, { ce }) => raise(1 + ce[e], gammaOf(shape)) * ce[e])],
    },
  ],
}
