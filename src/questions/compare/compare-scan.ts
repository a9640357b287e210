/** The comparison of a data set that has yet to be read, in one pass. */
import { UsageError } from '../../errors.ts'
import type { Loss } from '../../losses/loss.ts'
import type { SetLoss } from '../../losses/set/set-loss.ts'
import { checkSetTask } from '../../losses/spec/set-spec.ts'
import { thresholdMargin } from '../../margin/margins.ts'
import type { Scan } from '../../scan/scan.ts'
import { sketchScan } from '../../sketched/sketch-dataset.ts'
import { createRanking } from '../samples/samples.ts'
import { type CompareOptions, type CompareReport, checkQuestion, compareSketched } from './compare.ts'
import { cellsFor, visitAll } from './sets/row-cells.ts'
import { edgesOfSets } from './sets/set-report.ts'
import { scanSets } from './sets/set-scan.ts'

/** Runs the scan and compares the losses on it. */
export async function compareScan(
  scan: Scan,
  losses: readonly Loss[],
  options: CompareOptions,
  sets: readonly SetLoss[] = [],
): Promise<CompareReport> {
  checkQuestion(scan.grouping, losses, options)
  checkSetTask(sets, scan.grouping.task)
  const ofRows = losses.find(({ definition }) => definition.isOfRows && scan.grouping.task === 'softmax')
  if (options.hardest > 0 && ofRows)
    throw new UsageError(
      `${ofRows.spec} of a softmax row needs all its probabilities, and the hardest samples are told by their margins`,
      'leave --per-sample out, or that loss',
    )
  const margin = thresholdMargin(options.threshold)
  const ranking = createRanking(scan, losses, margin, { top: options.hardest, sort: null })
  const cells = cellsFor(sets, scan)
  const visit = visitAll(options.hardest > 0 ? ranking.add : undefined, cells?.add)
  const data = await sketchScan(scan, [options.threshold], visit, {
    losses,
    edges: edgesOfSets(sets),
    ...(cells ? {} : { hardest: options.hardest }),
  })
  const report = compareSketched(data, losses, options)
  return {
    ...report,
    sets: await scanSets(scan, data, sets, options.by === 'slice', cells?.data(data) ?? null),
    hardest: ranking.reports(),
  }
}
