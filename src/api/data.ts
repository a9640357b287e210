/** What every function of the API takes for data: files, arrays in memory, or a sketch. */

import { refuseDatabase } from '../engines/client/as-sketch.ts'
import { openSketchTable } from '../engines/table/open.ts'
import type { TableAsked } from '../engines/table/read.ts'
import { UsageError } from '../errors.ts'
import { readSketchFile } from '../formats/sketch-file.ts'
import { tellClassesApart } from '../losses/bound.ts'
import type { Loss } from '../losses/loss.ts'
import { type Dataset, readFileSet } from '../reading/dataset.ts'
import { type FileSet, openFileSet } from '../reading/file-set.ts'
import { findKept } from '../reading/kept.ts'
import type { ReadingOptions } from '../reading/reading.ts'
import { createScan } from '../scan/samples.ts'
import type { SampleBlock, Scan } from '../scan/scan.ts'
import { fromContent, type SketchContent } from '../sketched/sketch-content.ts'
import { type Parting, sketchScan } from '../sketched/sketch-dataset.ts'
import { partingMargin, type SketchedData } from '../sketched/sketched-data.ts'
import { weighing } from '../sketched/weighing.ts'
import { forgetPipe } from '../sources/pipe.ts'
import { sayPath } from '../words/standard-input.ts'
import { type Arrays, nameArrays } from './arrays.ts'
import {
  ANYTHING,
  AXIS,
  BAD_ROW,
  COLUMNS,
  COUNT,
  checkAsked,
  FLAG,
  type Kinds,
  PRIORS,
  SCALE,
  STRENGTH,
  TASK,
  TEMPERATURE,
  TEXT,
  TEXT_OR_TEXTS,
  TEXTS,
  TOLERANCE,
} from './asked.ts'

/** How data are read. All of it is told from the data unless said; docs/conventions.md has the rules. */
export interface How
  extends Pick<ReadingOptions, 'task' | 'from' | 'classNames' | 'ignoreLabel' | 'background'> {
  /** Divide each softmax row of probabilities by its sum. */
  readonly renormalize?: boolean
  /** Divide logits by it before all else, those of probabilities too. */
  readonly temperature?: number
  /** Logit adjustment: ln of these is added to the logits, one a class; of sigmoids the log-odds of shares of positives. */
  readonly priors?: readonly number[]
  /** How many times it is added; 1 unless said. */
  readonly logitAdjust?: number
  /** How far a probability may lie outside 0 to 1, and a row's sum from 1. */
  readonly probTolerance?: number
  /** What to do about a row that cannot be read; `fail` unless said. */
  readonly onBadRow?: 'fail' | 'skip'
}

/** Files of predictions. Columns are named as in the file, or numbered from 0. */
export interface Files
  extends How,
    Pick<
      ReadingOptions,
      'score' | 'label' | 'predicted' | 'id' | 'byRow' | 'weight' | 'by' | 'model' | 'classAxis'
    > {
  /** A CSV, Parquet, NPY, NPZ, safetensors or .pt file, an array in one (`preds.npz::logits`), a folder of shards, or a glob. */
  readonly scores: string
  /** Where labels are, when they do not stand beside the scores. */
  readonly labels?: string
  /** Threads to use; as many as repay unless said. The result does not depend on it. */
  readonly threads?: number
}

/** A path is short for `{ scores: path }`; that of a saved sketch will do as well, and so will a sketch itself. */
export type Data = string | Files | (Arrays & How) | SketchContent

const HOW: Kinds<Required<How>> = {
  task: TASK,
  from: SCALE,
  classNames: TEXTS,
  ignoreLabel: TEXT_OR_TEXTS,
  background: TEXT,
  renormalize: FLAG,
  temperature: TEMPERATURE,
  priors: PRIORS,
  logitAdjust: STRENGTH,
  probTolerance: TOLERANCE,
  onBadRow: BAD_ROW,
}
const FILES: Kinds<Required<Files>> = {
  ...HOW,
  scores: TEXT,
  labels: TEXT,
  score: COLUMNS,
  label: COLUMNS,
  predicted: TEXT,
  id: TEXT,
  byRow: FLAG,
  weight: TEXT,
  by: TEXT,
  model: TEXT,
  classAxis: AXIS,
  threads: COUNT,
}
const ARRAYS: Kinds<Required<Arrays & How>> = {
  ...HOW,
  scores: ANYTHING,
  labels: ANYTHING,
  columns: TEXTS,
  labelColumns: TEXTS,
  weights: ANYTHING,
  ids: ANYTHING,
  slices: ANYTHING,
  name: TEXT,
}

/** Data with rows, which are read when a question is asked. */
export interface Rows {
  readonly dataset: Dataset
  readonly how: How & { readonly threads?: number }
}

/** Opens what has rows; a sketch is checked. */
export async function open(data: Data): Promise<Rows | SketchedData> {
  const sketch = await openSketch(data)
  if (sketch !== null) return sketch
  return readRows(typeof data === 'string' ? { scores: data } : (data as RowData))
}

/** The sketch, where the data are one; null for what has rows. */
export async function openSketch(
  data: Data,
  asked: TableAsked = { skips: false },
): Promise<SketchedData | null> {
  if (typeof data !== 'string') return 'groups' in data ? named(data.source.name, data) : null
  refuseDatabase(data)
  const content = await readSketchFile(data)
  if (content !== null) return named(sayPath(data), content)
  const table = await openSketchTable(data, asked)
  return table && weighing(table)
}

async function readRows(data: RowData): Promise<Rows> {
  const { files, options, how } = await openUnread(data)
  return { dataset: await readFileSet(files, options), how }
}

type RowData = Files | (Arrays & How)

/** Data that have been opened, and how they are to be read. */
export interface Unread extends Pick<Rows, 'how'> {
  readonly files: FileSet
  readonly options: ReadingOptions
}

async function openUnread(data: RowData): Promise<Unread> {
  const skips = data.onBadRow === 'skip'
  if (isFiles(data)) {
    checkAsked(data, FILES)
    for (const path of [data.scores, data.labels]) refuseDatabase(path)
    const files = await openFileSet(data.scores, data.labels)
    for (const path of [data.scores, data.labels]) if (path !== undefined) forgetPipe(path)
    return { files, options: { ...data, skips }, how: data }
  }
  checkAsked(data, ARRAYS)
  const { files, options } = nameArrays(data, data.classNames !== undefined)
  return { files, options: { ...data, ...options, skips }, how: data }
}

function named(name: string, content: unknown): SketchedData {
  const data = weighing(fromContent(name, content))
  return { ...data, source: { ...data.source, name } }
}

function isFiles(data: Files | Arrays): data is Files {
  return typeof data.scores === 'string'
}

/** Throws a UsageError for a sketch, which has no samples. */
export async function openRows(data: Data): Promise<Rows> {
  const opened = await open(data)
  if ('dataset' in opened) return opened
  throw rowless(opened.source.name)
}

/** Data that are no sketch, and may be unclear. */
export function openUnclear(data: Exclude<Data, SketchContent>): Promise<Unread> {
  return openUnread(typeof data === 'string' ? { scores: data } : data)
}

function rowless(name: string): UsageError {
  return new UsageError(`${name} is a sketch, which has no samples`, 'give the predictions')
}

/** Plans a pass. */
export function scanOf({ dataset, how }: Rows, perClass: boolean, keep: readonly string[] = []): Scan {
  return createScan(dataset, {
    onBadRow: how.onBadRow ?? 'fail',
    renormalize: how.renormalize ?? false,
    probTolerance: how.probTolerance ?? null,
    perClass,
    threads: how.threads ?? null,
    kept: findKept(dataset, keep),
  })
}

/** What a question keeps apart. */
export type By = 'class' | 'slice' | null

/** Throws a UsageError where losses tell classes apart, and a sketch does not. */
export function checkClasses(opened: SketchedData, losses: readonly Loss[]): void {
  const telling = losses.find((loss) => tellClassesApart([loss]))
  if (telling) checkApart(opened, telling.spec)
}

/** Throws a UsageError where a sketch does not keep classes apart, as `what` does. */
export function checkApart({ source, grouping }: SketchedData, what: string): void {
  if (source.task === 'binary' || grouping.perClass) return
  throw new UsageError(
    `${what} tells classes apart, and the sketch does not keep them so`,
    "sketch with by: 'class'",
  )
}

/** Throws a UsageError where a question parts the data by what they do not have. */
export function checkBy(opened: Rows | SketchedData, by: By): void {
  const column = 'dataset' in opened ? opened.dataset.reading.by : opened.source.by
  if (by === 'slice' && column === null)
    throw new UsageError(
      "by is 'slice', and the data name no slices",
      'give slices with arrays, or the name of their column, by, with files',
    )
  if (
    by === 'class' &&
    !('dataset' in opened) &&
    opened.source.task !== 'binary' &&
    !opened.grouping.perClass
  )
    throw new UsageError(
      "by is 'class', and the sketch does not keep its classes apart",
      "sketch with by: 'class'",
    )
}

/**
 * The data as their sketch, parted at the thresholds.
 *
 * @param parted with what looks at the samples, where there are any
 */
export async function openAsSketch(
  data: Data,
  thresholds: readonly number[],
  parted: Parting & { readonly visitor?: (scan: Scan) => (block: SampleBlock) => void },
  by: By = null,
): Promise<SketchedData> {
  return asSketch(await open(data), thresholds, parted, by)
}

/** The same of data that are open. */
export async function asSketch(
  opened: Rows | SketchedData,
  thresholds: readonly number[],
  parted: Parting & { readonly visitor?: (scan: Scan) => (block: SampleBlock) => void },
  by: By = null,
): Promise<SketchedData> {
  checkBy(opened, by)
  const { losses = [] } = parted
  const perClass = by === 'class' || tellClassesApart(losses)
  if ('dataset' in opened) {
    const scan = scanOf(opened, perClass)
    return sketchScan(scan, thresholds, parted.visitor?.(scan), parted)
  }
  checkClasses(opened, losses)
  for (const threshold of thresholds) partingMargin(opened, threshold)
  return opened
}
