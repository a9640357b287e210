/** How far the samples of a stretch differ under one loss, which bounds what any of them carry. */
import type { BoundLoss } from '../../losses/loss.ts'
import { LOWEST } from '../../sketch/grid.ts'
import { lineBelow } from '../../sketch/sums/tails.ts'
import type { OrderedPart, Stretch } from './ordered.ts'
import { lossAt, pointsOf, type StretchSums } from './stretch-loss.ts'

export interface Inside {
  /** n times the standard deviation of n samples, or more: sqrt(sum w sum w (f - mean)^2). */
  readonly deviation: number
  /** Whether the loss falls with the margin throughout, rises, or does neither. */
  readonly direction: 'falls' | 'rises' | 'turns'
  /** Mean loss of a sample at the easy and at the hard end, each class counting as it does within; null in a tail. */
  readonly ends: readonly [number, number] | null
}

/** What quadrature may be off by in a sum of squares, relative to the largest: that of e^(-22 s), at gamma = 10. */
const SQUARE_ROUNDING = 4e-12

/** Margins that differ by less are equal: their computation has rounded them as much. */
const ONE_MARGIN = 1e-12

/** What adding up n terms may lose, relative to them: half a unit in the last place each. */
export function lossOfAdding(n: number): number {
  return n * 2 ** -53
}

/** What bounds the sums of any of its samples; `sums` are those of all. */
export function lookInside(stretch: Stretch, bound: readonly BoundLoss[], sums: StretchSums): Inside {
  const { count, weight, parts } = stretch
  const scale = Math.max(Math.abs(sums.least), Math.abs(sums.most))
  const squares = parts.map((part) => squareAbout(sums.sum / weight, part, bound, scale))
  const total = squares.reduce((all, { square }) => all + square, 0)
  const off = squares.reduce((all, { off }) => all + off, 0) * (SQUARE_ROUNDING + 4 * lossOfAdding(count))
  const isAlike = count === 1 || scale === 0 || (differ(stretch, bound) && isOneMargin(stretch))
  return {
    deviation: isAlike ? 0 : scale * Math.sqrt(weight) * Math.sqrt(Math.max(0, total) + off),
    direction: directionOf(stretch, bound),
    ends: endsOf(stretch, bound),
  }
}

/**
 * sum w (f - mean)^2 of a part, and of what size the terms are that rounding may have changed. In units of `scale`,
 * since squares of what the easiest samples lose are no doubles.
 */
function squareAbout(
  mean: number,
  part: OrderedPart,
  bound: readonly BoundLoss[],
  scale: number,
): { readonly square: number; readonly off: number } {
  const { margin, weight } = pointsOf(part)
  const valueAt = lossAt(part, bound)
  let [square, largest] = [0, 0]
  for (let j = 0; j < margin.length; j++) {
    const own = ((valueAt(margin[j]) - mean) / scale) ** 2
    square += weight[j] * own
    largest = Math.max(largest, own)
  }
  if (!part.tail) return { square, off: part.weight * largest }
  const { lowest, deviation, square: whole } = part.tail
  const steepness = (lineBelow(bound[part.place], lowest).slope / scale) ** 2
  return { square: square + steepness * deviation, off: part.weight * largest + steepness * whole }
}

/** Whether its classes have losses of their own. */
function differ({ parts }: Pick<Stretch, 'parts'>, bound: readonly BoundLoss[]): boolean {
  return parts.some(({ place }) => bound[place] !== bound[parts[0].place])
}

/** Whether all of its samples have one margin, so that they share their losses evenly. */
function isOneMargin({ parts, weight, count }: Stretch): boolean {
  const center = pointsOf(parts[0]).margin[0]
  let [sum, square, size] = [0, 0, 0]
  for (const part of parts) {
    const points = pointsOf(part)
    for (let j = 0; j < points.margin.length; j++) {
      const off = points.margin[j] - center
      sum += points.weight[j] * off
      square += points.weight[j] * off * off
      size += Math.abs(points.weight[j]) * off * off
    }
    square += part.tail?.deviation ?? 0
    size += part.tail?.square ?? 0
  }
  const variance = Math.max(0, square / weight - (sum / weight) ** 2)
  const rounding = ((4 * Number.EPSILON + 4 * lossOfAdding(count)) * size) / weight
  return Math.sqrt(variance + rounding) <= ONE_MARGIN * Math.max(1, Math.abs(center))
}

function directionOf({ ends, parts }: Stretch, bound: readonly BoundLoss[]): Inside['direction'] {
  if (differ({ parts }, bound)) return 'turns'
  const margins = [...(ends ?? [LOWEST]), ...parts.flatMap(({ nodes }) => [...(nodes?.margin ?? [])])]
  const slopes = margins.map(bound[parts[0].place].gradient)
  if (slopes.every((slope) => slope <= 0)) return 'falls'
  return slopes.every((slope) => slope >= 0) ? 'rises' : 'turns'
}

function endsOf({ ends, weight, parts }: Stretch, bound: readonly BoundLoss[]): Inside['ends'] {
  if (ends === null) return null
  const meanAt = (s: number) =>
    parts.reduce((sum, part) => sum + (part.weight / weight) * bound[part.place].value(s), 0)
  return [meanAt(ends[0]), meanAt(ends[1])]
}
