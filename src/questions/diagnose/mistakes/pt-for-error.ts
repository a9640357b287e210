import type { Mistake } from '../choice.ts'
import { eachOf } from '../columns.ts'
import { hasBoth } from '../elements.ts'
import { GAMMA, raise } from '../gamma.ts'

export const ptForError: Mistake = {
  id: 'pt-for-error',
  title: 'pt^γ stands where (1 − pt)^γ should',
  effect: 'Hard samples are turned down and easy ones kept.',
  threads: [],
  forms: [
    {
      name: 'pt^γ where focal loss has (1 − pt)^γ',
      cost: 3,
      shapes: [GAMMA],
      terms: ['pt^γ CE'],
      columns: eachOf((e, { ce, pt }, { gamma }) => raise(pt[e], gamma) * ce[e]),
    },
    {
      name: 'focal loss with positives modulated by pt^γ',
      cost: 4,
      shapes: [GAMMA],
      terms: ['p^γ CE'],
      columns: eachOf(
        (e, { ce, q, pt, group }, { gamma }) => raise(group[e] === 1 ? pt[e] : q[e], gamma) * ce[e],
      ),
      suits: hasBoth,
    },
  ],
}
