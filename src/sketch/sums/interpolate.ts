/**
 * Losses of many samples, without a logarithm for each: within a bin a smooth loss is, to the last bits, the polynomial through
 * what it is at the bin's nodes (grid.ts). Where it is none, it is asked sample by sample: at kinks, outside the bins
 * below, and where the last terms of the polynomial are more than rounding.
 */
import type { BoundLoss } from '../../losses/loss.ts'
import { BINS_PER_UNIT, MOMENTS, SAME_EDGE } from '../grid.ts'
import { POINTS, WEIGHTS } from './nodes.ts'

const UNKNOWN = new Float64Array(MOMENTS).fill(Number.NaN)

/** Bins from -64 to 64; few samples lie beyond. */
const REACH = 64
const SPAN = 2 * REACH * BINS_PER_UNIT

/** The last term of a smooth loss is so small beside the loss that the first one which is left out is nothing. */
const ROUNDING = 2 ** -48

/** d^i in T_k(d): T_(k+1) = 2 d T_k - T_(k-1). */
const POWERS = powersOfChebyshev()

function powersOfChebyshev(): readonly Float64Array[] {
  const all = [new Float64Array(MOMENTS), new Float64Array(MOMENTS)]
  all[0][0] = 1
  all[1][1] = 1
  for (let k = 2; k < MOMENTS; k++)
    all.push(all[k - 1].map((_, i) => 2 * (all[k - 1][i - 1] ?? 0) - all[k - 2][i]))
  return all
}

/** Samples whose places are found at once, and stay near to the processor. */
const PIECE = 1 << 11

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
  const places = new Int32Array(kinds.length * SPAN)
  let terms = kinds[0].map(() => new Float64Array(MOMENTS).fill(Number.NaN))
  // Nothing is known at the first place, for margins beyond the bins.
  let known = 1
  const learn = (kind: number, bin: number): number => {
    if (known === MOST_BINS) return 0
    if (terms[0].length === known * MOMENTS) terms = terms.map(twiceAsLong)
    for (const [l, loss] of kinds[kind].entries())
      terms[l].set(isAsked[l] ? UNKNOWN : polynomialOf(loss, bin / BINS_PER_UNIT - REACH), known * MOMENTS)
    return known++
  }
  const at = new Float64Array(PIECE)
  const place = new Int32Array(PIECE)
  const find = (margin: Float64Array, group: Int32Array, from: number, length: number) => {
    for (let i = 0; i < length; i++) {
      const scaled = margin[from + i] * BINS_PER_UNIT
      const floor = Math.floor(scaled)
      const bin = floor + REACH * BINS_PER_UNIT
      at[i] = 2 * (scaled - floor) - 1
      place[i] = 0
      if (!(bin >= 0 && bin < SPAN)) continue
      const kind = kindOf[group[from + i]]
      if (places[kind * SPAN + bin] === 0) places[kind * SPAN + bin] = learn(kind, bin)
      place[i] = places[kind * SPAN + bin]
    }
  }
  return (margin, group, values) => {
    for (let from = 0; from < margin.length; from += PIECE) {
      const length = Math.min(PIECE, margin.length - from)
      find(margin, group, from, length)
      for (let l = 0; l < values.length; l++) {
        sumTerms(terms[l], place, at, values[l], from, length)
        const ask = (j: number) => kinds[kindOf[group[j]]][l].value(margin[j])
        for (let j = from; j < from + length; j++) if (Number.isNaN(values[l][j])) values[l][j] = ask(j)
      }
    }
  }
}

function twiceAsLong(array: Float64Array): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(2 * array.length)
  longer.set(array)
  return longer
}

/** What a loss is in the bin that begins at `start`, in powers of the place within; NaN where that is no polynomial. */
function polynomialOf({ value, kinks, unsketched }: BoundLoss, start: number): Float64Array {
  const found = new Float64Array(MOMENTS)
  const end = start + 1 / BINS_PER_UNIT
  const isBroken = kinks.some((kink) => kink >= start - SAME_EDGE && kink <= end + SAME_EDGE)
  if (unsketched !== null || isBroken) return UNKNOWN
  const half = 0.5 / BINS_PER_UNIT
  // Of a level loss nothing but this is left, to the bit.
  const middle = value(start + half)
  const beside = POINTS.map((x) => value(start + half + x * half) - middle)
  let last = 0
  for (let k = 0; k < MOMENTS; k++) {
    last = 0
    for (let j = 0; j < MOMENTS; j++) last += WEIGHTS[j][k] * beside[j]
    for (let i = 0; i <= k; i++) found[i] += last * POWERS[k][i]
  }
  found[0] += middle
  return Math.abs(last) <= ROUNDING * Math.abs(middle) ? found : UNKNOWN
}

/** t_0 + t_1 d + ... + t_13 d^13 of each sample of a piece. */
function sumTerms(
  t: Float64Array,
  place: Int32Array,
  at: Float64Array,
  values: Float64Array,
  from: number,
  length: number,
): void {
  for (let i = 0; i < length; i++) {
    const d = at[i]
    const p = MOMENTS * place[i]
    // Written out: a loop over the terms takes twice as long.
    let sum = t[p + 12] + d * t[p + 13]
    sum = t[p + 10] + d * (t[p + 11] + d * sum)
    sum = t[p + 8] + d * (t[p + 9] + d * sum)
    sum = t[p + 6] + d * (t[p + 7] + d * sum)
    sum = t[p + 4] + d * (t[p + 5] + d * sum)
    sum = t[p + 2] + d * (t[p + 3] + d * sum)
    values[from + i] = t[p] + d * (t[p + 1] + d * sum)
  }
}
