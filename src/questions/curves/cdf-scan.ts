/** What the easiest and the hardest samples carry, of a data set that has yet to be read. */
import type { Loss } from '../../losses/loss.ts'
import { createScan } from '../../scan/samples.ts'
import type { Scan } from '../../scan/scan.ts'
import { sketchView } from '../../scan/sketch.ts'
import { checkLosses } from '../../sketched/edges.ts'
import { sketchScan } from '../../sketched/sketch-dataset.ts'
import { type CdfReport, checkCumulated, reportSides } from './cdf.ts'
import { resolveSides } from './resolve.ts'

/** Runs the scan; then passes over the same data again, until every digit that is shown is known. */
export async function cumulateScan(scan: Scan, losses: readonly Loss[]): Promise<CdfReport> {
  checkCumulated(scan.grouping, losses)
  const data = await sketchScan(scan, [], undefined, { losses })
  checkLosses(data, losses)
  const again = () => createScan(scan.dataset, scan.options)
  const sides = await resolveSides(data, losses, (view) => sketchView(again(), view))
  return reportSides(data, losses, sides)
}
