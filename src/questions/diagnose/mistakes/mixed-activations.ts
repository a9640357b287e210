import type { Mistake } from '../choice.ts'
import { probabilitiesOf } from '../elements.ts'
import { GAMMA, gammaOf, raise } from '../gamma.ts'
import { restOf } from '../precision.ts'

export const mixedActivations: Mistake = {
  id: 'mixed-activations',
  title: 'the weight comes from softmax and the cross-entropy from sigmoid',
  effect: 'Samples are turned down by another probability than the one that is trained.',
  threads: ['BloodAxe/pytorch-toolbelt losses/functional.py'],
  forms: [
    {
      name: 'a focal weight from softmax on cross-entropies from sigmoid',
      cost: 4,
      shapes: [GAMMA],
      terms: ['Σ (1 − pt)^γ BCE over the classes'],
      columns: (elements, shape) => {
        const { ce, samples } = elements
        const { target, ce: each, group } = restOf(elements)
        const p = probabilitiesOf(samples)
        const out = new Float64Array(ce.length)
        for (let e = 0; e < each.length; e++)
          out[target![e]] += raise(group[e] === 1 ? 1 - p[e] : p[e], gammaOf(shape)) * each[e]
        return [out]
      },
      suits: ({ samples }) => samples.task === 'softmax' && !samples.probabilities,
    },
  ],
}
