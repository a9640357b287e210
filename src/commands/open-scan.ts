/** From options to a planned pass over a data set. */
import { openDataset } from '../formats/dataset.ts'
import { createScan, type Scan } from '../scan/samples.ts'
import type { Context } from './command.ts'
import { type ReadOptions, readingOptions } from './options.ts'

/** Opens the data set and plans its pass. */
export async function openScan(
  name: string,
  options: ReadOptions,
  perClass: boolean,
  context?: Context,
): Promise<Scan> {
  const dataset = await openDataset(name, options.labels, readingOptions(options))
  return createScan(dataset, {
    onBadRow: options.onBadRow,
    renormalize: options.renormalize ?? false,
    probTolerance: options.probTolerance ?? null,
    perClass,
    threads: options.threads ?? null,
    onProgress: context?.onProgress,
  })
}
