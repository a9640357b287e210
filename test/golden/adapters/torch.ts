/** PyTorch, torchvision, fvcore, and the detectors that copy their function. */
import { type Adapter, average, elements, over, weightedMean } from '../expression.ts'
import type { Reason } from '../reasons.ts'
import { binary, type Samples, softmax } from '../samples.ts'
import { byClass, focal, onPositives, scaled, unlessNegative } from './words.ts'

/** alpha_t, with a negative alpha for off. */
export const sigmoidFocal: Adapter = (input, params) => ({
  spec: focal({ alpha: unlessNegative(params), gamma: params.gamma }),
  samples: binary(input),
  results: elements,
})

/** The mean over the columns, summed over the rows and divided by the boxes. */
const perBox: Adapter = (input, params) => {
  if (params.arg_slip) return 'outside'
  const samples = binary(input)
  return {
    spec: focal({ alpha: unlessNegative(params), gamma: params.gamma }),
    samples,
    results: { value: over(samples.columns * params.num_boxes!) },
  }
}

/** torch clamps every logarithm to −100, lossctl only those of exactly 0 and 1, so they differ in between. */
export const beyondTorchClamp = ({ margin }: Samples) => Array.from(margin, (s) => s < -100)

const star: Adapter = (input, params) => {
  if (params.gamma! < 1) return 'steepness'
  return {
    spec: `focal-star:alpha=${unlessNegative(params) ?? 'none'},gamma=${params.gamma},beta=0`,
    samples: binary(input),
    results: elements,
  }
}

export const torch: Readonly<Record<string, Adapter | Reason>> = {
  'torch.nn.functional.cross_entropy': (input, { weight, ignore_index }) => {
    const samples = softmax(input, { ignore: ignore_index })
    return {
      spec: 'ce',
      samples,
      weight: byClass(samples, weight as readonly number[] | null),
      results: { ...elements, mean: weightedMean },
    }
  },
  'torch.nn.functional.binary_cross_entropy': (input, { weight }) => {
    const samples = binary(input)
    return {
      spec: 'ce',
      samples,
      weight: scaled(onPositives(samples, 1), (weight as number | null) ?? 1),
      bitten: beyondTorchClamp(samples),
      results: elements,
    }
  },
  'torch.nn.functional.binary_cross_entropy_with_logits': (input, { weight, pos_weight }) => {
    const samples = binary(input)
    return {
      spec: 'ce',
      samples,
      weight: scaled(onPositives(samples, pos_weight), (weight as number | null) ?? 1),
      results: elements,
    }
  },
  'torchvision.ops.sigmoid_focal_loss': sigmoidFocal,
  'fvcore.nn.sigmoid_focal_loss': sigmoidFocal,
  'fvcore.nn.sigmoid_focal_loss_star': star,
  'detr.sigmoid_focal_loss': perBox,
  'transformers.sigmoid_focal_loss': perBox,
  'transformers.fixed_cross_entropy': (input, { num_items_in_batch: items }) => ({
    spec: 'ce',
    samples: softmax(input),
    results: { value: typeof items === 'number' ? over(items) : average },
  }),
}
