/** Repositories that many copy from: Holocron, abhuse's PolyLoss, AdeelH's focal loss. */
import { callOf, type Library, type LibraryFunction, pythonArguments } from './library.ts'

const poly1: LibraryFunction = {
  name: 'polyloss.Poly1CrossEntropyLoss',
  source: 'abhuse/polyloss-pytorch polyloss.py',
  loss: 'poly1',
  tasks: ['softmax'],
  from: 'logits',
  formula: 'wy CE + ε (1 − pt)',
  initial: { alpha: 'none', epsilon: 1 },
  alpha: 'none',
  mean: 'samples',
  remarks: ['weight is on the cross-entropy alone, which lossctl does not compute.'],
  call: (parameters) =>
    `Poly1CrossEntropyLoss(num_classes, ${pythonArguments(parameters, { epsilon: 'epsilon' }, '')})`,
}

export const repositories: readonly Library[] = [
  {
    name: 'holocron',
    functions: [
      {
        ...poly1,
        name: 'holocron.nn.functional.poly_loss',
        source: 'frgfm/Holocron holocron/nn/functional.py',
        formula: 'wy (CE + ε (1 − pt))',
        initial: { alpha: 'none', epsilon: 2 },
        remarks: [
          'eps is 2 unless said; lossctl has 1.',
          'weight is --class-weight; the mean divides by the number of samples.',
        ],
        call: (parameters) =>
          `holocron.nn.functional.poly_loss(x, target, ${pythonArguments(parameters, { epsilon: 'eps' }, '')})`,
      },
    ],
  },
  {
    name: 'abhuse',
    functions: [
      poly1,
      {
        ...poly1,
        name: 'polyloss.Poly1FocalLoss',
        loss: 'poly1-focal',
        tasks: ['binary', 'multilabel'],
        formula: 'αt (1 − pt)^γ BCE + ε (1 − pt)^(γ+1)',
        initial: { alpha: 0.25, gamma: 2, epsilon: 1, 'poly-alpha': 'off' },
        fixed: ['poly-alpha'],
        alpha: 'balance',
        remarks: [
          'alpha is 0.25 unless said, a negative one switches it off, and the ε term is not under it.',
          'Each class is a sigmoid of its own.',
        ],
        call: (parameters) =>
          `Poly1FocalLoss(num_classes, ${pythonArguments(parameters, { epsilon: 'epsilon', alpha: 'alpha', gamma: 'gamma' }, '-1')})`,
      },
    ],
  },
  {
    name: 'adeelh',
    functions: [
      {
        ...poly1,
        name: 'focal_loss.FocalLoss',
        source: 'AdeelH/pytorch-multi-class-focal-loss focal_loss.py',
        loss: 'focal',
        formula: 'αy (1 − pt)^γ CE',
        initial: { alpha: 'none', gamma: 0 },
        alpha: 'classes',
        remarks: [
          'gamma is 0 unless said: cross-entropy.',
          'alpha is a tensor, one factor per class; the mean divides by the number of samples, not by the sum of alphas.',
        ],
        call: callOf('FocalLoss', ['alpha', 'gamma'], 'None'),
      },
    ],
  },
]
