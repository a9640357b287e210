/** Detectors: YOLO, RetinaNet, EfficientDet, CenterNet; and class-balanced loss. */
import { type Adapter, averageOfCells, type Expression, each, elements, over, sum } from '../expression.ts'
import { flatten, type Params, type PeerInput } from '../peer.ts'
import type { Reason } from '../reasons.ts'
import { binary, everyClass, oneVsRest, type Samples } from '../samples.ts'
import { byRow, CLIP, clipped, focal, onPositives, positives, unlessFalsy } from './words.ts'

const yolo: Adapter = (input, { peer, alpha, gamma, pos_weight }) => {
  if (peer?.includes('QFocal') || peer?.includes('Varifocal')) return 'soft'
  const samples = binary(input)
  if (peer === 'yolov5') {
    return {
      spec: focal({ alpha, gamma }),
      samples,
      weight: onPositives(samples, pos_weight),
      results: elements,
    }
  }
  return {
    spec: focal({ alpha: unlessFalsy({ alpha }), gamma }),
    samples,
    results: { value: over(samples.columns) },
  }
}

/** Every function divides by what its caller counts as positives. */
const google: Adapter = (input, { peer, alpha, gamma, normalizer }) => {
  const samples = binary(input)
  if (peer === 'richardaecn') {
    const factor = alpha as number
    return { spec: focal({ gamma }), samples, factor, results: { value: over(positives(samples)) } }
  }
  return {
    spec: focal({ alpha, gamma }),
    samples,
    factor: 1 / (normalizer ?? 1),
    results: { none: each, value: sum },
  }
}

/**
 * Anchors of state −1 are ignored, those of state 1 counted; the probabilities are sigmoids of the stored
 * logits.
 */
const fizyr: Adapter = (input, { alpha, gamma, anchor_state }) => {
  const states = anchor_state as readonly number[]
  const samples = binary(input)
  const weight = byRow(
    samples,
    states.map((state) => (state < 0 ? 0 : 1)),
  )
  const anchors = states.filter((state) => state === 1).length
  return {
    spec: focal({ alpha, gamma }),
    samples,
    weight,
    adds: { value: CLIP },
    bitten: clipped(samples).map((bites, i) => bites && weight[i] > 0),
    results: { value: over(Math.max(1, anchors)) },
  }
}

/** One weight for both classes, here a cell's own. */
const classBalanced: Adapter = (input, params) => {
  if (typeof params.single_logit === 'number') return oneLogit(params.single_logit, params)
  if (params.fn === 'CB_loss') return byEffectiveNumber(input, params)
  const samples = binary(input)
  const weight = flatten(params.alpha as readonly number[])
  return {
    spec: focal({ gamma: params.gamma }),
    samples,
    weight,
    results: { value: over(positives(samples)) },
  }
}

/** Below −709 its modulator overflows, and a hopeless positive loses nothing. */
function oneLogit(logit: number, { label, gamma }: Params): ReturnType<Adapter> {
  if (logit < -709) return 'overflow'
  const samples = binary({ kind: 'binary_logits', x: [logit], y: [label as number] })
  return { spec: focal({ gamma }), samples, results: { value: sum } }
}

/**
 * A row's weight is that of its class. The focal one is a sigmoid's over N, the softmax one a BCE of every
 * class.
 */
function byEffectiveNumber(input: PeerInput, params: Params): Expression {
  const factors = effectiveNumbers(params.samples_per_cls as readonly number[], params.beta as number)
  const weightOf = (samples: Samples) =>
    byRow(
      samples,
      flatten(input.y).map((index) => factors[index]),
    )
  if (params.loss_type === 'focal') {
    const samples = oneVsRest(input)
    const value = over(positives(samples))
    return { spec: focal({ gamma: params.gamma }), samples, weight: weightOf(samples), results: { value } }
  }
  const samples = againstRest(everyClass(input))
  return { spec: 'ce', samples, weight: weightOf(samples), results: { value: averageOfCells } }
}

/**
 * Softmax probabilities, each class taken for a binary sample: beside the truth, what counts is not to be
 * that class.
 */
function againstRest(samples: ReturnType<typeof everyClass>): Samples {
  const { margin, truth } = samples
  const label = Int32Array.from(truth, Number)
  return { ...samples, task: 'multilabel', label, margin: margin.map((s, i) => (truth[i] ? s : -s)) }
}

/**
 * (1 − beta) / (1 − beta^n), scaled so that the classes' weights add up to their number (Cui et al. 2019).
 */
function effectiveNumbers(counts: readonly number[], beta: number): readonly number[] {
  const raw = counts.map((count) => (1 - beta) / (1 - beta ** count))
  const total = raw.reduce((all, one) => all + one, 0)
  return raw.map((factor) => (factor / total) * counts.length)
}

export const detection: Readonly<Record<string, Adapter | Reason>> = {
  'CenterNet._neg_loss': 'soft',
  'ultralytics.FocalLoss': yolo,
  'google.focal_losses': google,
  'fizyr.focal': fizyr,
  'vandit15.focal_loss': classBalanced,
}
