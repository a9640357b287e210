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

/** Runs the scan over rows as they stand, with the slopes at a few a from 1/4 to 2. */
export async function passAsItIs(scan: Scan, options: CalibrateOptions): Promise<AsItIs> {
  const { from, classes, renormalize } = shapeOf(scan)
  const tempered = createTemperedRow(classes, from, renormalize)
  const row = emptyRow(classes)
  const slopes = createFirstSlopes(classes)
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

/** The a of the first pass are quarters, up to so many: powers of e^(x / 4), so that one exponential makes them all. */
const QUARTERS = 8

/** Slopes at these, which are to begin from and are right to 1e-14 only. */
function createFirstSlopes(classes: number) {
  const means = createMeans(Array.from({ length: QUARTERS }, (_, n) => (n + 1) / 4))
  const [roots, powers] = [new Float64Array(classes), new Float64Array(classes)]
  return {
    add(x: Float64Array, truth: number, w: number): void {
      // The exponential ends at e^-708, and times the square of the largest logits that is something.
      for (let k = 0; k < classes; k++) roots[k] = x[k] < -2800 ? 0 : expOfNegative(x[k] / 4)
      powers.fill(1)
      for (let n = 0; n < QUARTERS; n++) {
        let [zeroth, first, second] = [0, 0, 0]
        for (let k = 0; k < classes; k++) {
          const power = powers[k] * roots[k]
          const moment = power * x[k]
          powers[k] = power
          zeroth += power
          first += moment
          second += moment * x[k]
        }
        const slope = first / zeroth
        means.add(n, w, slope - x[truth], second / zeroth - slope * slope)
      }
      means.weigh(w)
    },
    take: means.take,
  }
}
