/** From options to a planned pass over a data set. */
import { UsageError } from '../errors.ts'
import { type Dataset, openDataset as open } from '../reading/dataset.ts'
import { openFileSet } from '../reading/file-set.ts'
import { findKept } from '../reading/kept.ts'
import { readRows } from '../reading/models/below.ts'
import { readModels } from '../reading/models/side-by-side.ts'
import { sharesRow } from '../reading/reading.ts'
import type { ScoreAdjustment } from '../reading/scores/adjustment.ts'
import { createScan } from '../scan/samples.ts'
import type { Scan } from '../scan/scan.ts'
import type { SourceReport } from '../sketched/source.ts'
import type { Context } from './command.ts'
import { type ReadOptions, readingOptions } from './options/reading.ts'

/** Opens the data set and plans its pass. */
export async function openScan(
  name: string,
  options: ReadOptions,
  perClass: boolean,
  context?: Context,
): Promise<Scan> {
  const dataset = await openNamed(name, options)
  refuseIdle([dataset.reading], options)
  return planScan(dataset, options, perClass, context)
}

/** A data set, and the options that read it alone. */
interface OpenedModel<O extends ReadOptions> {
  readonly dataset: Dataset
  readonly options: O
}

/** The models that `--model` names or that stand side by side, or the one data set that there is without them. */
export async function openModels<O extends ReadOptions>(
  name: string,
  options: O,
): Promise<readonly OpenedModel<O>[]> {
  const { model: said } = options
  const files = await openFileSet(name, options.labels)
  const reading = readingOptions(options)
  const models = said === undefined ? await readModels(files, reading) : await readRows(files, reading, said)
  return models.map(({ dataset, said }) => ({ dataset, options: { ...options, ...said } }))
}

/** For whoever has to know the data before planning. */
export function openNamed(name: string, options: ReadOptions): Promise<Dataset> {
  return open(name, options.labels, readingOptions(options))
}

/** Throws a UsageError for what is said of probabilities, or of several files, where there are none. */
export function refuseIdle(
  readings: readonly (Pick<SourceReport, 'task' | 'from'> & {
    readonly adjustment?: ScoreAdjustment | null
    readonly scores: readonly unknown[]
  })[],
  { renormalize, probTolerance, byRow, labels }: ReadOptions,
): void {
  if (byRow && labels === undefined && readings.length === 1)
    throw new UsageError('--by-row is about several files, and there is one', 'leave it out')
  const probabilities = readings.filter((read) => (read.adjustment?.given ?? read.from) === 'probs')
  if (probTolerance !== undefined && probabilities.length === 0)
    throw new UsageError('--prob-tolerance is about probabilities, and the scores are logits', 'leave it out')
  if (renormalize && !probabilities.some(sharesRow))
    throw new UsageError(
      `--renormalize divides rows of softmax probabilities by their sum, and these are ${describe(readings[0])}`,
      'leave it out',
    )
}

function describe({ from, task }: Pick<SourceReport, 'task' | 'from'>): string {
  if (from === 'logits') return 'logits'
  return task === 'binary' ? 'binary ones, with one per row' : 'multi-label ones, each by itself'
}

/** What a pass over samples is told. */
export type ScanSaid = Pick<ReadOptions, 'onBadRow' | 'renormalize' | 'probTolerance' | 'threads' | 'keep'>

export function planScan(dataset: Dataset, options: ScanSaid, perClass: boolean, context?: Context): Scan {
  return createScan(dataset, {
    onBadRow: options.onBadRow,
    renormalize: options.renormalize ?? false,
    probTolerance: options.probTolerance ?? null,
    perClass,
    threads: options.threads ?? null,
    ...(options.keep && { kept: findKept(dataset, options.keep) }),
    onProgress: context?.onProgress,
  })
}
