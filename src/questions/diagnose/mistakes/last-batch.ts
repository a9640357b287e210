import type { Mistake } from '../choice.ts'
import { running } from '../reductions.ts'

export const lastBatch: Mistake = {
  id: 'last-batch',
  title: 'only the last batch is logged',
  effect: 'The value logged is that of a few samples.',
  threads: ['NVIDIA/DeepLearningExamples PR#299'],
  meant: () => ({ reduction: running }),
  reductions: [
    {
      words: 'of the last batch only',
      cost: 4,
      divisor: ({ elements }) => elements,
      epoch: (means) => means[means.length - 1],
    },
  ],
}
