import type { Form, Mistake, Part } from '../choice.ts'
import { eachOf } from '../columns.ts'
import { type Elements, logitsOf } from '../elements.ts'

const negative = (
  what: string,
  term: string,
  columns: Form['columns'],
  isOther: (elements: Elements, column: Float64Array) => boolean = () => true,
): Part<Form> => ({
  name: `negative log-likelihood of ${what}`,
  cost: 3,
  shapes: [],
  terms: [term],
  columns,
  suits: (elements) =>
    elements.samples.task === 'softmax' && !elements.target && isOther(elements, columns(elements, {})[0]),
})

/** What rounding and 32 bits leave of logarithms of probabilities. */
const ROUNDED = 1e-4

/** Of logarithms of probabilities it is cross-entropy, and right. */
const isNoCrossEntropy = ({ ce }: Elements, column: Float64Array): boolean =>
  column.some((value, e) => Math.abs(value - ce[e]) > ROUNDED * Math.max(1, Math.abs(value)))

export const nllOfScores: Mistake = {
  id: 'nll-of-scores',
  title: 'the negative log-likelihood is taken of what is no log-probability',
  effect:
    'The loss is below 0: of logits it falls without end, of probabilities hard samples have no more gradient than others.',
  threads: [],
  meant: () => ({ before: ['# logits as the model gives them, with no activation'] }),
  forms: [
    negative(
      'logits',
      '−z of the truth',
      ({ samples }) => {
        const { classes, label } = samples
        const logits = logitsOf(samples)
        return [Float64Array.from(label, (y, i) => -logits[i * classes + y])]
      },
      isNoCrossEntropy,
    ),
    negative(
      'probabilities',
      '−pt',
      eachOf((e, { pt }) => -pt[e]),
    ),
  ],
}
