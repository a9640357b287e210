/** PyTorch, torchvision and fvcore. */
import {
  callOf,
  IN_FLOAT32,
  type Library,
  type LibraryFunction,
  NOT_REDUCED,
  pythonArguments,
  SIGMOID,
} from './library.ts'

const withLogits: LibraryFunction = {
  name: 'torch.nn.functional.binary_cross_entropy_with_logits',
  source: 'pytorch 1.13, torch/nn/functional.py',
  loss: 'ce',
  tasks: SIGMOID,
  from: 'logits',
  formula: '(1 − y) x + (1 + (pos_weight − 1) y) softplus(−x)',
  initial: { alpha: 'none' },
  alpha: 'none',
  mean: 'samples',
  remarks: [
    'weight and pos_weight multiply, and the mean divides by the number of elements, not by the sum of weights.',
    'pos_weight is --class-weight 1,W here.',
  ],
  call: () => 'F.binary_cross_entropy_with_logits(logits, labels)',
}

const ofProbabilities: LibraryFunction = {
  ...withLogits,
  name: 'torch.nn.functional.binary_cross_entropy',
  from: 'probs',
  formula: '−(y max(ln p, −100) + (1 − y) max(ln(1 − p), −100))',
  holds: true,
  remarks: [
    'No logarithm is below −100: probabilities up to 3.7e-44 all lose 100, where lossctl holds that of 0 alone.',
    'weight multiplies, and the mean divides by the number of elements, not by the sum of weights.',
  ],
  call: () => 'F.binary_cross_entropy(probabilities, labels)',
}

const crossEntropy: LibraryFunction = {
  name: 'torch.nn.functional.cross_entropy',
  source: 'pytorch 1.13, torch/nn/functional.py',
  loss: 'ce',
  tasks: ['softmax'],
  from: 'logits',
  formula: 'wy (logsumexp(x) − xy)',
  initial: { alpha: 'none' },
  alpha: 'none',
  mean: 'weights',
  remarks: ['weight is --class-weight here; the mean divides by the sum of the weights of the labels.'],
  call: () => 'F.cross_entropy(logits, labels)',
}

const sigmoidFocal: LibraryFunction = {
  name: 'torchvision.ops.sigmoid_focal_loss',
  source: 'pytorch/vision torchvision/ops/focal_loss.py',
  loss: 'focal',
  tasks: SIGMOID,
  from: 'logits',
  formula: 'αt (1 − pt)^γ BCE',
  initial: { alpha: 0.25, gamma: 2 },
  alpha: 'balance',
  mean: 'samples',
  remarks: ['alpha is 0.25 unless said; a negative one switches it off.', NOT_REDUCED],
  call: callOf('torchvision.ops.sigmoid_focal_loss', ['alpha', 'gamma'], '-1'),
}

export const pytorch: readonly Library[] = [
  { name: 'torch', functions: [withLogits, ofProbabilities, crossEntropy] },
  { name: 'torchvision', functions: [sigmoidFocal] },
  {
    name: 'fvcore',
    functions: [
      {
        ...sigmoidFocal,
        name: 'fvcore.nn.sigmoid_focal_loss',
        source: 'facebookresearch/fvcore fvcore/nn/focal_loss.py',
        initial: { alpha: 'none', gamma: 2 },
        remarks: ['alpha is off (−1) unless said.', NOT_REDUCED, IN_FLOAT32],
        call: callOf('fvcore.nn.sigmoid_focal_loss', ['alpha', 'gamma'], '-1'),
      },
      {
        ...sigmoidFocal,
        name: 'fvcore.nn.sigmoid_focal_loss_star',
        source: 'facebookresearch/fvcore fvcore/nn/focal_loss.py',
        loss: 'focal-star',
        formula: 'αt −logsigmoid(γ z) ÷ γ, z = ±x',
        initial: { alpha: 'none', gamma: 1, beta: 0 },
        fixed: ['beta'],
        remarks: ['gamma is 1 and alpha off (−1) unless said; there is no β.', NOT_REDUCED, IN_FLOAT32],
        call: (parameters) =>
          `fvcore.nn.sigmoid_focal_loss_star(${pythonArguments(parameters, { alpha: 'alpha', gamma: 'gamma' }, '-1')})`,
      },
    ],
  },
]
