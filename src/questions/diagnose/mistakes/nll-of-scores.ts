import type { Form, Mistake, Part } from '../choice.ts'
import { eachOf } from '../columns.ts'
import { logitsOf } from '../elements.ts'

const negative = (what: string, term: string, columns: Form['columns']): Part<Form> => ({
  name: `negative log-likelihood of ${what}`,
  cost: 3,
  shapes: [],
  terms: [term],
  columns,
  suits: ({ samples, target }) => samples.task === 'softmax' && !target,
})

export const nllOfScores: Mistake = {
  id: 'nll-of-scores',
  title: 'the negative log-likelihood is taken of what is no log-probability',
  effect:
    'The loss is below 0: of logits it falls without end, of probabilities hard samples have no more gradient than others.',
  threads: [],
  meant: () => ({ before: ['# logits as the model gives them, with no activation'] }),
  forms: [
    negative('logits', '−z of the truth', ({ samples }) => {
      const { classes, label } = samples
      const logits = logitsOf(samples)
      return [Float64Array.from(label, (y, i) => -logits[i * classes + y])]
    }),
    negative(
      'probabilities',
      '−pt',
      eachOf((e, { pt }) => -pt[e]),
    ),
  ],
}
