/** Sums over a group's samples beyond the grid, by how the loss goes on there. */
import { CLAMP } from '../../losses/held.ts'
import type { BoundLoss } from '../../losses/loss.ts'
import { HIGHEST } from '../grid.ts'
import type { GroupSketch } from '../sketch.ts'
import { addSums, NO_SUMS, type Sums } from './sums.ts'

/** A loss below the grid: constant + slope (-s). */
export interface Line {
  readonly slope: number
  readonly constant: number
}

/**
 * Slope and constant are read off where the samples begin.
 *
 * @param lowest they have a smaller margin
 */
export function lineBelow(
  {
    value,
    gradient,
    below,
    row = null,
  }: Pick<BoundLoss, 'value' | 'gradient' | 'below'> & Partial<Pick<BoundLoss, 'row'>>,
  lowest: number,
): Line {
  if (below === 'level' || below === 'clipped') return { slope: 0, constant: value(lowest) }
  // The gradient of a softmax row is by the truth's logit, of which what is added to its value depends too.
  const slope = row ? (value(2 * lowest) - value(lowest)) / -lowest : -gradient(lowest)
  return { slope, constant: value(lowest) + slope * lowest }
}

/** The same as what its quotient by cross-entropy, which is -s, follows from; NaN where that has no meaning. */
export function quotientBelow(loss: BoundLoss, lowest: number): Line {
  return Number.isNaN(loss.modulation(lowest))
    ? { slope: Number.NaN, constant: Number.NaN }
    : lineBelow(loss, lowest)
}

/** A loss that is held is a line down to where it is, and a constant from there. */
export function sumBelow(group: GroupSketch, squares: GroupSketch, loss: BoundLoss): Sums {
  const { exponent } = squares
  const { lowest } = group
  if (loss.below === 'clipped') return sumClipped(group.below, squares.below, exponent, loss, lowest)
  if (loss.below !== 'held') return sumLine(group.below, squares.below, exponent, loss, lowest)
  return addSums(
    sumLine(without(group), without(squares), exponent, loss, lowest),
    sumClipped(group.far, squares.far, exponent, loss, -CLAMP),
  )
}

/** The numbers below the grid of the samples that are not far below. */
function without({ below, far }: GroupSketch): Float64Array {
  return below.map((sum, i) => sum - far[i])
}

function sumLine(
  [count, weight, ws, , wOverS]: Float64Array,
  [, w2, , , w2OverS, w2OverSS]: Float64Array,
  exponent: number,
  loss: BoundLoss,
  lowest: number,
): Sums {
  if (count === 0) return NO_SUMS
  const line = lineBelow(loss, lowest)
  const { slope, constant } = quotientBelow(loss, lowest)
  const modulation = slope * weight - constant * wOverS
  return {
    count,
    weight,
    loss: line.slope * -ws + line.constant * weight,
    gradient: (loss.row ? loss.gradient(lowest) : -line.slope) * weight,
    modulation,
    modulated: {
      exponent,
      sum: modulation * 2 ** -exponent,
      squares: slope * slope * w2 - 2 * slope * constant * w2OverS + constant * constant * w2OverSS,
    },
  }
}

/** Where neither the loss changes any more, nor its slope, nor its quotient by cross-entropy. */
function sumClipped(
  [count, weight]: Float64Array,
  [, w2]: Float64Array,
  exponent: number,
  { value, gradient, modulation: weightAt }: BoundLoss,
  margin: number,
): Sums {
  if (count === 0) return NO_SUMS
  const ratio = weightAt(margin)
  const modulation = ratio * weight
  return {
    count,
    weight,
    loss: value(margin) * weight,
    gradient: gradient(margin) * weight,
    modulation,
    modulated: { exponent, sum: modulation * 2 ** -exponent, squares: ratio * ratio * w2 },
  }
}

/** Above the grid e^-s is 0 in double precision: a loss has come to its limit, and so has its quotient by cross-entropy. */
export function sumAbove({ above }: GroupSketch, squares: GroupSketch, loss: BoundLoss): Sums {
  return sumClipped(above, squares.above, squares.exponent, loss, HIGHEST)
}
