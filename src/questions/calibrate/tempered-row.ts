/**
 * A softmax row under temperatures: the probabilities softmax(z / T), the margins that go with them, and the slopes of
 * its log loss by a = 1 / T.
 *
 * The row is held as x = z - z_top, of which the top class has 0 and all others have less or as much. With m the largest of
 * the others, everything is a sum of e^(a (x - m)) over them: no easy sample's loss cancels to 0.
 */
import { expOfNegative, lnQuotient, lnRatio } from '../../margin/elementary.ts'
import { CLAMP } from '../../margin/margins.ts'
import { topClass } from '../../margin/softmax.ts'

/** Below it e^x is nothing in any sum here, and is taken for 0, so that products with the largest logits are. */
const NOTHING = -700

/** A margin beyond it is as sure, and sums of it are doubles. */
const MOST_MARGIN = 1e290

export interface TemperedRow {
  /** The class of the largest score, the first of equal ones. */
  readonly top: () => number
  /** Takes a row of logits, or of probabilities, whose logarithm is held at -100 where there is none. */
  take(scores: Float64Array, offset: number): void
  /** x of each class. */
  readonly x: Float64Array
  /** Mean of x over the classes. */
  mean(): number
  /** Puts the sums of a temperature 1 / a in place for what follows. */
  heat(a: number): void
  /** Log-odds of the top class, and of another one. */
  topMargin(): number
  marginOf(k: number): number
  /** ln sum e^(a x) has these first and second derivatives by a. */
  slope(): number
  curvature(): number
  /** Writes softmax(a x). */
  probabilities(out: Float64Array): void
}

/** @param renormalize whether a row of probabilities is divided by its sum */
export function createTemperedRow(
  classes: number,
  from: 'logits' | 'probs',
  renormalize: boolean,
): TemperedRow {
  const x = new Float64Array(classes)
  const e = new Float64Array(classes)
  let [top, next, a] = [0, 0, 1]
  // sum e^(a (x - m)) over the others, and e^(a m).
  let [sum, scale] = [0, 0]
  let [slope, curvature] = [0, 0]
  const subtractTop = (scores: Float64Array, offset: number) => {
    const most = scores[offset + top]
    for (let k = 0; k < classes; k++) x[k] = scores[offset + k] - most
  }
  const divideByTop = (scores: Float64Array, offset: number) => {
    const most = scores[offset + top]
    let total = 0
    if (renormalize) for (let k = 0; k < classes; k++) total += scores[offset + k]
    const nothing = Math.min(0, -CLAMP - lnQuotient(most, renormalize ? total : 1))
    for (let k = 0; k < classes; k++) {
      const p = scores[offset + k]
      x[k] = p > 0 ? lnQuotient(p, most) : nothing
    }
  }
  const fill = from === 'logits' ? subtractTop : divideByTop
  return {
    top: () => top,
    take(scores, offset) {
      top = topClass(scores, offset, classes)
      fill(scores, offset)
      let largest = Number.NEGATIVE_INFINITY
      for (let k = 0; k < classes; k++) if (k !== top && x[k] > largest) largest = x[k]
      next = largest
    },
    x,
    mean() {
      let total = 0
      for (let k = 0; k < classes; k++) total += x[k] / classes
      return total
    },
    heat(by) {
      const shift = next
      let [zeroth, first, second] = [0, 0, 0]
      for (let k = 0; k < classes; k++) {
        if (k === top) continue
        const power = by * (x[k] - shift)
        const one = power < NOTHING ? 0 : expOfNegative(power)
        const moment = one * x[k]
        e[k] = one
        zeroth += one
        first += moment
        second += moment * x[k]
      }
      a = by
      sum = zeroth
      scale = by * shift < NOTHING ? 0 : expOfNegative(by * shift)
      const all = 1 + scale * zeroth
      slope = scale === 0 ? 0 : (scale * first) / all
      curvature = scale === 0 ? 0 : (scale * second) / all - slope * slope
    },
    topMargin: () => Math.min(-a * next - lnRatio(sum, 1, 0), MOST_MARGIN),
    marginOf: (k) => Math.max(a * x[k] - lnRatio(1 + scale * (sum - e[k]), 1, 0), -MOST_MARGIN),
    slope: () => slope,
    curvature: () => curvature,
    probabilities(out) {
      const total = 1 + scale * sum
      const share = scale / total
      for (let k = 0; k < classes; k++) out[k] = e[k] * share
      out[top] = 1 / total
    },
  }
}
