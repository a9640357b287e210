/** A softmax row as x = z - z_top: of logits z, or of the logarithms of probabilities. The top class has 0, all others at most that. */
import { lnQuotient } from '../../margin/elementary.ts'
import { CLAMP } from '../../margin/margins.ts'
import { topClass } from '../../margin/softmax.ts'

export interface LogRow {
  /** Of each class. */
  readonly x: Float64Array
  /** The class of the largest score, the first of equal ones. */
  top(): number
  /** The largest x of the others. */
  next(): number
  take(scores: Float64Array, offset: number): void
}

/** @param renormalize whether a row of probabilities is divided by its sum */
export function createLogRow(classes: number, from: 'logits' | 'probs', renormalize: boolean): LogRow {
  const x = new Float64Array(classes)
  const fill = from === 'logits' ? subtractTop : renormalize ? divideByTop : divideByTopOfOne
  let [top, next] = [0, 0]
  return {
    x,
    top: () => top,
    next: () => next,
    take(scores, offset) {
      top = topClass(scores, offset, classes)
      fill(x, scores, offset, scores[offset + top])
      let largest = Number.NEGATIVE_INFINITY
      for (let k = 0; k < classes; k++) if (k !== top && x[k] > largest) largest = x[k]
      next = largest
    },
  }
}

function subtractTop(x: Float64Array, scores: Float64Array, offset: number, most: number): void {
  for (let k = 0; k < x.length; k++) x[k] = scores[offset + k] - most
}

/** @param whole what all probabilities sum to: that of 0 is held at e^-100 of it */
function divideByTop(
  x: Float64Array,
  scores: Float64Array,
  offset: number,
  most: number,
  whole = sumOfRow(scores, offset, x.length),
): void {
  const nothing = Math.min(0, -CLAMP - lnQuotient(most, whole))
  for (let k = 0; k < x.length; k++) {
    const p = scores[offset + k]
    x[k] = p > 0 ? lnQuotient(p, most) : nothing
  }
}

function divideByTopOfOne(x: Float64Array, scores: Float64Array, offset: number, most: number): void {
  divideByTop(x, scores, offset, most, 1)
}

export function sumOfRow(scores: Float64Array, offset: number, classes: number): number {
  let sum = 0
  for (let k = 0; k < classes; k++) sum += scores[offset + k]
  return sum
}
