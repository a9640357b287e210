/** A batch of samples from a sketch: what losses of sets ask of it. */
import type { BoundLoss } from '../../../losses/loss.ts'
import type { Samples, SetBatch } from '../../../losses/set/set-loss.ts'
import { thresholdMargin } from '../../../margin/margins.ts'
import type { Grid } from '../../../sketch/grid.ts'
import { binOfStretch, limitsOf } from '../../calibrate/bins.ts'
import { type OrderedGroup, type OrderedPart, orderGroups, type Stretch } from '../../curves/ordered.ts'
import { pointsOf } from '../../curves/stretch-loss.ts'
import { hardestOf, type Look } from './hardest.ts'

/** The place of negatives, and of softmax samples; that of positives. */
const [NEGATIVE, POSITIVE] = [0, 1]

export interface BatchOptions {
  /** Cross-entropy, for each place. */
  readonly crossEntropy: readonly BoundLoss[]
  readonly isWeighted: boolean
  readonly look: Look
}

/** The places of the groups are those above. */
export function batchOf(
  grid: Grid,
  groups: readonly OrderedGroup[],
  { crossEntropy, isWeighted, look }: BatchOptions,
): SetBatch {
  const ordered = orderGroups(grid, groups)
  const partsAt = (place: number) =>
    ordered.stretches.flatMap(({ parts }) => parts.filter((part) => part.place === place))
  return {
    negatives: samplesOf(partsAt(NEGATIVE)),
    positives: samplesOf(partsAt(POSITIVE)),
    byError: (bins) => byError(ordered.stretches, bins),
    below: (pt) => below(ordered.stretches, thresholdMargin(pt)),
    hardest: (share, least = 0) => hardestOf(ordered, share, least, crossEntropy, isWeighted, look),
  }
}

function samplesOf(parts: readonly OrderedPart[]): Samples {
  const points = parts.map(pointsOf)
  return {
    weight: parts.reduce((sum, { weight }) => sum + weight, 0),
    sum(of) {
      let sum = 0
      for (const { margin, weight } of points) {
        let part = 0
        for (let j = 0; j < margin.length; j++) part += weight[j] * of(margin[j])
        sum += part
      }
      return sum
    },
  }
}

/** A sketch is parted at the margin to within its edges, so that a stretch is on the side of its middle. */
function below(stretches: readonly Stretch[], margin: number): Samples {
  const own = stretches.filter((stretch) => {
    const [to, from] = stretch.ends ?? tailEnds(stretch)
    return (from + to) / 2 < margin
  })
  return samplesOf(own.flatMap(({ parts }) => parts))
}

/**
 * |p - y| is 1 - pt, so that bins [a, b) of it are bins (1 - b, 1 - a] of pt, and the limits between them those of a
 * reliability diagram.
 */
function byError(stretches: readonly Stretch[], bins: number): readonly Samples[] {
  const limits = limitsOf(bins)
  const inBins: OrderedPart[][] = Array.from({ length: bins }, () => [])
  for (const stretch of stretches) {
    const [to, from] = stretch.ends ?? tailEnds(stretch)
    const own = inBins[bins - 1 - binOfStretch({ from, to }, limits, 'right')]
    for (const part of stretch.parts) own.push(part)
  }
  return inBins.map(samplesOf)
}

/** Where a tail begins and ends: what it is bounded by, and nothing. */
function tailEnds({ parts }: Stretch): readonly [to: number, from: number] {
  const { tail } = parts[0]
  const { margin } = pointsOf(parts[0])
  return tail ? [tail.lowest, Number.NEGATIVE_INFINITY] : [Number.POSITIVE_INFINITY, margin[0]]
}
