/** scikit-learn. */
import type { Library } from './library.ts'

export const sklearn: Library = {
  name: 'sklearn',
  functions: [
    {
      name: 'sklearn.metrics.log_loss',
      source: 'scikit-learn 1.9, sklearn/metrics/_classification.py',
      loss: 'ce',
      tasks: ['binary', 'softmax'],
      from: 'probs',
      formula: '−ln p of the true label',
      initial: { alpha: 'none' },
      alpha: 'none',
      mean: 'weights',
      clamp: { logitsToo: false, least: Number.EPSILON, modulation: true, added: 0 },
      remarks: [
        'Probabilities are clipped to [ε, 1 − ε], ε = 2.2e-16 for doubles: at most 36.04. 32-bit ones have ε = 1.2e-7; before 1.2 it was 1e-15.',
        'Up to 1.2 rows were divided by their sum (--renormalize); now they are warned about.',
      ],
      call: () => 'sklearn.metrics.log_loss(labels, probabilities)',
    },
  ],
}
