import type { Mistake } from '../choice.ts'
import { focalColumn, GAMMA, gammaOf, raise } from '../gamma.ts'
import { restOf } from '../precision.ts'
import { EPSILON_TERMS } from '../terms.ts'

export const polySigmoid: Mistake = {
  id: 'poly-sigmoid',
  title: 'pt of the ε term comes from sigmoid and the rest from softmax',
  effect: 'The ε term trains one-against-rest probabilities that are not used.',
  threads: [],
  forms: [
    {
      name: 'Poly-1 focal loss with pt of its ε term from sigmoid',
      cost: 5,
      shapes: [GAMMA],
      terms: ['(1 − pt)^γ CE', 'mean over classes of (1 − σ)^(γ+1)'],
      columns: (elements, shape) => {
        const { target, q } = restOf(elements)
        const means = new Float64Array(elements.ce.length)
        const gamma = gammaOf(shape)
        for (let e = 0; e < q.length; e++) means[target![e]] += (raise(q[e], gamma) * q[e]) / elements.groups
        return [focalColumn(elements, shape), means]
      },
      suits: ({ samples }) => samples.task === 'softmax' && !samples.probabilities,
      ends: EPSILON_TERMS,
    },
  ],
}
