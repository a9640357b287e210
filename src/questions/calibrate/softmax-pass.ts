/** Passes over softmax rows one by one: as they are, and under a temperature. */
import { marginOfProbability } from '../../margin/margins.ts'
import { softmaxMarginRenormalized } from '../../margin/softmax.ts'
import type { SampleBlock, Scan } from '../../scan/scan.ts'
import type { CalibrateOptions } from './bins.ts'
import { createLogRow, type LogRow, sumOfRow } from './log-row.ts'
import { createFirstSlopes, createSlope, type Ends, type Slope } from './softmax-slopes.ts'
import { createSoftmaxSums, type SoftmaxFound, type SoftmaxRow } from './softmax-sums.ts'
import { createTemperedRow, type TemperedRow } from './tempered-row.ts'

export interface AsItIs extends SoftmaxFound, Ends {
  readonly slopes: readonly Slope[]
}

export interface PassOptions extends CalibrateOptions {
  /** What rows of each class weigh more; null where they do not. */
  readonly factors: readonly number[] | null
}

/** The blocks of a scan, whose rows weigh as they are told to. */
async function* blocksOf(scan: Scan, { factors }: PassOptions): AsyncGenerator<SampleBlock> {
  for await (const block of scan.blocks()) {
    const { weight, label } = block
    yield factors
      ? { ...block, weight: Float64Array.from(label, (y, i) => factors[y] * (weight ? weight[i] : 1)) }
      : block
  }
}

/** Runs the scan over rows as they stand, with the slopes at a few a from 1/4 to 2. */
export async function passAsItIs(scan: Scan, options: PassOptions): Promise<AsItIs> {
  const logs = createLogs(scan)
  const classes = logs.x.length
  const row = emptyRow(classes)
  const slopes = createFirstSlopes(classes)
  const readRow = isLogits(scan)
    ? logitReader(row, createTemperedRow(logs))
    : probabilityReader(row, scan.options.renormalize)
  const sums = createSoftmaxSums(
    row,
    options,
    isWeighted(scan, options),
    ({ scores, label, margin, weight }, i) => {
      logs.take(scores, i * classes)
      row.top = logs.top()
      row.truthMargin = margin[i]
      readRow(scores, i * classes)
      slopes.add(logs.x, label[i], weight ? weight[i] : 1)
    },
  )
  for await (const block of blocksOf(scan, options)) sums.add(block)
  return { ...sums.take(), ...slopes.take() }
}

/** Puts in place what probabilities say as they stand. */
function probabilityReader(row: SoftmaxRow, renormalize: boolean) {
  const { probabilities } = row
  const classes = probabilities.length
  return (scores: Float64Array, at: number): void => {
    const sum = renormalize ? sumOfRow(scores, at, classes) : 1
    for (let k = 0; k < classes; k++) probabilities[k] = scores[at + k] / sum
    row.topMargin = renormalize
      ? softmaxMarginRenormalized(scores, at, classes, row.top)
      : marginOfProbability(probabilities[row.top])
  }
}

/** Puts in place what logits say. */
function logitReader(row: SoftmaxRow, tempered: TemperedRow) {
  return (): void => {
    tempered.heat(1)
    tempered.probabilities(row.probabilities)
    row.topMargin = tempered.topMargin()
  }
}

export interface Tempered extends SoftmaxFound {
  readonly at: Slope
}

/** Runs the scan over softmax(a z). */
export async function passTempered(scan: Scan, options: PassOptions, a: number): Promise<Tempered> {
  const logs = createLogs(scan)
  const classes = logs.x.length
  const tempered = createTemperedRow(logs)
  const row = emptyRow(classes)
  const slope = createSlope(a)
  const sums = createSoftmaxSums(row, options, isWeighted(scan, options), ({ scores, label, weight }, i) => {
    const truth = label[i]
    logs.take(scores, i * classes)
    slope.add(tempered, logs.x, truth, weight ? weight[i] : 1)
    tempered.probabilities(row.probabilities)
    row.top = logs.top()
    row.topMargin = tempered.topMargin()
    row.truthMargin = truth === row.top ? row.topMargin : tempered.marginOf(truth)
  })
  for await (const block of blocksOf(scan, options)) sums.add(block)
  return { ...sums.take(), at: slope.take() }
}

/** Runs the scan for the slope at a alone. */
export async function passForSlope(scan: Scan, options: PassOptions, a: number): Promise<Slope> {
  const logs = createLogs(scan)
  const tempered = createTemperedRow(logs)
  const slope = createSlope(a)
  for await (const { length, scores, label, weight } of blocksOf(scan, options))
    for (let i = 0; i < length; i++) {
      logs.take(scores, i * logs.x.length)
      slope.add(tempered, logs.x, label[i], weight ? weight[i] : 1)
    }
  return slope.take()
}

function createLogs({ dataset: { reading }, options }: Scan): LogRow {
  return createLogRow(reading.scores.length, reading.from, options.renormalize)
}

function isLogits({ dataset }: Scan): boolean {
  return dataset.reading.from === 'logits'
}

function isWeighted({ dataset }: Scan, { factors }: PassOptions): boolean {
  return factors !== null || dataset.reading.weight !== null
}

function emptyRow(classes: number): SoftmaxRow {
  return { top: 0, topMargin: 0, truthMargin: 0, probabilities: new Float64Array(classes) }
}
