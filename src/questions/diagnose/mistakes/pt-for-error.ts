import type { Mistake } from '../choice.ts'
import { each, GAMMA, gammaOf, hasBoth, raise } from '../forms.ts'

export const ptForError: Mistake = {
  id: 'pt-for-error',
  title: 'pt^γ stands where (1 − pt)^γ should',
  effect: 'Hard samples are turned down and easy ones kept.',
  threads: [],
  forms: [
    {
      name: 'pt^γ where focal loss has (1 − pt)^γ',
      words: '',
      cost: 3,
      shapes: [GAMMA],
      terms: ['pt^γ CE'],
      loss: null,
      columns: (elements, shape) => [each(elements, (e, { ce, pt }) => raise(pt[e], gammaOf(shape)) * ce[e])],
    },
    {
      name: 'focal loss with positives modulated by pt^γ',
      words: '',
      cost: 4,
      shapes: [GAMMA],
      terms: ['p^γ CE'],
      loss: null,
      columns: (elements, shape) => [
        each(
          elements,
          (e, { ce, q, pt, group }) => raise(group[e] === 1 ? pt[e] : q[e], gammaOf(shape)) * ce[e],
        ),
      ],
      suits: hasBoth,
    },
  ],
}
