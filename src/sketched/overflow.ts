/** Sums over the samples that are beyond what a double holds: what makes them so, and what to do about it. */
import { InputError } from '../errors.ts'
import { BEYOND } from '../measures/overflow.ts'
import { createScan } from '../scan/samples.ts'
import type { Scan } from '../scan/scan.ts'
import { faultOfTotals } from '../sketch/sums/totals.ts'
import type { SketchedData } from './sketched-data.ts'
import { describeSource, type SourceReport } from './source.ts'

/** Throws an InputError where sums over the scan's samples are no doubles; then a second pass tells why. */
export async function checkTotals(scan: Scan, { source, sketch }: SketchedData): Promise<void> {
  const fault = faultOfTotals(sketch)
  if (fault === 'too small') throw tooSmall(source)
  if (fault === 'too large') throw tooLarge(source, await largestOf(scan))
}

/** Why sums over several scans are no doubles; null where it is neither their weights nor their margins. */
export async function overflowOfScans(scans: readonly Scan[]): Promise<InputError | null> {
  for (const scan of scans) {
    const largest = await largestOf(scan)
    const bound = scan.counts.samples * Math.max(1, largest.weight) * Math.max(1, largest.margin)
    if (!Number.isFinite(bound)) return tooLarge(describeSource(scan), largest)
  }
  return null
}

/** What sums are made of: the largest by size. */
interface Largest {
  readonly margin: number
  readonly weight: number
}

async function largestOf({ dataset, options }: Scan): Promise<Largest> {
  const { onProgress, ...quiet } = options
  let [margin, weight] = [0, 0]
  for await (const block of createScan(dataset, quiet).blocks()) {
    margin = largest(margin, block.margin)
    weight = largest(weight, block.weight ?? [])
  }
  return { margin, weight }
}

function largest(before: number, values: Iterable<number>): number {
  let size = before
  for (const value of values) size = Math.max(size, Math.abs(value))
  return size
}

/** Weights are to blame where smaller ones would do; else it is the logits. */
function tooLarge({ name, samples, weight: column }: SourceReport, { margin, weight }: Largest): InputError {
  if (weight > 1 && Number.isFinite(samples * margin))
    return new InputError(
      name,
      `its weights in "${column}" go up to ${weight}, and sums with them are ${BEYOND}`,
      'divide all weights by a constant, which changes no mean and no share',
    )
  return new InputError(
    name,
    `its logits give margins of up to ${margin}, and the sum of the losses is ${BEYOND}`,
    'hold the logits within -1e290 and 1e290, which is as sure and as wrong',
  )
}

export function tooSmall({ name, weight }: Pick<SourceReport, 'name' | 'weight'>): InputError {
  return new InputError(
    name,
    `its weights in "${weight}" are so small that sums with them lose their digits`,
    'multiply all weights by a constant, which changes no mean and no share',
  )
}
