/** OpenMMLab: mmdet, mmseg and mmpretrain. */
import { callOf, type Library, type LibraryFunction, SIGMOID } from './library.ts'

const ALWAYS = 'alpha is always on.'
const PER_POSITIVE = 'In a detector avg_factor divides, the number of positives: --reduction positives.'

const focal: LibraryFunction = {
  name: 'mmdet.models.losses.FocalLoss',
  source: 'VBTI-development/onedl-mmdetection mmdet/models/losses/focal_loss.py',
  loss: 'focal',
  tasks: SIGMOID,
  from: 'logits',
  formula: 'αt (1 − pt)^γ BCE; its variable pt holds 1 − pt',
  initial: { alpha: 0.25, gamma: 2 },
  alpha: 'balance',
  alwaysOn: true,
  mean: 'samples',
  remarks: [
    ALWAYS,
    PER_POSITIVE,
    'Labels are class indices, C for background: each class is a sigmoid of its own.',
  ],
  call: callOf('FocalLoss', ['gamma', 'alpha'], ''),
}

const crossEntropy: LibraryFunction = {
  name: 'mmdet.models.losses.CrossEntropyLoss',
  source: 'VBTI-development/onedl-mmdetection mmdet/models/losses/cross_entropy_loss.py',
  loss: 'ce',
  tasks: ['softmax'],
  from: 'logits',
  formula: 'wy (logsumexp(x) − xy)',
  initial: { alpha: 'none' },
  alpha: 'none',
  mean: 'samples',
  countsIgnored: true,
  remarks: [
    'class_weight is --class-weight here, and the mean divides by the number of samples, never by the sum of weights.',
    'Ignored rows count in its mean as 0 unless avg_non_ignore=True.',
  ],
  call: () => 'CrossEntropyLoss()',
}

export const openmmlab: readonly Library[] = [
  {
    name: 'mmdet',
    functions: [
      focal,
      {
        ...focal,
        name: 'mmdet.models.losses.FocalLoss(activated=True)',
        from: 'probs',
        holds: true,
        remarks: [
          ALWAYS,
          PER_POSITIVE,
          'No logarithm is below −100: probabilities up to 3.7e-44 all lose 100.',
        ],
        call: (parameters) => focal.call(parameters).replace('(', '(activated=True, '),
      },
      crossEntropy,
    ],
  },
  {
    name: 'mmseg',
    functions: [
      {
        ...focal,
        name: 'mmseg.models.losses.FocalLoss',
        source: 'VBTI-development/onedl-mmsegmentation mmseg/models/losses/focal_loss.py',
        initial: { alpha: 0.5, gamma: 2 },
        countsIgnored: true,
        remarks: [
          'alpha is 0.5 unless said, which halves the loss; it is always on.',
          'Each class is a sigmoid of its own.',
          'What is to be ignored counts in its mean as 0.',
        ],
      },
      {
        ...crossEntropy,
        name: 'mmseg.models.losses.CrossEntropyLoss',
        source: 'VBTI-development/onedl-mmsegmentation mmseg/models/losses/cross_entropy_loss.py',
        mean: 'class-weights',
        remarks: [
          'class_weight is --class-weight here; the mean divides by the sum of the class weights of the labels, plus 1.2e-7.',
          'Without class_weight, ignored rows count in its mean as 0 unless avg_non_ignore=True.',
        ],
      },
    ],
  },
  {
    name: 'mmpretrain',
    functions: [
      {
        ...focal,
        name: 'mmpretrain.models.losses.FocalLoss',
        source: 'open-mmlab/mmpretrain mmpretrain/models/losses/focal_loss.py',
        remarks: [ALWAYS, 'Each class is a sigmoid of its own.'],
      },
    ],
  },
]
