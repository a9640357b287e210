/**
 * A softmax row under temperatures: the probabilities softmax(a x), a = 1 / T, the margins that go with them, and what the
 * log loss has for slopes by a.
 *
 * With m the largest x of the classes below the top, everything is a sum of e^(a (x - m)) over them: no easy sample's loss
 * cancels to 0.
 */
import { expOfNegative, lnRatio } from '../../margin/elementary.ts'
import type { LogRow } from './log-row.ts'

/** Below it e^x is nothing in any sum here, and is taken for 0, so that products with the largest logits are. */
const NOTHING = -700

/** A margin beyond it is as sure, and sums of it are doubles. */
const MOST_MARGIN = 1e290

export interface TemperedRow {
  /** Puts the sums of an a in place for what follows. */
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

export function createTemperedRow(row: LogRow): TemperedRow {
  const { x } = row
  const e = new Float64Array(x.length)
  let [top, next, a] = [0, 0, 1]
  // sum e^(a (x - m)) over the others, and e^(a m).
  let [sum, scale] = [0, 0]
  let [slope, curvature] = [0, 0]
  return {
    heat(by) {
      const [best, shift] = [row.top(), row.next()]
      let [zeroth, first, second] = [0, 0, 0]
      for (let k = 0; k < x.length; k++) {
        if (k === best) continue
        const power = by * (x[k] - shift)
        const one = power < NOTHING ? 0 : expOfNegative(power)
        const moment = one * x[k]
        e[k] = one
        zeroth += one
        first += moment
        second += moment * x[k]
      }
      ;[top, next, a] = [best, shift, by]
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
      for (let k = 0; k < x.length; k++) out[k] = e[k] * share
      out[top] = 1 / total
    },
  }
}
