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
      clamp: { logitsToo: false, least: 'spacing', modulation: true, added: 0 },
      remarks: [
        'Probabilities are clipped to [ε, 1 − ε], ε the spacing of their numbers at 1: 2.2e-16 in 64 bits, at most 36.04; 1.2e-7 in 32, at most 15.94; 9.8e-4 in 16, at most 6.93. Before 1.2 it was 1e-15.',
        'Up to 1.2 rows were divided by their sum (--renormalize); now they are warned about.',
      ],
      call: () => 'sklearn.metrics.log_loss(labels, probabilities)',
    },
  ],
}
