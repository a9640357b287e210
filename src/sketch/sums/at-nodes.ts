/** A loss at the nodes of segments. Groups have most of their segments in common, and each is evaluated once for all of them. */
import type { BoundLoss } from '../../losses/loss.ts'
import { MOMENTS } from '../grid.ts'
import type { Nodes } from './nodes.ts'

/** Where the numbers of a segment stand: MOMENTS losses, as many gradients and modulated weights, and the largest size of these. */
export const [LOSSES, GRADIENTS, RATIOS, LARGEST] = [0, MOMENTS, 2 * MOMENTS, 3 * MOMENTS]
const STRIDE = LARGEST + 1

/** What the loss is at the nodes of a group. */
export type LossAtNodes = (nodes: Nodes) => NodeValues

export interface NodeValues {
  /** Where those of each segment of the group begin. */
  readonly starts: Int32Array
  readonly values: Float64Array
}

/** The losses, the gradients or the modulated weights of segments that begin at `starts`, node by node: `from` says which. */
export function columnOf(values: Float64Array, starts: Int32Array, from: number): Float64Array {
  const column = new Float64Array(starts.length * MOMENTS)
  for (let k = 0, to = 0; k < starts.length; k++)
    for (let at = starts[k] + from, end = at + MOMENTS; at < end; at++, to++) column[to] = values[at]
  return column
}

/** Those of several losses: classes that share a loss share what it is. */
export function createLossesAtNodes(): (loss: BoundLoss) => LossAtNodes {
  const known = new Map<BoundLoss, LossAtNodes>()
  return (loss) => {
    const found = known.get(loss) ?? createLossAtNodes(loss)
    known.set(loss, found)
    return found
  }
}

export function createLossAtNodes(loss: BoundLoss): LossAtNodes {
  const known = new Map<number, number>()
  let values = new Float64Array(0)
  const evaluate = (margin: Float64Array, at: number): number => {
    const start = known.size * STRIDE
    let largest = Number.NEGATIVE_INFINITY
    for (let j = 0; j < MOMENTS; j++) {
      const s = margin[at + j]
      const ratio = loss.modulation(s)
      values[start + j] = loss.value(s)
      values[start + GRADIENTS + j] = loss.gradient(s)
      values[start + RATIOS + j] = ratio
      if (Math.abs(ratio) > largest) largest = Math.abs(ratio)
    }
    values[start + LARGEST] = largest
    return start
  }
  return ({ margin, numbers }) => {
    values = roomFor(values, (known.size + numbers.length) * STRIDE)
    const starts = numbers.map((number, k) => {
      const start = known.get(number) ?? evaluate(margin, k * MOMENTS)
      known.set(number, start)
      return start
    })
    return { starts, values }
  }
}

function roomFor(values: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  if (length <= values.length) return values
  const larger = new Float64Array(Math.max(length, 2 * values.length))
  larger.set(values)
  return larger
}
