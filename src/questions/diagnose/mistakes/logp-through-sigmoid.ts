import type { Mistake } from '../choice.ts'
import { oneVersusRest, probabilitiesOf } from '../elements.ts'

export const logpThroughSigmoid: Mistake = {
  id: 'logp-through-sigmoid',
  title: 'logarithms of probabilities go through sigmoid as if they were logits',
  effect: 'pt is p / (1 + p), at most a half: no sample is ever easy.',
  threads: ['qubvel-org/segmentation_models.pytorch losses/focal.py'],
  meant: () => ({ before: ['# logits as the model gives them, with no activation'] }),
  readings: [
    {
      words: 'logarithms of probabilities through sigmoid',
      cost: 4,
      forms: 'few',
      printed: true,
      read: (samples) =>
        samples.task === 'softmax'
          ? oneVersusRest({ ...samples, scores: probabilitiesOf(samples) }, Math.log)
          : null,
    },
  ],
}
