/** Passes over softmax rows: as they are, and under a temperature. */
import { expOfNegative } from '../../margin/elementary.ts'
import { marginOfProbability } from '../../margin/margins.ts'
import { softmaxMarginRenormalized } from '../../margin/softmax.ts'
import { addAt, createSums, sumAt } from '../../measures/compensated.ts'
import type { SampleBlock, Scan } from '../../scan/scan.ts'
import type { CalibrateOptions } from './bins.ts'
import { createSoftmaxSums, type SoftmaxFound, type SoftmaxRow } from './softmax-sums.ts'
import { createTemperedRow, type TemperedRow } from './tempered-row.ts'

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

export interface AsItIs extends SoftmaxFound, Ends {
  readonly slopes: readonly Slope[]
}

/** Runs the scan over rows as they stand, with the slopes at a few a between 1/4 and 4. */
export async function passAsItIs(scan: Scan, options: CalibrateOptions): Promise<AsItIs> {
  const { from, classes, renormalize } = shapeOf(scan)
  const tempered = createTemperedRow(classes, from, renormalize)
  const row = emptyRow(classes)
  const slopes = createFirstSlopes()
  const atNothing = createSums(2)
  let hasMistake = false
  const readProbabilities = ({ scores }: SampleBlock, i: number) => {
    const at = i * classes
    const sum = renormalize ? sumFrom(scores, at, classes) : 1
    for (let k = 0; k < classes; k++) row.probabilities[k] = scores[at + k] / sum
    row.topMargin = renormalize
      ? softmaxMarginRenormalized(scores, at, classes, row.top)
      : marginOfProbability(row.probabilities[row.top])
  }
  const readLogits = () => {
    tempered.heat(1)
    tempered.probabilities(row.probabilities)
    row.topMargin = tempered.topMargin()
  }
  const sums = createSoftmaxSums(classes, options, isWeighted(scan), row, (block, i) => {
    const w = block.weight ? block.weight[i] : 1
    const truth = block.label[i]
    tempered.take(block.scores, i * classes)
    row.top = tempered.top()
    row.truthMargin = block.margin[i]
    if (from === 'probs') readProbabilities(block, i)
    else readLogits()
    slopes.add(tempered.x, truth, w)
    addAt(atNothing, 0, w * (tempered.mean() - tempered.x[truth]))
    addAt(atNothing, 1, w)
    hasMistake ||= w > 0 && tempered.x[truth] < 0
  })
  for await (const block of scan.blocks()) sums.add(block)
  return {
    ...sums.take(),
    slopes: slopes.take(),
    atNothing: sumAt(atNothing, 0) / sumAt(atNothing, 1),
    hasMistake,
  }
}

export interface Tempered extends SoftmaxFound {
  readonly at: Slope
}

/** Runs the scan over softmax(a z). */
export async function passTempered(scan: Scan, options: CalibrateOptions, a: number): Promise<Tempered> {
  const { from, classes, renormalize } = shapeOf(scan)
  const tempered = createTemperedRow(classes, from, renormalize)
  const row = emptyRow(classes)
  const slopes = createSlopes([a])
  const sums = createSoftmaxSums(classes, options, isWeighted(scan), row, (block, i) => {
    const truth = block.label[i]
    tempered.take(block.scores, i * classes)
    slopes.add(tempered, truth, block.weight ? block.weight[i] : 1)
    tempered.probabilities(row.probabilities)
    row.top = tempered.top()
    row.topMargin = tempered.topMargin()
    row.truthMargin = truth === row.top ? row.topMargin : tempered.marginOf(truth)
  })
  for await (const block of scan.blocks()) sums.add(block)
  return { ...sums.take(), at: slopes.take()[0] }
}

/** Runs the scan for the slopes at these a alone. */
export async function passForSlopes(scan: Scan, nodes: readonly number[]): Promise<readonly Slope[]> {
  const { from, classes, renormalize } = shapeOf(scan)
  const tempered = createTemperedRow(classes, from, renormalize)
  const slopes = createSlopes(nodes)
  for await (const { length, scores, label, weight } of scan.blocks())
    for (let i = 0; i < length; i++) {
      tempered.take(scores, i * classes)
      slopes.add(tempered, label[i], weight ? weight[i] : 1)
    }
  return slopes.take()
}

function shapeOf({ dataset: { reading }, options }: Scan) {
  const { from } = reading
  return { from, classes: reading.scores.length, renormalize: from === 'probs' && options.renormalize }
}

function isWeighted({ dataset }: Scan): boolean {
  return dataset.reading.weight !== null
}

function emptyRow(classes: number): SoftmaxRow {
  return { top: 0, topMargin: 0, truthMargin: 0, probabilities: new Float64Array(classes) }
}

function sumFrom(scores: Float64Array, at: number, classes: number): number {
  let sum = 0
  for (let k = 0; k < classes; k++) sum += scores[at + k]
  return sum
}

/** What is added up of rows: w times the slope and the curvature of each a, and w. */
function createMeans(nodes: readonly number[]) {
  const sums = createSums(2 * nodes.length + 1)
  return {
    add(n: number, w: number, slope: number, curvature: number): void {
      addAt(sums, 2 * n, w * slope)
      addAt(sums, 2 * n + 1, w * curvature)
    },
    weigh: (w: number) => addAt(sums, 2 * nodes.length, w),
    take(): readonly Slope[] {
      const weight = sumAt(sums, 2 * nodes.length)
      return nodes.map((a, n) => ({
        a,
        slope: sumAt(sums, 2 * n) / weight,
        curvature: sumAt(sums, 2 * n + 1) / weight,
      }))
    },
  }
}

function createSlopes(nodes: readonly number[]) {
  const means = createMeans(nodes)
  return {
    /** Leaves the row at the temperature of the last node. */
    add(row: TemperedRow, truth: number, w: number): void {
      for (let n = 0; n < nodes.length; n++) {
        row.heat(nodes[n])
        means.add(n, w, row.slope() - row.x[truth], row.curvature())
      }
      means.weigh(w)
    },
    take: means.take,
  }
}

/** The a of the first pass in quarters: powers of e^(x / 4), so that one exponential makes them all. */
const QUARTERS = [1, 2, 3, 4, 6, 8, 12, 16]

/** Slopes at these, which are to begin from and are right to 1e-14 only. */
function createFirstSlopes() {
  const means = createMeans(QUARTERS.map((quarters) => quarters / 4))
  const [zeroth, first, second] = [0, 1, 2].map(() => new Float64Array(QUARTERS.length))
  return {
    add(x: Float64Array, truth: number, w: number): void {
      zeroth.fill(0)
      first.fill(0)
      second.fill(0)
      for (let k = 0; k < x.length; k++) {
        const one = x[k]
        // Here e^x ends at e^-708, and times the square of the largest logits that is something.
        const root = one < -2800 ? 0 : expOfNegative(one / 4)
        let [power, done] = [1, 0]
        for (let n = 0; n < QUARTERS.length; n++) {
          for (; done < QUARTERS[n]; done++) power *= root
          zeroth[n] += power
          first[n] += power * one
          second[n] += power * one * one
        }
      }
      for (let n = 0; n < QUARTERS.length; n++) {
        const slope = first[n] / zeroth[n]
        means.add(n, w, slope - x[truth], second[n] / zeroth[n] - slope * slope)
      }
      means.weigh(w)
    },
    take: means.take,
  }
}
