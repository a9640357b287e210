/** What the kernels add up of softmax rows for their calibration (assembly/top.ts), taken out so often that rounding does not grow. */
import type { Exports } from './exports.ts'
import type { Layout } from './layout.ts'
import type { BlockShape, TopShape } from './shape.ts'

/** At so many times the a of a pass the slopes stand; of rows as they are all of them, else the first alone. */
const NODES = [1, 1 / 2, 1 / 4, 2, 3 / 2, 3 / 4] as const

/** Rows whose sums are added up by themselves. */
const ROWS = 4096

const [FIRST_SLOPE, FIRST_CLASS] = [6, 6 + 2 * NODES.length]

const evenly = (classes: number) => classes + (classes % 2)

/** Numbers that are added up. */
export function topLength(classes: number, bins: number): number {
  return FIRST_CLASS + (bins + 1) * evenly(classes)
}

/** Bytes that they take, and the rows at work. */
export function topRoom(classes: number, bins: number) {
  return { sums: 8 * topLength(classes, bins), rows: 5 * 8 * evenly(classes) }
}

export function createTop(
  { memory, addTops }: Exports,
  { scores, classes, margins, weights, top }: Layout,
  { columns, from, single, weighted }: BlockShape,
  { a, odds, bins, right }: TopShape,
) {
  const length = topLength(columns, bins)
  const run = (first: number, n: number) =>
    addTops(
      scores,
      Number(single),
      columns,
      Number(from === 'probs'),
      first,
      n,
      classes,
      weighted ? weights : 0,
      margins,
      top.rows,
      a ?? 1,
      Number(a === null),
      odds,
      bins,
      Number(right),
      top.sums,
    )
  let sums = new Float64Array(length)
  return {
    begin(): void {
      sums = new Float64Array(length)
    },
    /** Returns false where a row is none. */
    add(samples: number): boolean {
      for (let first = 0; first < samples; first += ROWS) {
        new Float64Array(memory.buffer, top.sums, length).fill(0)
        if (run(first, Math.min(ROWS, samples - first)) >= 0) return false
        const some = new Float64Array(memory.buffer, top.sums, length)
        for (let i = 0; i < length; i++) sums[i] += some[i]
      }
      return true
    },
    /** Undefined where sums are no doubles. */
    take: (): Float64Array | undefined => (sums.every(Number.isFinite) ? sums : undefined),
  }
}

/** The sums of all blocks by what they are of. */
export function readTop(sums: Float64Array, a: number, classes: number, bins: number) {
  const width = evenly(classes)
  const row = (index: number) =>
    sums.subarray(FIRST_CLASS + index * width, FIRST_CLASS + index * width + classes)
  const [said, been] = [row(0), row(1)]
  const later = Array.from({ length: Math.max(0, bins - 1) }, (_, bin) => row(2 + bin))
  // The first bin has what the others have not.
  const first = said.map((p, k) => been[k] - p - later.reduce((sum, gaps) => sum + gaps[k], 0))
  const [weight, logLoss, brier, atNothing, mistakes, likely] = sums
  return {
    weight,
    logLoss,
    brier,
    atNothing,
    hasMistake: mistakes > 0,
    /** Rows whose truth is as likely as by chance, or likelier. */
    likely,
    /** Slope and curvature of the log loss by a, at so many times the a of the pass. */
    slopes: NODES.map((times, node) => ({
      a: times * a,
      slope: sums[FIRST_SLOPE + 2 * node] / a / weight,
      curvature: sums[FIRST_SLOPE + 2 * node + 1] / a ** 2 / weight,
    })),
    said,
    been,
    /** sum w (y - p), bin by bin, of each class. */
    gaps: [first, ...later],
  }
}
