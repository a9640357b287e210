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
  const [margins, groups, places, at] = [COLUMN, COLUMN, COLUMN, COLUMN].map(room.take)
  const columns = room.take(COLUMN * (losses + (losses % 2)))
  const kindsAt = room.put(kindOf)
  const nowhere = room.put(inPairs(isAsked.map(() => UNKNOWN)))
  /** Where the terms of a bin stand, of each kind; 0 as long as nobody asked for them. */
  const known = room.put(new Int32Array(kinds.length * SPAN))
  let learnt = 0
  const learn = (margin: number, kind: number): void => {
    const bin = Math.floor(margin * BINS_PER_UNIT) + REACH * BINS_PER_UNIT
    const start = bin / BINS_PER_UNIT - REACH
    const termsOf = (loss: BoundLoss, l: number) => (isAsked[l] ? UNKNOWN : polynomialOf(loss, start))
    const place = learnt < MOST_BINS ? room.put(inPairs(kinds[kind].map(termsOf))) : nowhere
    learnt++
    new Int32Array(room.exports.memory.buffer, known)[kind * SPAN + bin] = place
  }
  const find = (margin: Float64Array, group: Int32Array) => {
    const { length } = margin
    new Float64Array(room.exports.memory.buffer, margins).set(margin)
    new Int32Array(room.exports.memory.buffer, groups).set(group)
    const findFrom = (i: number) =>
      room.exports.findTerms(margins, groups, i, length, kindsAt, known, nowhere, places, at)
    for (let i = findFrom(0); i < length; i = findFrom(i)) learn(margin[i], kindOf[group[i]])
  }
  const ask = (found: Float64Array, l: number, margin: Float64Array, group: Int32Array) => {
    for (let j = 0; j < found.length; j++)
      if (Number.isNaN(found[j])) found[j] = kinds[kindOf[group[j]]][l].value(margin[j])
  }
  return (margin, group, values) => {
    for (let from = 0; from < margin.length; from += PIECE) {
      const to = Math.min(from + PIECE, margin.length)
      const [ofPiece, groupOfPiece] = [margin.subarray(from, to), group.subarray(from, to)]
      find(ofPiece, groupOfPiece)
      const isOdd = room.exports.evaluateTerms(places, at, to - from, losses, columns, COLUMN)
      for (const [l, all] of values.entries()) {
        const found = new Float64Array(room.exports.memory.buffer, columns + l * COLUMN, to - from)
        if (isOdd) ask(found, l, ofPiece, groupOfPiece)
        all.set(found, from)
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
