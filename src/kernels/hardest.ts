/** The hardest samples of a block, kept while its margins go by: those of the smallest margins, of equal ones the earlier. */
import type { Exports } from './exports.ts'
import type { Layout } from './layout.ts'
import type { BlockShape } from './shape.ts'

/** One entry a sample in each list, hardest first. */
export interface HardestOfBlock {
  /** Places among the samples of the block, those to ignore included, from 0. */
  readonly places: Float64Array
  readonly margins: Float64Array
  /** The class of each, as its label says it. */
  readonly classes: Int32Array
  /** All scores of each, one behind the other. */
  readonly scores: Float64Array
  /** Null where all weigh 1. */
  readonly weights: Float64Array | null
}

/** @param most samples that are kept */
export function createHardest(
  { memory }: Exports,
  layout: Layout,
  { weighted, single, columns }: Pick<BlockShape, 'weighted' | 'single' | 'columns'>,
  most: number,
) {
  // Others come behind those that are kept, until there are as many again.
  const room = 2 * most
  const places = new Float64Array(room)
  const margins = new Float64Array(room)
  const classes = new Int32Array(room)
  const weights = new Float64Array(weighted ? room : 0)
  const scores = new Float64Array(room * columns)
  let [filled, limit, before] = [0, Number.POSITIVE_INFINITY, 0]
  /** The order of those that are kept; from then on nothing is met but what is harder than the last of them. */
  const sorted = () => {
    const order = Array.from({ length: filled }, (_, at) => at)
    return order.sort((a, b) => margins[a] - margins[b] || places[a] - places[b]).slice(0, most)
  }
  const keep = () => {
    const order = sorted()
    const lists = weighted ? [places, margins, classes, weights] : [places, margins, classes]
    for (const list of lists)
      list.set(
        order.map((at) => list[at]),
        0,
      )
    scores.set(
      order.flatMap((at) => [...scores.subarray(at * columns, (at + 1) * columns)]),
      0,
    )
    filled = order.length
    if (filled === most) limit = margins[most - 1]
  }
  return {
    begin(): void {
      ;[filled, limit, before] = [0, Number.POSITIVE_INFINITY, 0]
    },
    /** Looks at samples whose scores, margins, classes and weights stand in their places. */
    add(samples: number): void {
      const ownMargins = new Float64Array(memory.buffer, layout.margins, samples)
      const ownClasses = new Int32Array(memory.buffer, layout.classes, samples)
      const ownScores = new (single ? Float32Array : Float64Array)(
        memory.buffer,
        layout.scores,
        samples * columns,
      )
      const ownWeights = new Float64Array(memory.buffer, layout.weights, weighted ? samples : 0)
      for (let i = 0; i < samples; i++) {
        if (!(ownMargins[i] < limit) || ownClasses[i] < 0) continue
        places[filled] = before + i
        margins[filled] = ownMargins[i]
        classes[filled] = ownClasses[i]
        if (weighted) weights[filled] = ownWeights[i]
        for (let c = 0; c < columns; c++) scores[filled * columns + c] = ownScores[i * columns + c]
        if (++filled === room) keep()
      }
      before += samples
    },
    take(): HardestOfBlock {
      keep()
      return {
        places: places.slice(0, filled),
        margins: margins.slice(0, filled),
        classes: classes.slice(0, filled),
        scores: scores.slice(0, filled * columns),
        weights: weighted ? weights.slice(0, filled) : null,
      }
    },
  }
}
