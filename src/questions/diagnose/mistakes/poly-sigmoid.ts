import type { Form, Mistake, Part, Shape } from '../choice.ts'
import type { Elements } from '../elements.ts'
import { focalColumn, GAMMA, raise } from '../gamma.ts'
import { restOf } from '../precision.ts'
import { EPSILON_TERMS } from '../terms.ts'

/** (1 − σ)^(γ+1) of each class against the rest, as a mean over the classes or of the truth alone. */
function errors(elements: Elements, gamma: number, ofTruth: boolean): Float64Array {
  const { target, q, group } = restOf(elements)
  const found = new Float64Array(elements.ce.length)
  const share = ofTruth ? 1 : 1 / elements.groups
  for (let e = 0; e < q.length; e++)
    if (!ofTruth || group[e] === 1) found[target![e]] += raise(q[e], gamma) * q[e] * share
  return found
}

const form = (shapes: readonly Shape[], ofTruth: boolean): Part<Form> => {
  const [loss, power] = shapes.length > 0 ? ['Poly-1 focal loss', '^(γ+1)'] : ['Poly-1', '']
  return {
    name: `${loss} with pt of its ε term from sigmoid`,
    ...(ofTruth && { words: 'of the truth alone' }),
    cost: shapes.length > 0 ? 5 : 4,
    shapes,
    terms: [
      shapes.length > 0 ? '(1 − pt)^γ CE' : 'CE',
      `${ofTruth ? '' : 'mean over classes of '}(1 − σ)${power}`,
    ],
    columns: (elements, { gamma = 0 }) => [
      shapes.length > 0 ? focalColumn(elements, { gamma }) : elements.ce,
      errors(elements, gamma as number, ofTruth),
    ],
    suits: ({ samples }) => samples.task === 'softmax' && !samples.probabilities,
    ends: EPSILON_TERMS,
  }
}

export const polySigmoid: Mistake = {
  id: 'poly-sigmoid',
  title: 'pt of the ε term comes from sigmoid and the rest from softmax',
  effect: 'The ε term trains one-against-rest probabilities that are not used.',
  threads: [],
  forms: [form([GAMMA], false), form([GAMMA], true), form([], false), form([], true)],
}
