/**
 * Losses of many samples, without a logarithm for each: by the polynomials of their bins. Where a loss is none it is asked
 * sample by sample: at kinks, where it is too steep, and outside the bins below.
 */
import type { BoundLoss } from '../losses/loss.ts'
import { BINS_PER_UNIT, MOMENTS } from '../sketch/grid.ts'
import { polynomialOf, UNKNOWN } from '../sketch/sums/polynomial.ts'
import { createRoom } from './room.ts'

/** Bins from -64 to 64; few samples lie beyond. */
const REACH = 64
const SPAN = 2 * REACH * BINS_PER_UNIT

/** Samples that are handed over at once, and stay near to the processor. */
const PIECE = 1 << 11
const COLUMN = 8 * PIECE

/** Most bins of all kinds that are learnt: each takes as long as some samples, and memory. */
const MOST_BINS = 1 << 12

/** Writes each loss of samples. */
export type Interpolation = (margin: Float64Array, group: Int32Array, values: readonly Float64Array[]) => void

/**
 * @param kinds the losses of each kind of group
 * @param kindOf the kind of each group
 * @param isAsked which of the losses are asked sample by sample
 */
export function createInterpolation(
  kinds: readonly (readonly BoundLoss[])[],
  kindOf: Int32Array,
  isAsked: readonly boolean[],
): Interpolation {
  const room = createRoom()
  const losses = isAsked.length
  const [places, at, columns] = [4 * PIECE, COLUMN, COLUMN * (losses + (losses % 2))].map(room.take)
  const nowhere = room.put(inPairs(isAsked.map(() => UNKNOWN)))
  /** Where the terms of a bin stand, of each kind; 0 as long as nobody asked for them. */
  const known = new Int32Array(kinds.length * SPAN)
  let learnt = 0
  const learn = (kind: number, bin: number): number => {
    if (learnt === MOST_BINS) return nowhere
    learnt++
    const start = bin / BINS_PER_UNIT - REACH
    return room.put(inPairs(kinds[kind].map((loss, l) => (isAsked[l] ? UNKNOWN : polynomialOf(loss, start)))))
  }
  const [place, within] = [new Int32Array(PIECE), new Float64Array(PIECE)]
  const find = (margin: Float64Array, group: Int32Array, from: number, length: number) => {
    for (let i = 0; i < length; i++) {
      const scaled = margin[from + i] * BINS_PER_UNIT
      const floor = Math.floor(scaled)
      const bin = floor + REACH * BINS_PER_UNIT
      within[i] = 2 * (scaled - floor) - 1
      place[i] = nowhere
      if (!(bin >= 0 && bin < SPAN)) continue
      const kind = kindOf[group[from + i]]
      if (known[kind * SPAN + bin] === 0) known[kind * SPAN + bin] = learn(kind, bin)
      place[i] = known[kind * SPAN + bin]
    }
  }
  const ask = (
    values: Float64Array,
    l: number,
    margin: Float64Array,
    group: Int32Array,
    from: number,
    to: number,
  ) => {
    for (let j = from; j < to; j++)
      if (Number.isNaN(values[j])) values[j] = kinds[kindOf[group[j]]][l].value(margin[j])
  }
  return (margin, group, values) => {
    for (let from = 0; from < margin.length; from += PIECE) {
      const length = Math.min(PIECE, margin.length - from)
      find(margin, group, from, length)
      const { buffer } = room.exports.memory
      new Int32Array(buffer, places).set(place)
      new Float64Array(buffer, at).set(within)
      const isOdd = room.exports.evaluateTerms(places, at, length, losses, columns, COLUMN)
      for (const [l, found] of values.entries()) {
        found.set(new Float64Array(buffer, columns + l * COLUMN, length), from)
        if (isOdd) ask(found, l, margin, group, from, from + length)
      }
    }
  }
}

/** Terms of two losses side by side, then of the next two. */
function inPairs(terms: readonly Float64Array[]): Float64Array {
  const found = new Float64Array(MOMENTS * (terms.length + (terms.length % 2)))
  for (const [l, own] of terms.entries())
    for (let k = 0; k < MOMENTS; k++) found[MOMENTS * (l - (l % 2)) + 2 * k + (l % 2)] = own[k]
  return found
}
