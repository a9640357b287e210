/**
 * Libraries on PyTorch and JAX for vision: kornia, MONAI, segmentation_models.pytorch, optax, timm and
 * others.
 */
import {
  type Adapter,
  average,
  averageOfCells,
  averageOfRows,
  each,
  elements,
  rowSums,
  sum,
  weightedMean,
} from '../expression.ts'
import type { PeerInput } from '../peer.ts'
import type { Reason } from '../reasons.ts'
import { binary, everyClass, oneHot, oneVsRest, softmax, withoutFirstClass } from '../samples.ts'
import { background, byClass, byColumn, focal, onPositives } from './words.ts'

/** What kornia's one_hot adds to every class, so that the others' terms leak into the loss. */
const LEAK = 1e-6

const korniaSoftmax: Adapter = (input, { alpha, gamma, weight, ignore_index }) => {
  const samples = everyClass(input, ignore_index)
  const classes = byClass(samples, weight as readonly number[] | null)
  return {
    spec: focal({ alpha: background(alpha, samples.classes), gamma }),
    samples,
    weight: samples.truth.map((truth, i) => (truth ? 1 : LEAK) * (classes?.[i] ?? 1)),
    results: { ...elements, mean: averageOfCells },
  }
}

const monaiSoftmax: Adapter = (input, { alpha, gamma }) => {
  const samples = oneHot(softmax(input))
  return {
    spec: focal({ alpha: background(alpha, samples.classes), gamma }),
    samples,
    results: { none: each },
  }
}

/** The module: its sum is a mean on matrices, and without background the alpha is dropped with softmax. */
const monaiModule: Adapter = (input, { alpha, gamma, use_softmax, include_background, weight }) => {
  const all = include_background !== false
  const used = all ? input : withoutFirstClass(input)
  const samples = use_softmax ? oneHot(softmax(used)) : oneVsRest({ ...used, ignore_index: undefined })
  const balance = use_softmax ? (all ? background(alpha, samples.classes) : null) : alpha
  return {
    spec: focal({ alpha: balance, gamma }),
    samples,
    weight: byClass(samples, weight as readonly number[] | undefined),
    results: { none: each, mean: averageOfCells, sum: averageOfCells },
  }
}

const catalyst: Adapter = (input, { fn, alpha, gamma }) =>
  fn === 'reduced_focal_loss'
    ? 'reduced'
    : { spec: focal({ alpha, gamma }), samples: binary(input), results: elements }

/** One against the rest; with from_logits off it takes the logarithms of probabilities for logits. */
const smp =
  (summed: boolean): Adapter =>
  (input, params) => {
    const { alpha, gamma, mode, normalized, reduced_threshold, class_weights } = params
    if (normalized) return 'normalized'
    if (reduced_threshold) return 'reduced'
    const spec = focal({ alpha, gamma })
    if (mode === 'binary') return { spec, samples: binary(input), results: { value: average } }
    const samples = oneVsRest(params.from_logits === false ? logarithms(input) : input)
    const weight = class_weights ? byColumn(samples, class_weights) : undefined
    return { spec, samples, weight, factor: summed ? samples.classes : 1, results: { value: weightedMean } }
  }

function logarithms({ p, y }: PeerInput): PeerInput {
  return {
    kind: 'softmax_logits',
    x: (p as readonly (readonly number[])[]).map((row) => row.map(Math.log)),
    y,
  }
}

const softCrossEntropy: Adapter = (input, { smooth_factor }) => {
  if (smooth_factor !== 0) return 'smoothing'
  return { spec: 'ce', samples: softmax(input), results: { ...elements, mean: averageOfRows } }
}

const timm: Adapter = (input, { fn, smoothing, sum_classes }) => {
  if (smoothing || fn !== 'BinaryCrossEntropy') return 'smoothing'
  return { spec: 'ce', samples: oneVsRest(input), results: { mean: sum_classes ? averageOfRows : average } }
}

const toolbelt: Adapter = (input, { alpha, gamma, activation, normalized, reduced_threshold }) => {
  if (activation) return 'mixed'
  if (normalized) return 'normalized'
  if (reduced_threshold) return 'reduced'
  return { spec: focal({ alpha, gamma }), samples: binary(input), results: elements }
}

/**
 * The modulating factor is a softmax's, the cross-entropy a sigmoid's: with gamma = 0 only the latter is
 * left.
 */
const toolbeltSoftmax: Adapter = (input, { gamma, reduced_threshold }) => {
  if (reduced_threshold || gamma !== 0) return 'mixed'
  return { spec: 'ce', samples: oneVsRest(input), results: { none: rowSums, mean: averageOfRows, sum } }
}

const sigmoidFocal: Adapter = (input, { alpha, gamma }) => ({
  spec: focal({ alpha, gamma }),
  samples: binary(input),
  results: { none: each },
})

export const libraries: Readonly<Record<string, Adapter | Reason>> = {
  'kornia.losses.focal_loss': korniaSoftmax,
  'kornia.losses.binary_focal_loss_with_logits': (input, { alpha, gamma, pos_weight }) => {
    const samples = binary(input)
    return {
      spec: focal({ alpha, gamma }),
      samples,
      weight: onPositives(samples, pos_weight),
      results: elements,
    }
  },
  'monai.losses.FocalLoss': monaiModule,
  'monai.losses.sigmoid_focal_loss': sigmoidFocal,
  'monai.losses.softmax_focal_loss': monaiSoftmax,
  'optax.sigmoid_binary_cross_entropy': (input) => ({
    spec: 'ce',
    samples: binary(input),
    results: { none: each },
  }),
  'optax.sigmoid_focal_loss': sigmoidFocal,
  'optax_head.sigmoid_focal_loss': sigmoidFocal,
  'optax.softmax_cross_entropy': (input) =>
    input.ignore_index === undefined
      ? { spec: 'ce', samples: softmax(input), results: { integer_labels: each, one_hot: each } }
      : 'ignore',
  'catalyst.sigmoid_focal_loss': catalyst,
  'smp_new.FocalLoss': smp(false),
  'smp_old.FocalLoss': smp(true),
  'smp_new.SoftBCEWithLogitsLoss': (input, { smooth_factor }) =>
    smooth_factor ? 'smoothing' : { spec: 'ce', samples: binary(input), results: elements },
  'smp_new.SoftCrossEntropyLoss': softCrossEntropy,
  'timm.loss': timm,
  'toolbelt.focal_loss_with_logits': toolbelt,
  'toolbelt.softmax_focal_loss_with_logits': toolbeltSoftmax,
}
