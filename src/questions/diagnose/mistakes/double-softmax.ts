import type { Mistake } from '../choice.ts'
import { plainElements, probabilitiesOf, throughLogits } from '../elements.ts'
import { smoothed } from '../smoothed.ts'
import { inside } from '../terms.ts'

export const doubleSoftmax: Mistake = {
  id: 'double-softmax',
  title: 'softmax is applied twice',
  effect: 'The loss cannot fall below ln(1 + (C − 1)/e), and gradients vanish on confident samples.',
  threads: [
    'ariecattan/SciCo#2',
    'bowang-lab/Transformer-GCN-QA#32',
    'tootouch/MemSeg#22',
    'gitabcworld/MatchingNetworks#5',
  ],
  meant: () => ({ before: ['# logits as the model gives them, with no activation'] }),
  readings: [
    {
      words: 'softmax applied twice',
      cost: 2,
      forms: 'textbook',
      printed: true,
      read: (samples) =>
        samples.task === 'softmax'
          ? { ...throughLogits({ ...samples, scores: probabilitiesOf(samples) }), samples }
          : null,
    },
  ],
  forms: [
    {
      name: 'Poly-1 of probabilities that the cross-entropy takes for logits',
      cost: 3,
      shapes: [],
      terms: ['CE', '(1 − pt)'],
      reading: 'double-softmax',
      columns: ({ ce, samples }) => [ce, plainElements(samples).q],
      ends: [inside],
    },
    { ...smoothed, reading: 'double-softmax' },
  ],
}
