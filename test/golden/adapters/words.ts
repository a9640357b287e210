/** The words that adapters share: specs from parameters, and weights for samples. */
import type { Params, PeerInput } from '../peer.ts'
import { outside, type Samples } from '../samples.ts'

/** None, one number, or one factor per class. */
type Alpha = number | readonly number[] | null | undefined

export const focal = ({ alpha, gamma }: { alpha?: Alpha; gamma?: number }) =>
  `focal:alpha=${alpha ?? 'none'},gamma=${gamma}`

/** The polynomial term outside of alpha, as abhuse has it; gamma = 0 is Poly-1 cross-entropy. */
export const freePoly = (alpha: Alpha, gamma: number | undefined, epsilon: number | undefined) =>
  `poly1-focal:alpha=${alpha ?? 'none'},gamma=${gamma},epsilon=${epsilon},poly-alpha=off`

/** torchvision's off switch. */
export const unlessNegative = ({ alpha }: Params): Alpha =>
  typeof alpha === 'number' && alpha < 0 ? null : alpha

/** TF-Addons' off switch: 0 is off too. */
export const unlessFalsy = ({ alpha }: Params): Alpha => alpha || null

/**
 * One reading of a single alpha with softmax (kornia, MONAI): class 0 is background and gets 1 − alpha, all
 * others alpha.
 */
export function background(alpha: Alpha, classes: number): Alpha {
  if (typeof alpha !== 'number') return null
  return Array.from({ length: classes }, (_, index) => (index === 0 ? 1 - alpha : alpha))
}

/** Keras clips probabilities to [1e-7, 1 − 1e-7]. */
export const CLIP = 1e-7

export const clipped = (samples: Samples) => outside(samples, CLIP)

export const clippedUnlessLogits = (samples: Samples, { from_logits }: Params) =>
  from_logits ? undefined : clipped(samples)

export const constant = ({ margin }: Samples, factor = 1) => new Float64Array(margin.length).fill(factor)

export const byLabel = ({ label }: Samples, factors: readonly number[]) =>
  Float64Array.from(label, (index) => factors[index])

/** Weights of the classes, where there are any. */
export const byClass = (samples: Samples, factors: readonly number[] | null | undefined) =>
  factors ? byLabel(samples, factors) : undefined

export const byRow = ({ position, columns }: Samples, factors: readonly number[]) =>
  Float64Array.from(position, (at) => factors[Math.floor(at / columns)])

export const byColumn = ({ position, columns }: Samples, factors: readonly number[]) =>
  Float64Array.from(position, (at) => factors[at % columns])

/** pos_weight multiplies what positives lose; one for all, or one a column. */
export function onPositives(samples: Samples, factor: number | readonly number[] | null | undefined) {
  const { label, position, columns } = samples
  const at = (i: number) => (typeof factor === 'number' ? factor : (factor?.[position[i] % columns] ?? 1))
  return Float64Array.from(label, (positive, i) => (positive ? at(i) : 1))
}

export const scaled = (weights: Float64Array, factor: number) => weights.map((weight) => weight * factor)

export const isSoftmax = ({ kind }: PeerInput) => kind.startsWith('softmax')

/** How many binary samples are positives. */
export const positives = ({ label }: Samples) => label.reduce((count, positive) => count + positive, 0)
