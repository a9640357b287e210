/** Libraries on PyTorch for images: kornia, MONAI, segmentation_models.pytorch, timm, catalyst, YOLOv5. */
import { callOf, IN_FLOAT32, type Library, type LibraryFunction, NOT_REDUCED, SIGMOID } from './library.ts'

const BACKGROUND = 'A single alpha takes class 0 for background: it gets 1 − α, every other class α.'
const DILUTED =
  'It keeps a matrix of samples × classes with one loss per row, and its mean divides by all of it: smaller by the number of classes.'
const IGNORED = 'Labels to ignore count in its mean, as 0.'

const sigmoidFocal: LibraryFunction = {
  name: 'kornia.losses.binary_focal_loss_with_logits',
  source: 'kornia/kornia kornia/losses/focal.py',
  loss: 'focal',
  tasks: SIGMOID,
  from: 'logits',
  formula: 'αt (1 − pt)^γ BCE',
  initial: { alpha: 0.25, gamma: 2 },
  alpha: 'balance',
  mean: 'samples',
  remarks: ['alpha is 0.25 unless said; None switches it off.', NOT_REDUCED],
  call: callOf('kornia.losses.binary_focal_loss_with_logits', ['alpha', 'gamma'], 'None'),
}

const crossEntropy: LibraryFunction = {
  name: 'timm.loss.LabelSmoothingCrossEntropy',
  source: 'huggingface/pytorch-image-models timm/loss/cross_entropy.py',
  loss: 'ce',
  tasks: ['softmax'],
  from: 'logits',
  formula: '(1 − s) CE + s mean over classes of −ln pc',
  initial: { alpha: 'none' },
  alpha: 'none',
  mean: 'samples',
  remarks: ['It smooths by s = 0.1 unless said, which takes more than pt: lossctl computes smoothing=0.'],
  call: () => 'timm.loss.LabelSmoothingCrossEntropy(smoothing=0.0)',
}

export const vision: readonly Library[] = [
  {
    name: 'kornia',
    functions: [
      { ...sigmoidFocal, countsIgnored: true, remarks: [...sigmoidFocal.remarks, IGNORED] },
      {
        ...sigmoidFocal,
        name: 'kornia.losses.focal_loss',
        tasks: ['softmax'],
        formula: '−oc αc (1 − pc)^γ ln pc, o the one-hot labels plus 1e-6',
        initial: { alpha: 'none', gamma: 2 },
        alpha: 'background',
        mean: 'cells',
        countsIgnored: true,
        remarks: [
          'alpha has no default; None is off.',
          BACKGROUND,
          DILUTED,
          IGNORED,
          'Its one-hot labels hold 1e-6 in every class, whose terms take more than pt: they are left out here.',
        ],
        call: callOf('kornia.losses.focal_loss', ['alpha', 'gamma'], 'None'),
      },
    ],
  },
  {
    name: 'monai',
    functions: [
      {
        ...sigmoidFocal,
        name: 'monai.losses.FocalLoss',
        source: 'Project-MONAI/MONAI monai/losses/focal_loss.py',
        initial: { alpha: 'none', gamma: 2 },
        sumIsMean: true,
        remarks: ['alpha is off (None) unless said.', 'reduction="sum" of a matrix is its mean.', IN_FLOAT32],
        call: callOf('monai.losses.FocalLoss', ['alpha', 'gamma'], 'None'),
      },
      {
        ...sigmoidFocal,
        name: 'monai.losses.FocalLoss(use_softmax=True)',
        source: 'Project-MONAI/MONAI monai/losses/focal_loss.py',
        tasks: ['softmax'],
        formula: '−αc (1 − pc)^γ yc ln pc',
        initial: { alpha: 'none', gamma: 2 },
        alpha: 'background',
        mean: 'cells',
        sumIsMean: true,
        remarks: [
          'alpha is off (None) unless said.',
          BACKGROUND,
          DILUTED,
          'reduction="sum" of a matrix is its mean.',
          'include_background=False drops the logits of class 0 before softmax, which lossctl does not compute.',
          IN_FLOAT32,
        ],
        call: (parameters) =>
          callOf(
            'monai.losses.FocalLoss',
            ['alpha', 'gamma'],
            'None',
          )(parameters).replace('(', '(use_softmax=True, to_onehot_y=True, '),
      },
    ],
  },
  {
    name: 'smp',
    functions: [
      {
        ...sigmoidFocal,
        name: 'segmentation_models_pytorch.losses.FocalLoss',
        source: 'qubvel-org/segmentation_models.pytorch segmentation_models_pytorch/losses/focal.py',
        initial: { alpha: 'none', gamma: 2 },
        remarks: [
          'alpha is off (None) unless said.',
          'pt is exp(−BCE), the same for labels of 0 and 1.',
          'mode="multiclass" takes the sigmoid of each class against the rest, and no softmax: that is multi-label here.',
        ],
        call: (parameters) =>
          callOf('smp.losses.FocalLoss', ['alpha', 'gamma'], 'None')(parameters).replace('(', '("binary", '),
      },
      {
        ...crossEntropy,
        name: 'segmentation_models_pytorch.losses.SoftCrossEntropyLoss',
        source: 'qubvel-org/segmentation_models.pytorch segmentation_models_pytorch/losses/soft_ce.py',
        countsIgnored: true,
        remarks: [
          IGNORED,
          'smooth_factor takes more than pt: lossctl has none. Its default, None, raises an error.',
        ],
        call: () => 'smp.losses.SoftCrossEntropyLoss(smooth_factor=0.0)',
      },
    ],
  },
  {
    name: 'timm',
    functions: [
      crossEntropy,
      {
        ...crossEntropy,
        name: 'timm.loss.BinaryCrossEntropy',
        source: 'huggingface/pytorch-image-models timm/loss/binary_cross_entropy.py',
        tasks: SIGMOID,
        formula: 'BCE of labels smoothed to 1 − s + s ÷ C and s ÷ C',
        call: () => 'timm.loss.BinaryCrossEntropy(smoothing=0.0)',
      },
    ],
  },
  {
    name: 'catalyst',
    functions: [
      {
        ...sigmoidFocal,
        name: 'catalyst.metrics.functional.sigmoid_focal_loss',
        source: 'catalyst-team/catalyst catalyst/metrics/functional/_focal.py',
        remarks: [
          'alpha is 0.25 unless said; None switches it off.',
          'pt is exp(−BCE), the same for labels of 0 and 1.',
        ],
        call: callOf('catalyst.metrics.functional.sigmoid_focal_loss', ['alpha', 'gamma'], 'None'),
      },
    ],
  },
  {
    name: 'ultralytics',
    functions: [
      {
        ...sigmoidFocal,
        name: 'utils.loss.FocalLoss',
        source: 'ultralytics/yolov5 utils/loss.py',
        initial: { alpha: 0.25, gamma: 1.5 },
        alwaysOn: true,
        remarks: [
          'gamma is 1.5 and alpha 0.25 unless said; alpha cannot be off.',
          'It wraps nn.BCEWithLogitsLoss, whose pos_weight stays in the cross-entropy but not in pt.',
        ],
        call: (parameters) =>
          callOf('FocalLoss', ['gamma', 'alpha'], '')(parameters).replace('(', '(nn.BCEWithLogitsLoss(), '),
      },
    ],
  },
]
