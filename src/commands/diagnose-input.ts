/** From files and options to samples and the losses to explain. */

import { InputError, UsageError } from '../errors.ts'
import { openTable } from '../formats/index.ts'
import { refuseSketchTable } from '../formats/sketch-table.ts'
import type { Table } from '../formats/table.ts'
import type { Observed, ScoredSamples } from '../questions/diagnose/types.ts'
import { type Dataset, openDataset } from '../reading/dataset.ts'
import { findColumn } from '../reading/named-columns.ts'
import { sharesRow } from '../reading/reading.ts'
import { toShares } from '../reading/scores/adjusted.ts'
import { createScan } from '../scan/samples.ts'
import type { Scan } from '../scan/scan.ts'
import { adviseCommand } from '../words/shell.ts'
import type { Context } from './command.ts'
import { writePrinted } from './diagnose-commands.ts'
import { refuseIdle } from './open-scan.ts'
import type { DiagnoseOptions } from './options/diagnose.ts'
import { readingOptions } from './options/reading.ts'
import { type Printed, readPrintedList } from './printed-log.ts'
import { readPrinted, refuseNothing } from './printed-values.ts'

export interface DiagnoseInput {
  readonly scan: Scan
  readonly samples: ScoredSamples
  readonly observed: Observed
  /** How many samples were looked at, when not all. */
  readonly subsampled: number | null
}

/** Samples kept; of more, every so-manieth row. */
const MOST_SAMPLES = 200_000

export async function readEvidence(
  file: string,
  options: DiagnoseOptions,
  context: Context,
): Promise<DiagnoseInput> {
  const other = options.lossColumn
  const dataset = await openDataset(file, options.labels, { ...readingOptions(options), other })
  refuseIdle([dataset.reading], options)
  const losses = await readLosses(options, dataset.scores)
  const printed = await readPrintedList(options)
  const advise = (value: number) => writePrinted(file, options, dataset, value)
  return gatherEvidence(dataset, losses, { ...options, ...context, printed }, advise)
}

type EvidenceOptions = Pick<
  DiagnoseOptions,
  'onBadRow' | 'probTolerance' | 'batchSize' | 'classWeight' | 'classCounts' | 'reductionOfPrint'
> & { readonly printed: Printed | undefined } & Partial<Pick<Context, 'onProgress'>>

/**
 * Runs the pass over the data set.
 *
 * @param losses of the samples; null for those that were printed
 * @param advise the command for a value that looks like that of a whole batch
 */
export async function gatherEvidence(
  dataset: Dataset,
  losses: Losses | null,
  options: EvidenceOptions,
  advise: (value: number) => string,
): Promise<DiagnoseInput> {
  const scan = createScan(dataset, {
    onBadRow: options.onBadRow,
    renormalize: false,
    probTolerance: options.probTolerance ?? null,
    perClass: true,
    threads: null,
    onProgress: options.onProgress,
  })
  const collected = await collect(scan, losses === null ? null : losses.rows, dataset.name)
  const { cell, step } = collected
  const samples = { ...collected.samples, shares: classShares(options, collected.samples) }
  const base = {
    batchSize: options.batchSize ?? 0,
    classWeights: classWeights(options, samples),
    reductionOfPrint: options.reductionOfPrint,
  }
  const subsampled = step > 1 ? samples.label.length : null
  const isEach = losses !== null && (losses.width > 1 || samples.task !== 'multilabel')
  if (samples.shares && !isEach)
    throw new UsageError(
      '--class-counts goes with one loss per sample: of printed values no loss that knows them is searched',
      'leave it out',
    )
  if (losses === null)
    return {
      scan,
      samples,
      observed: { ...base, ...readPrinted(options.printed!, base.batchSize, samples) },
      subsampled,
    }
  const values = pick(losses, samples, cell)
  refuseNothing(values, losses.place)
  refuseOneValue(values, losses.place, () => advise(values[0]))
  const per = isEach ? 'sample' : 'row'
  return {
    scan,
    samples,
    observed: { ...base, per, values, half: halfUnit(values), batchSize: 0 },
    subsampled,
  }
}

/** A loss a row, or one for each class of a row. */
export interface Losses {
  readonly values: Float64Array
  readonly rows: number
  readonly width: number
  readonly place: string
}

async function readLosses(
  { lossColumn, lossValues }: DiagnoseOptions,
  tables: readonly Table[],
): Promise<Losses | null> {
  if (lossColumn !== undefined) {
    const values: number[] = []
    for (const table of tables) {
      const column = findColumn(table, lossColumn, '--loss-column')
      for await (const { numbers } of table.read({ numbers: [column], texts: [] }))
        for (const value of numbers) values.push(value)
    }
    return { values: Float64Array.from(values), rows: values.length, width: 1, place: tables[0].path }
  }
  if (lossValues === undefined) return null
  const table = await openTable(lossValues)
  refuseSketchTable(table)
  const columns = table.columns.map((_, index) => index)
  const values: number[] = []
  for await (const { numbers } of table.read({ numbers: columns, texts: [] }))
    for (const value of numbers) values.push(value)
  return {
    values: Float64Array.from(values),
    rows: values.length / columns.length,
    width: columns.length,
    place: lossValues,
  }
}

async function collect(
  scan: Scan,
  rows: number | null,
  place: string,
): Promise<{ samples: ScoredSamples; cell: readonly number[]; step: number }> {
  const { reading } = scan.dataset
  // Two scores per row are those of a softmax, whatever its classes are called.
  const task = sharesRow(reading) ? 'softmax' : reading.task
  const classes = task === 'binary' ? 1 : reading.scores.length
  const width = task === 'softmax' ? classes : 1
  const perRow = reading.task === 'multilabel' ? classes : 1
  // Batches need all of their rows.
  const step = rows === null ? 1 : Math.max(1, Math.ceil((rows * perRow) / MOST_SAMPLES))
  const kept: { scores: number[]; label: number[]; row: number[]; cell: number[] } = {
    scores: [],
    label: [],
    row: [],
    cell: [],
  }
  for await (const block of scan.blocks()) {
    for (let i = 0; i < block.length; i++) {
      if (block.row[i] % step !== 0) continue
      for (let c = 0; c < width; c++) kept.scores.push(block.scores[i * width + c])
      kept.label.push(block.label[i])
      kept.row.push(block.row[i])
      kept.cell.push(block.cellClass?.[i] ?? 0)
    }
  }
  const total = scan.counts.rows
  if (rows !== null && rows !== total)
    throw new InputError(
      place,
      `has ${total} rows and there are ${rows} losses`,
      'they must stand for the same samples in the same order',
    )
  const samples: ScoredSamples = {
    task,
    classes,
    probabilities: reading.from === 'probs',
    scores: Float64Array.from(kept.scores),
    label: Int32Array.from(kept.label),
    row: Float64Array.from(kept.row),
    // Of those that were looked at.
    rows: Math.ceil(total / step),
    ...(task === 'multilabel' && { column: Int32Array.from(kept.cell) }),
  }
  return { samples, cell: kept.cell, step }
}

/** The losses of the samples kept, checked. */
function pick(
  { values, width, place }: Losses,
  samples: ScoredSamples,
  cell: readonly number[],
): Float64Array {
  const { task, row, classes } = samples
  const multilabel = task === 'multilabel'
  if (width > 1 && width !== classes)
    throw new InputError(
      place,
      `has ${width} columns of losses for ${classes} classes`,
      'give one per row, or one per class',
    )
  const rowsOnly = width === 1 && multilabel
  const chosen: number[] = []
  for (let i = 0; i < row.length; i++) {
    const first = i === 0 || row[i] !== row[i - 1]
    if (rowsOnly) {
      if (first) chosen.push(values[row[i]])
    } else if (width === 1) chosen.push(values[row[i]])
    else if (multilabel) chosen.push(values[row[i] * width + cell[i]])
    else chosen.push(values.subarray(row[i] * width, (row[i] + 1) * width).reduce((sum, v) => sum + v, 0))
  }
  const bad = chosen.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0)
    throw new InputError(
      place,
      `row ${row[bad]}: the loss is not a finite number (${chosen[bad]})`,
      'a NaN or infinite loss has no explanation here: look for overflow, or log(0)',
    )
  return Float64Array.from(chosen)
}

const ONE_VALUE = "a batch's one value goes with --printed"

/** One value for all is more likely that of the batch. */
function refuseOneValue(values: Float64Array, place: string, command: () => string): void {
  if (values.length < 4 || values.some((value) => value !== values[0])) return
  throw new InputError(
    place,
    `all ${values.length} losses are ${values[0]}`,
    adviseCommand(`${ONE_VALUE}, as in`, command(), ONE_VALUE),
  )
}

/** Half a unit of the last decimal, when all values have few of them; 0 for full precision. */
function halfUnit(values: Float64Array): number {
  for (let digits = 2; digits <= 8; digits++) {
    const unit = 10 ** -digits
    if (values.every((value) => isWritten(value / unit))) return unit / 2
  }
  return 0
}

/** Whether it is a whole number but for the rounding of doubles. What is small is none: it would be written as 0. */
function isWritten(units: number): boolean {
  const whole = Math.round(units)
  return (whole !== 0 || units === 0) && Math.abs(units - whole) < 1e-6 * Math.max(1, Math.abs(units) * 1e-6)
}

function classWeights(
  { classWeight }: Pick<DiagnoseOptions, 'classWeight'>,
  { task, classes }: ScoredSamples,
): readonly number[] | null {
  if (classWeight === undefined) return null
  const wanted = task === 'softmax' ? classes : 2
  if (classWeight.length !== wanted)
    throw new UsageError(`--class-weight gives ${classWeight.length} factors for ${wanted} classes`)
  return classWeight
}

/** Shares of the classes, or of their positives. */
function classShares(
  { classCounts }: Pick<DiagnoseOptions, 'classCounts'>,
  { task, classes }: ScoredSamples,
): readonly number[] | undefined {
  if (classCounts === undefined) return undefined
  if (classCounts.length !== classes)
    throw new UsageError(
      `--class-counts has ${classCounts.length} numbers, and there ${classes === 1 ? 'is 1 column' : `are ${classes} columns`} of scores`,
      task === 'softmax'
        ? 'give one per class, in the order of the scores'
        : 'give one per column of scores: the share of positives',
    )
  if (task === 'softmax') return toShares(classCounts, 'count')
  const wrong = classCounts.find((share) => !(share > 0 && share < 1))
  if (wrong !== undefined)
    throw new UsageError(`--class-counts ${wrong}: a share of positives lies between 0 and 1`)
  return classCounts
}
