/** The slopes of the mean log loss of softmax(a z) by a, added up row by row. */
import { expOfNegative } from '../../margin/elementary.ts'
import { addAt, addTo, createSum, createSums, sumAt, sumOf } from '../../measures/compensated.ts'
import type { TemperedRow } from './tempered-row.ts'

/** First and second derivative of the mean log loss of softmax(a z) by a, at that a. */
export interface Slope {
  readonly a: number
  readonly slope: number
  readonly curvature: number
}

/** What the rows say at a = 0 and for ever larger a. */
export interface Ends {
  /** Slope at a = 0: where it is not below 0, no a above 0 is better. */
  readonly atNothing: number
  /** Whether a row that weighs something has a class above its truth; where none has, ever larger a are better. */
  readonly hasMistake: boolean
}

/** By a. */
export function ascending(slopes: readonly Slope[]): readonly Slope[] {
  return slopes.toSorted((p, q) => p.a - q.a)
}

/** What is added up of rows: w times the slope and the curvature of each a, and w. */
function createMeans(nodes: readonly number[]) {
  const [slopes, curvatures] = [createSums(nodes.length), createSums(nodes.length)]
  const weight = createSum()
  return {
    add(n: number, w: number, slope: number, curvature: number): void {
      addAt(slopes, n, w * slope)
      addAt(curvatures, n, w * curvature)
    },
    weigh: (w: number) => addTo(weight, w),
    weight: () => sumOf(weight),
    take: (): readonly Slope[] =>
      nodes.map((a, n) => ({
        a,
        slope: sumAt(slopes, n) / sumOf(weight),
        curvature: sumAt(curvatures, n) / sumOf(weight),
      })),
  }
}

/** At a alone. */
export function createSlope(a: number) {
  const means = createMeans([a])
  return {
    /** Leaves the row at a. */
    add(row: TemperedRow, x: Float64Array, truth: number, w: number): void {
      row.heat(a)
      means.add(0, w, row.slope() - x[truth], row.curvature())
      means.weigh(w)
    },
    take: (): Slope => means.take()[0],
  }
}

/** The a of the first pass, in quarters: powers of e^(x / 4), so that one exponential makes them all. */
const QUARTERS = [1, 2, 3, 4, 6, 8]

/** Slopes at these, which are to begin from and are right to 1e-14 only, and what becomes of them beyond. */
export function createFirstSlopes(classes: number) {
  const means = createMeans(QUARTERS.map((quarters) => quarters / 4))
  const [roots, powers] = [new Float64Array(classes), new Float64Array(classes)]
  const atNothing = createSum()
  let hasMistake = false
  return {
    add(x: Float64Array, truth: number, w: number): void {
      // The exponential ends at e^-708, and times the square of the largest logits that is something.
      for (let k = 0; k < classes; k++) roots[k] = x[k] < -2800 ? 0 : expOfNegative(x[k] / 4)
      powers.fill(1)
      for (let n = 0, done = 0; n < QUARTERS.length; n++) {
        for (; done < QUARTERS[n]; done++) for (let k = 0; k < classes; k++) powers[k] *= roots[k]
        let [zeroth, first, second] = [0, 0, 0]
        for (let k = 0; k < classes; k++) {
          const power = powers[k]
          const moment = power * x[k]
          zeroth += power
          first += moment
          second += moment * x[k]
        }
        const slope = first / zeroth
        means.add(n, w, slope - x[truth], second / zeroth - slope * slope)
      }
      means.weigh(w)
      addTo(atNothing, w * (meanOf(x) - x[truth]))
      hasMistake ||= w > 0 && x[truth] < 0
    },
    take: (): Ends & { readonly slopes: readonly Slope[] } => ({
      slopes: means.take(),
      atNothing: sumOf(atNothing) / means.weight(),
      hasMistake,
    }),
  }
}

/** Of terms that are doubles, though their sum need not be one. */
function meanOf(x: Float64Array): number {
  let mean = 0
  for (let k = 0; k < x.length; k++) mean += x[k] / x.length
  return mean
}
