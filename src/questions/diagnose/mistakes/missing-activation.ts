import type { Mistake, Part, Reading } from '../choice.ts'
import { throughNothing } from '../elements.ts'

const clipped = (e: number, low: number, high: number, how = ''): Part<Reading> => ({
  words: `logits taken for probabilities, clipped to [${e}, 1 − ${e}]${how}`,
  cost: 3,
  clamp: { clip: e },
  forms: 'few',
  // The clip of Keras and of many scripts.
  printed: e === 1e-7 && how === '',
  read: (samples) =>
    samples.task === 'softmax' || samples.probabilities
      ? null
      : throughNothing(
          samples,
          samples.scores.map((x) => Math.min(high, Math.max(low, x))),
        ),
})

export const missingActivation: Mistake = {
  id: 'missing-activation',
  title: 'logits are taken for probabilities',
  effect: 'Most samples lie beyond the clip, where the gradient is 0.',
  threads: ['tensorflow/tensorflow#28718'],
  meant: () => ({ before: ['# logits as the model gives them, with no activation'] }),
  readings: [
    ...[1e-7, 1e-8, 1e-15, 1e-6, 1e-4, 1e-10, 1e-12].map((e) => clipped(e, e, 1 - e)),
    ...[1e-7, 1e-6].map((e) => clipped(e, Math.fround(e), Math.fround(1 - e), ' in 32 bits')),
  ],
}
