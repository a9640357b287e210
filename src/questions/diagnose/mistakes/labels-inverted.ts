import type { Mistake } from '../choice.ts'
import { throughLogits, throughNothing } from '../elements.ts'

export const labelsInverted: Mistake = {
  id: 'labels-inverted',
  title: 'labels are turned round: 0 is trained as 1, and 1 as 0',
  effect: 'The model learns to give negatives the high scores.',
  threads: [],
  meant: () => ({ before: ['# y is 1 for positives'] }),
  readings: [
    {
      words: 'labels turned round',
      cost: 4,
      forms: 'few',
      read: (samples) => {
        if (samples.task === 'softmax') return null
        const turned = { ...samples, label: samples.label.map((y) => 1 - y) }
        return samples.probabilities ? throughNothing(turned) : throughLogits(turned)
      },
    },
  ],
}
