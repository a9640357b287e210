/** Repositories on Keras and TensorFlow. */
import { sigmoid } from '../../../src/losses/functions.ts'
import { type Adapter, average, averageOfRows, type Expression, each, sum } from '../expression.ts'
import type { Params, PeerInput } from '../peer.ts'
import type { Reason } from '../reasons.ts'
import { binary, clippedRows, outside, type Samples, softmax } from '../samples.ts'
import { byClass, CLIP, clipped, focal, onPositives } from './words.ts'

/** The floor of 1e-7 is under pt itself, not under a rounded 1 − 1e-7. */
const floored = ({ margin }: Samples, { from_logits }: Params) =>
  from_logits ? undefined : Array.from(margin, (s) => Math.min(sigmoid(s), sigmoid(-s)) < CLIP * (1 - 1e-12))

/** pos_weight instead of alpha. */
const artemmavrinBinary: Adapter = (input, params) => {
  const samples = binary(input)
  return {
    spec: focal({ gamma: params.gamma }),
    samples,
    weight: onPositives(samples, params.pos_weight),
    bitten: floored(samples, params),
    results: { none: each },
  }
}

const artemmavrinSparse: Adapter = (input, { gamma, class_weight, from_logits }) => {
  if (typeof gamma !== 'number') return 'asymmetric'
  // Its cross-entropy divides rows of probabilities by their sum, its modulating factor does not.
  const samples = softmax(input, { renormalize: true })
  const rows = from_logits ? [] : clippedRows(input, CLIP)
  return {
    spec: focal({ gamma }),
    samples,
    weight: byClass(samples, class_weight),
    bitten: rows.map((bites, row) => bites || (gamma !== 0 && !isNormalized(input, row))),
    results: { none: each },
  }
}

function isNormalized({ p }: PeerInput, row: number): boolean {
  const total = (p as readonly (readonly number[])[])[row].reduce((sum, one) => sum + one, 0)
  return Math.abs(total - 1) < 1e-9
}

const segmentationModels: Adapter = (input, { fn, alpha, gamma }) => {
  if (fn === 'binary_focal_loss') {
    const samples = binary(input)
    return {
      spec: focal({ alpha, gamma }),
      samples,
      bitten: clipped(samples),
      results: { value: average },
    }
  }
  // A constant alpha, and the mean over every cell of a matrix that is zero beside the truth.
  const samples = softmax(input)
  const factor = (fn === 'categorical_focal_loss' ? (alpha as number) : 1) / samples.classes
  return {
    spec: focal({ gamma: gamma ?? 0 }),
    samples,
    factor,
    bitten: clipped(samples),
    results: { value: average },
  }
}

const smallRepositories: Adapter = (input, { peer, alpha, gamma }) => {
  if (peer?.endsWith('categorical')) return smallCategorical(input, { peer, alpha, gamma })
  const samples = binary(input)
  const shared = { spec: focal({ alpha, gamma }), samples, results: { value: average, none: each } }
  if (peer === 'mkocabas') return { ...shared, adds: { value: CLIP } }
  return { ...shared, bitten: clipped(samples) }
}

function smallCategorical(input: PeerInput, { peer, alpha, gamma }: Params): Expression {
  const samples = softmax(input)
  const list = typeof alpha === 'number' ? null : alpha
  return {
    spec: focal({ alpha: list, gamma }),
    samples,
    factor: typeof alpha === 'number' ? alpha : 1,
    bitten: clipped(samples),
    results: { none: each, value: peer === 'umbertogriffo.categorical' ? averageOfRows : average },
  }
}

export const kerasRepositories: Readonly<Record<string, Adapter | Reason>> = {
  'artemmavrin.binary_focal_loss': artemmavrinBinary,
  'artemmavrin.sparse_categorical_focal_loss': artemmavrinSparse,
  'segmentation_models.focal': segmentationModels,
  keras_small_repos: smallRepositories,
  'ailias.focal_loss': (input, { alpha, gamma }) => {
    if (gamma === 0) return 'mistake'
    const samples = binary(input)
    return { spec: focal({ alpha, gamma }), samples, bitten: outside(samples, 1e-8), results: { value: sum } }
  },
  'zhezh.focal_loss': (input, { alpha, gamma }) => {
    const samples = softmax(input)
    return {
      spec: focal({ gamma }),
      samples,
      factor: alpha as number,
      adds: { none: 1e-9 },
      results: { none: each },
    }
  },
}
