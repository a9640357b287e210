/** optax. */
import { callOf, type Library, type LibraryFunction, pythonArguments } from './library.ts'

const NO_REDUCTION = 'It returns an element each; the mean here is that of all.'

const binary: LibraryFunction = {
  name: 'optax.sigmoid_binary_cross_entropy',
  source: 'google-deepmind/optax optax/losses/_classification.py',
  loss: 'ce',
  tasks: ['binary', 'multilabel'],
  from: 'logits',
  formula: '−y logsigmoid(x) − (1 − y) logsigmoid(−x)',
  initial: { alpha: 'none' },
  alpha: 'none',
  mean: 'samples',
  remarks: [NO_REDUCTION],
  call: () => 'optax.sigmoid_binary_cross_entropy(logits, labels)',
}

export const jax: readonly Library[] = [
  {
    name: 'optax',
    functions: [
      binary,
      {
        ...binary,
        name: 'optax.softmax_cross_entropy_with_integer_labels',
        tasks: ['softmax'],
        formula: 'logsumexp(x) − xy',
        remarks: [NO_REDUCTION, 'No label is ignored: −100 gives NaN.'],
        call: () => 'optax.softmax_cross_entropy_with_integer_labels(logits, labels)',
      },
      {
        ...binary,
        name: 'optax.sigmoid_focal_loss',
        loss: 'focal',
        formula: 'αt exp(γ log(1 − pt)) BCE',
        initial: { alpha: 'none', gamma: 2 },
        alpha: 'balance',
        remarks: ['alpha is off (None) unless said.', NO_REDUCTION],
        call: callOf('optax.sigmoid_focal_loss', ['alpha', 'gamma'], 'None'),
      },
      {
        ...binary,
        name: 'optax.poly_loss_cross_entropy',
        loss: 'poly1',
        tasks: ['softmax'],
        formula: 'CE + ε Σc yc (1 − pc)',
        initial: { alpha: 'none', epsilon: 2 },
        remarks: ['epsilon is 2 unless said; lossctl has 1.', NO_REDUCTION],
        call: (parameters) =>
          `optax.poly_loss_cross_entropy(logits, labels, ${pythonArguments(parameters, { epsilon: 'epsilon' }, '')})`,
      },
    ],
  },
]
