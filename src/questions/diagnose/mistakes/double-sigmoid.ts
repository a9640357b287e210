import type { Mistake } from '../choice.ts'
import { probabilitiesOf, throughLogits } from '../elements.ts'

export const doubleSigmoid: Mistake = {
  id: 'double-sigmoid',
  title: 'sigmoid is applied twice',
  effect: 'Probabilities stay between 0.5 and 0.731, so no negative is ever right and gradients are small.',
  threads: ['cansyl/DEEPred#5', 'jcwang0602/MLLMSeg#9'],
  meant: () => ({ before: ['# logits as the model gives them, with no activation'] }),
  readings: [
    {
      words: 'sigmoid applied twice',
      cost: 2,
      forms: 'textbook',
      printed: true,
      read: (samples) =>
        samples.task === 'softmax'
          ? null
          : { ...throughLogits({ ...samples, scores: probabilitiesOf(samples) }), samples },
    },
  ],
}
