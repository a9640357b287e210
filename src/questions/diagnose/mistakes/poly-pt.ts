import type { Mistake } from '../choice.ts'
import { EPSILON_TERMS } from '../terms.ts'

export const polyPt: Mistake = {
  id: 'poly-pt',
  title: 'the ε term is pt instead of 1 − pt',
  effect: 'It is Poly-1 with −ε and a constant: what was to be turned up is turned down.',
  threads: [],
  forms: [
    {
      name: 'Poly-1 with pt where it has 1 − pt',
      cost: 4,
      shapes: [],
      terms: ['CE', 'pt'],
      columns: ({ ce, pt }) => [ce, pt],
      ends: EPSILON_TERMS,
    },
  ],
}
