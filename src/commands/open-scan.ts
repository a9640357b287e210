/** From options to a planned pass over a data set. */
import { type Dataset, openDataset as open } from '../reading/dataset.ts'
import { createScan } from '../scan/samples.ts'
import type { Scan } from '../scan/scan.ts'
import type { Context } from './command.ts'
import { type ReadOptions, readingOptions } from './options/reading.ts'

/** Opens the data set and plans its pass. */
export async function openScan(
  name: string,
  options: ReadOptions,
  perClass: boolean,
  context?: Context,
): Promise<Scan> {
  return planScan(await openDataset(name, options), options, perClass, context)
}

/** For whoever has to know the data before planning. */
export function openDataset(name: string, options: ReadOptions): Promise<Dataset> {
  return open(name, options.labels, readingOptions(options))
}

export function planScan(dataset: Dataset, options: ReadOptions, perClass: boolean, context?: Context): Scan {
  return createScan(dataset, {
    onBadRow: options.onBadRow,
    renormalize: options.renormalize ?? false,
    probTolerance: options.probTolerance ?? null,
    perClass,
    threads: options.threads ?? null,
    onProgress: context?.onProgress,
  })
}
