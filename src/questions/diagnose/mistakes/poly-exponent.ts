import type { Mistake } from '../choice.ts'
import { focalColumn, GAMMA, gammaOf, powerOf } from '../gamma.ts'
import { EPSILON_TERMS } from '../terms.ts'

export const polyExponent: Mistake = {
  id: 'poly-exponent',
  title: 'the ε term has the exponent γ instead of γ + 1',
  effect:
    'It is no longer the leading term of focal loss: the most certain mistakes and easy samples alike are weighted wrongly.',
  threads: [],
  forms: [
    {
      name: 'Poly-1 focal loss with exponent γ in its ε term',
      cost: 4,
      shapes: [GAMMA],
      terms: ['(1 − pt)^γ CE', '(1 − pt)^γ'],
      columns: (elements, shape) => [focalColumn(elements, shape), powerOf(elements, gammaOf(shape))],
      ends: EPSILON_TERMS,
    },
  ],
}
