/** Keras and what is built on it. */
import {
  type Adapter,
  average,
  averageOfRows,
  each,
  rowMeans,
  rowSums,
  sum,
  weightedMean,
} from '../expression.ts'
import type { Params } from '../peer.ts'
import type { Reason } from '../reasons.ts'
import { binary, clippedRows, type Samples, softmax } from '../samples.ts'
import { byRow, CLIP, clipped, clippedUnlessLogits, focal, unlessFalsy } from './words.ts'

/** Keras on JAX clips logits too, through their probabilities; on TensorFlow it finds the logits again. */
type Clip = (samples: Samples, params: Params) => readonly boolean[] | undefined

const alphaIfBalanced = ({ alpha, apply_class_balancing }: Params) => (apply_class_balancing ? alpha : null)

const binaryCrossEntropy =
  (clip: Clip): Adapter =>
  (input, params) => {
    const samples = binary(input)
    return {
      spec: 'ce',
      samples,
      bitten: clip(samples, params),
      // Keras 2 adds its constant inside the logarithm as well.
      adds: { legacy_elementwise: params.from_logits ? 0 : CLIP },
      results: { none: rowMeans, legacy_elementwise: each },
    }
  }

const binaryFocal =
  (clip: Clip): Adapter =>
  (input, params) => {
    const samples = binary(input)
    return {
      spec: focal({ alpha: alphaIfBalanced(params), gamma: params.gamma }),
      samples,
      bitten: clip(samples, params),
      results: { none: rowMeans },
    }
  }

/** Rows of probabilities are divided by their sum, and then clipped; the sparse function clips before. */
const categorical: Adapter = (input, params) => {
  const samples = softmax(input, { renormalize: true })
  const before = params.fn === 'sparse' && !params.from_logits
  const bitten = before ? clippedRows(input, CLIP) : clippedUnlessLogits(samples, params)
  return { spec: 'ce', samples, bitten, results: { none: each, mean_class_float32: average } }
}

/** A single alpha is a constant here, the same for every class. */
const categoricalFocal: Adapter = (input, { alpha, gamma }) => {
  const samples = softmax(input, { renormalize: true })
  const list = typeof alpha === 'number' ? null : alpha
  return {
    spec: focal({ alpha: list, gamma }),
    samples,
    factor: typeof alpha === 'number' ? alpha : 1,
    bitten: clipped(samples),
    results: { none: each },
  }
}

const lossClasses: Adapter = (input, params) => {
  const samples = binary(input)
  const { reduction, sample_weight } = params
  const reduce = reduction === null ? rowMeans : { sum, mean_with_sample_weight: weightedMean }[reduction!]
  return {
    spec: focal({ alpha: alphaIfBalanced(params), gamma: params.gamma }),
    samples,
    weight: sample_weight ? byRow(samples, sample_weight) : undefined,
    // A row is the mean of its columns before rows are summed.
    factor: reduction === 'sum' ? 1 / samples.columns : 1,
    results: { value: reduce ?? average },
  }
}

export const keras: Readonly<Record<string, Adapter | Reason>> = {
  'keras.binary_crossentropy': binaryCrossEntropy(clippedUnlessLogits),
  'keras.binary_focal_crossentropy': binaryFocal(clippedUnlessLogits),
  'keras.categorical_crossentropy': categorical,
  'keras.categorical_focal_crossentropy': categoricalFocal,
  'keras.loss_classes': lossClasses,
  'keras_jax.binary_crossentropy': binaryCrossEntropy(clipped),
  'keras_jax.binary_focal_crossentropy': binaryFocal(clipped),
  'keras_jax.categorical_crossentropy': categorical,
  'keras_cv.FocalLoss': (input, { alpha, gamma }) => ({
    spec: focal({ alpha, gamma }),
    samples: binary(input),
    results: { mean: averageOfRows, call_float64: rowSums },
  }),
  'tfa.sigmoid_focal_crossentropy': (input, params) => {
    const samples = binary(input)
    return {
      spec: focal({ alpha: unlessFalsy(params), gamma: params.gamma }),
      samples,
      bitten: clippedUnlessLogits(samples, params),
      adds: { none: params.from_logits ? 0 : CLIP },
      results: { none: rowSums },
    }
  },
}
