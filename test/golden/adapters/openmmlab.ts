/** OpenMMLab: mmdet, mmseg and mmpretrain. */
import { type Adapter, average, averageOfRows, elements, over } from '../expression.ts'
import type { Reason } from '../reasons.ts'
import { binary, oneVsRest, outside, softmax } from '../samples.ts'
import { beyondTorchClamp } from './torch.ts'
import { byClass, byColumn, byRow, focal, positives } from './words.ts'

/** What is added to every averaging factor: the spacing of float32 at 1. */
const SPACING = 2 ** -23

const mmdetFocal: Adapter = (input, { alpha, gamma, avg_factor: factor, weight }) => {
  const samples = binary(input)
  return {
    spec: focal({ alpha, gamma }),
    samples,
    weight: weight ? byRow(samples, weight as readonly number[]) : undefined,
    results: { ...elements, mean: typeof factor === 'number' ? over(factor + SPACING) : average },
  }
}

/** A class weight that the mean does not divide by is an alpha. */
const mmdetCrossEntropy: Adapter = (input, { class_weight, avg_non_ignore }) => {
  const samples = softmax(input)
  return {
    spec: `ce:alpha=${class_weight ?? 'none'}`,
    samples,
    results: { ...elements, mean: avg_non_ignore ? over(samples.margin.length + SPACING) : averageOfRows },
  }
}

const mmsegCrossEntropy: Adapter = (input, { class_weight, avg_non_ignore }) => {
  const samples = softmax(input)
  const weight = byClass(samples, class_weight)
  const count = avg_non_ignore ? samples.margin.length : samples.rows
  const divisor = weight ? weight.reduce((total, one) => total + one, 0) : count
  return { spec: 'ce', samples, weight, results: { ...elements, mean: over(divisor + SPACING) } }
}

/** A list of alphas is one balance a column: alpha_c for its positives, 1 − alpha_c for its negatives. */
const mmsegFocal: Adapter = (input, { alpha, gamma }) => {
  const samples = oneVsRest(input)
  if (typeof alpha === 'number') return { spec: focal({ alpha, gamma }), samples, results: elements }
  const column = byColumn(samples, alpha!)
  const weight = column.map((factor, i) => (samples.label[i] ? factor : 1 - factor))
  return { spec: focal({ gamma }), samples, weight, results: elements }
}

export const openmmlab: Readonly<Record<string, Adapter | Reason>> = {
  'mmdet.py_sigmoid_focal_loss': mmdetFocal,
  'mmdet.py_focal_loss_with_prob': (input, { alpha, gamma }) => {
    const samples = binary(input)
    return { spec: focal({ alpha, gamma }), samples, bitten: beyondTorchClamp(samples), results: elements }
  },
  'mmdet.FocalLoss_from_class_index': (input, { alpha, gamma }) => {
    const samples = oneVsRest(input)
    const perPositive = over(positives(samples) + SPACING)
    return {
      spec: focal({ alpha, gamma }),
      samples,
      results: { ...elements, mean_avg_factor_npos: perPositive },
    }
  },
  'mmdet.cross_entropy': mmdetCrossEntropy,
  'mmdet.GHMC': 'batch',
  'mmdet.distribution_focal_loss': 'soft',
  'mmdet.gaussian_focal_loss': 'soft',
  'mmdet.quality_focal_loss': 'soft',
  'mmdet.seesaw_ce_loss': 'batch',
  'mmdet.varifocal_loss': 'soft',
  'mmpretrain.FocalLoss': (input, { alpha, gamma }) => ({
    spec: focal({ alpha, gamma }),
    samples: oneVsRest(input),
    results: elements,
  }),
  'mmpretrain.LabelSmoothLoss': 'smoothing',
  'mmpretrain.asymmetric_loss': (input, { gamma_pos, gamma_neg, clip, eps }) => {
    if (gamma_pos !== gamma_neg || clip !== 0) return 'asymmetric'
    const samples = binary(input)
    return {
      spec: focal({ gamma: gamma_pos as number }),
      samples,
      bitten: outside(samples, eps!),
      results: elements,
    }
  },
  'mmseg.FocalLoss': mmsegFocal,
  'mmseg.cross_entropy': mmsegCrossEntropy,
}
