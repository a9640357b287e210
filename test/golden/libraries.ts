/** Which file of shared/golden holds what each function of `--compat` gave, and its parameters in our words. */
import { softplus } from '../../src/losses/functions.ts'
import { each, type Reduction, rowMeans, rowSums } from './expression.ts'
import { flatten, type Params, type PeerInput } from './peer.ts'
import { binary, everyClass, oneHot, oneVsRest, type Samples, softmax } from './samples.ts'

export interface LibraryPeer {
  readonly file: string
  /** Null leaves a case out: it is another function of the same file, or beyond lossctl. */
  samples(input: PeerInput, params: Params): Samples | null
  spec(params: Params): string
  /** How the element results are laid out; one per sample unless said. */
  readonly elements?: Reduction
  /** Class weights of a case; then its elements are not compared, only its mean and its sum. */
  readonly classWeights?: (params: Params) => readonly number[] | null | undefined
  /** What the peer adds to every element that lossctl leaves out, at most. */
  readonly slack?: (input: PeerInput) => number
  /** Names of the results: elements, mean and sum. */
  readonly results: Readonly<Record<string, 'elements' | 'mean' | 'sum'>>
}

const USUAL = { none: 'elements', mean: 'mean', sum: 'sum' } as const

const focal = ({ alpha, gamma }: Params) => `focal:alpha=${alpha ?? 'none'},gamma=${gamma}`
const negativeIsOff = (params: Params) =>
  focal({ ...params, alpha: (params.alpha as number) < 0 ? null : params.alpha })
const ce = () => 'ce'

const hard = (input: PeerInput) => !input.kind.endsWith('_soft')
const sigmoid = (input: PeerInput) => (hard(input) ? binary(input) : null)
const unsmoothed = (input: PeerInput, params: Params) => (params.label_smoothing ? null : sigmoid(input))
const classes = (input: PeerInput) => (hard(input) ? softmax(input) : null)
const shares = (input: PeerInput, params: Params) =>
  hard(input) && input.ignore_index === undefined && !params.label_smoothing
    ? softmax(input, { renormalize: true })
    : null

/** By the function's name, and by the file where one has several. */
export const LIBRARY_PEERS: Readonly<Record<string, readonly LibraryPeer[]>> = {
  'torch.nn.functional.binary_cross_entropy_with_logits': [
    {
      file: 'torch.nn.functional.binary_cross_entropy_with_logits',
      samples: (input, { weight, pos_weight }) => (weight || pos_weight ? null : sigmoid(input)),
      spec: ce,
      results: USUAL,
    },
  ],
  'torch.nn.functional.binary_cross_entropy': [
    {
      file: 'torch.nn.functional.binary_cross_entropy',
      samples: (input, { weight }) => (weight ? null : sigmoid(input)),
      spec: ce,
      results: USUAL,
    },
  ],
  'torch.nn.functional.cross_entropy': [
    {
      file: 'torch.nn.functional.cross_entropy',
      samples: (input, { label_smoothing, ignore_index }) =>
        label_smoothing || !hard(input) ? null : softmax(input, { ignore: ignore_index }),
      classWeights: ({ weight }) => weight as readonly number[] | null,
      spec: ce,
      elements: each,
      results: USUAL,
    },
  ],
  'torchvision.ops.sigmoid_focal_loss': [
    { file: 'torchvision.ops.sigmoid_focal_loss', samples: sigmoid, spec: negativeIsOff, results: USUAL },
  ],
  'fvcore.nn.sigmoid_focal_loss': [
    { file: 'fvcore.nn.sigmoid_focal_loss', samples: sigmoid, spec: negativeIsOff, results: USUAL },
  ],
  'fvcore.nn.sigmoid_focal_loss_star': [
    {
      file: 'fvcore.nn.sigmoid_focal_loss_star',
      samples: (input, { gamma }) => (gamma! < 1 ? null : sigmoid(input)),
      spec: (params) => negativeIsOff(params).replace('focal', 'focal-star'),
      results: USUAL,
    },
  ],
  'keras.losses.BinaryCrossentropy': [
    {
      file: 'keras.binary_crossentropy',
      samples: unsmoothed,
      spec: ce,
      elements: rowMeans,
      results: { none: 'elements' },
    },
  ],
  'keras.losses.BinaryFocalCrossentropy': [
    {
      file: 'keras.binary_focal_crossentropy',
      samples: unsmoothed,
      spec: ({ alpha, gamma, apply_class_balancing }) =>
        focal({ alpha: apply_class_balancing ? alpha : null, gamma }),
      elements: rowMeans,
      results: { none: 'elements' },
    },
  ],
  'keras.losses.CategoricalCrossentropy': [
    {
      file: 'keras.categorical_crossentropy',
      samples: (input, params) =>
        params.fn === 'sparse' && !params.from_logits ? null : shares(input, params),
      spec: ce,
      results: { none: 'elements' },
    },
  ],
  'keras.losses.CategoricalFocalCrossentropy': [
    {
      file: 'keras.categorical_focal_crossentropy',
      samples: (input, params) =>
        typeof params.alpha === 'number' && params.alpha > 1 ? null : shares(input, params),
      spec: focal,
      results: { none: 'elements' },
    },
  ],
  'tfa.losses.SigmoidFocalCrossEntropy': [
    {
      file: 'tfa.sigmoid_focal_crossentropy',
      samples: sigmoid,
      spec: focal,
      elements: rowSums,
      results: { none: 'elements' },
    },
  ],
  'optax.sigmoid_binary_cross_entropy': [
    { file: 'optax.sigmoid_binary_cross_entropy', samples: sigmoid, spec: ce, results: { none: 'elements' } },
  ],
  'optax.softmax_cross_entropy_with_integer_labels': [
    {
      file: 'optax.softmax_cross_entropy',
      // It knows no label to ignore, and gives NaN there.
      samples: (input) => (input.ignore_index === undefined ? classes(input) : null),
      spec: ce,
      results: { integer_labels: 'elements' },
    },
  ],
  'optax.sigmoid_focal_loss': [
    { file: 'optax.sigmoid_focal_loss', samples: sigmoid, spec: focal, results: { none: 'elements' } },
  ],
  'optax.poly_loss_cross_entropy': [
    {
      file: 'optax.poly_loss_cross_entropy',
      samples: (input, { label_smoothing_applied_by_caller: smoothed }) => (smoothed ? null : classes(input)),
      spec: ({ epsilon }) => `poly1:epsilon=${epsilon}`,
      results: { none: 'elements' },
    },
  ],
  'kornia.losses.binary_focal_loss_with_logits': [
    {
      file: 'kornia.losses.binary_focal_loss_with_logits',
      samples: (input, { pos_weight }) => (pos_weight ? null : sigmoid(input)),
      spec: focal,
      results: USUAL,
    },
  ],
  'kornia.losses.focal_loss': [
    {
      file: 'kornia.losses.focal_loss',
      samples: (input, { weight }) => (weight ? null : oneHotOf(input)),
      spec: focal,
      elements: each,
      slack: leak,
      results: USUAL,
    },
  ],
  'monai.losses.FocalLoss': [
    {
      file: 'monai.losses.sigmoid_focal_loss',
      samples: sigmoid,
      spec: focal,
      results: { none: 'elements' },
    },
    {
      file: 'monai.losses.FocalLoss',
      samples: (input, { use_softmax, include_background, weight }) =>
        use_softmax || !include_background || weight ? null : oneVsRest(input),
      spec: focal,
      results: USUAL,
    },
  ],
  'monai.losses.FocalLoss(use_softmax=True)': [
    {
      file: 'monai.losses.softmax_focal_loss',
      samples: (input) => oneHotOf(input),
      spec: focal,
      elements: each,
      results: { none: 'elements' },
    },
    {
      file: 'monai.losses.FocalLoss',
      samples: (input, { use_softmax, include_background, weight }) =>
        !use_softmax || !include_background || weight ? null : oneHotOf(input),
      spec: focal,
      elements: each,
      results: USUAL,
    },
  ],
  'segmentation_models_pytorch.losses.FocalLoss': [
    {
      file: 'smp_new.FocalLoss',
      samples: (input, { mode, normalized, reduced_threshold }) =>
        mode !== 'binary' || normalized || reduced_threshold ? null : sigmoid(input),
      spec: focal,
      results: { value: 'mean' },
    },
  ],
  'segmentation_models_pytorch.losses.SoftCrossEntropyLoss': [
    {
      file: 'smp_new.SoftCrossEntropyLoss',
      samples: (input, { smooth_factor }) => (smooth_factor !== 0 ? null : classes(input)),
      spec: ce,
      elements: each,
      results: USUAL,
    },
  ],
  'timm.loss.BinaryCrossEntropy': [
    {
      file: 'timm.loss',
      samples: (input, { fn, smoothing, sum_classes }) =>
        fn !== 'BinaryCrossEntropy' || smoothing || sum_classes ? null : oneVsRest(input),
      spec: ce,
      results: { mean: 'mean' },
    },
  ],
  'catalyst.metrics.functional.sigmoid_focal_loss': [
    {
      file: 'catalyst.sigmoid_focal_loss',
      samples: (input, { fn }) => (fn === 'reduced_focal_loss' ? null : sigmoid(input)),
      spec: focal,
      results: USUAL,
    },
  ],
  'utils.loss.FocalLoss': [
    {
      file: 'ultralytics.FocalLoss',
      samples: (input, { peer, pos_weight }) => (pos_weight || peer !== 'yolov5' ? null : sigmoid(input)),
      spec: focal,
      results: USUAL,
    },
  ],
  'mmdet.models.losses.FocalLoss': [
    {
      file: 'mmdet.py_sigmoid_focal_loss',
      samples: (input, { avg_factor, weight }) =>
        typeof avg_factor === 'number' || weight ? null : sigmoid(input),
      spec: focal,
      results: USUAL,
    },
  ],
  'mmdet.models.losses.FocalLoss(activated=True)': [
    {
      file: 'mmdet.py_focal_loss_with_prob',
      samples: sigmoid,
      spec: focal,
      results: USUAL,
    },
  ],
  'mmdet.models.losses.CrossEntropyLoss': [
    {
      file: 'mmdet.cross_entropy',
      samples: (input, { avg_non_ignore }) => (avg_non_ignore ? null : classes(input)),
      classWeights: ({ class_weight }) => class_weight,
      spec: ce,
      elements: each,
      results: USUAL,
    },
  ],
  'mmseg.models.losses.CrossEntropyLoss': [
    {
      file: 'mmseg.cross_entropy',
      samples: (input, { avg_non_ignore }) => (avg_non_ignore ? null : classes(input)),
      classWeights: ({ class_weight }) => class_weight,
      // What is added to the divisor, 2^-23, takes less than this from a mean: no case weighs less than 1.
      slack: (input) => 2 ** -23 * softplus(-Math.min(...everyClass(input).margin)),
      spec: ce,
      results: { mean: 'mean' },
    },
  ],
  'mmseg.models.losses.FocalLoss': [
    {
      file: 'mmseg.FocalLoss',
      samples: (input, { alpha, target }) =>
        typeof alpha === 'number' && target === 'one_hot' ? oneVsRest(input) : null,
      spec: focal,
      results: USUAL,
    },
  ],
  'mmpretrain.models.losses.FocalLoss': [
    { file: 'mmpretrain.FocalLoss', samples: (input) => oneVsRest(input), spec: focal, results: USUAL },
  ],
  'sklearn.metrics.log_loss': [
    {
      file: 'sklearn_1.9.1.log_loss',
      samples: (input, { dtype }) => {
        const used = dtype === 'float32' ? inFloats(input) : input
        return input.kind.startsWith('softmax') ? classes(used) : sigmoid(used)
      },
      spec: ce,
      results: USUAL,
    },
  ],
  'holocron.nn.functional.poly_loss': [
    {
      file: 'Holocron.poly_loss',
      samples: (input, { ignore_index }) => (ignore_index !== undefined ? null : classes(input)),
      classWeights: ({ weight }) => weight as readonly number[] | null,
      spec: ({ eps }) => `poly1:epsilon=${eps}`,
      results: USUAL,
    },
  ],
  'polyloss.Poly1CrossEntropyLoss': [
    {
      file: 'abhuse.Poly1CrossEntropyLoss',
      samples: (input, { weight }) => (weight ? null : classes(input)),
      spec: ({ epsilon }) => `poly1:epsilon=${epsilon}`,
      results: USUAL,
    },
  ],
  'polyloss.Poly1FocalLoss': [
    {
      file: 'abhuse.Poly1FocalLoss',
      samples: (input, { weight, pos_weight }) =>
        weight || pos_weight ? null : input.kind.startsWith('softmax') ? oneVsRest(input) : sigmoid(input),
      spec: (params) => `poly1-${negativeIsOff(params)},epsilon=${params.epsilon}`,
      results: USUAL,
    },
  ],
  'focal_loss.FocalLoss': [
    {
      file: 'AdeelH.FocalLoss',
      samples: (input) => classes(input),
      spec: focal,
      results: USUAL,
    },
  ],
}

function inFloats(input: PeerInput): PeerInput {
  return { ...input, p: flatten(input.p).map(Math.fround) }
}

function oneHotOf(input: PeerInput): Samples | null {
  const samples = classes(input)
  return samples && oneHot(samples)
}

/** kornia's one-hot labels hold 1e-6 in every class: at most that much of its cross-entropy. */
function leak(input: PeerInput): number {
  return 1e-6 * softplus(-Math.min(...everyClass(input).margin))
}
