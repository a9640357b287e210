/** The calibration of predictions, whatever their task: one pass, and more of them where a prior or softmax rows need it. */
import type { Scan } from '../../scan/scan.ts'
import { sketchScan } from '../../sketched/sketch-dataset.ts'
import { edgesOfBins } from './bins.ts'
import { type CalibrateAsked, type CalibrateReport, calibrate, shiftsOf } from './calibrate.ts'
import { checkPrior } from './prior.ts'
import { createPriorBins } from './prior-bins.ts'
import { calibrateSoftmax, type SoftmaxCalibrateReport } from './softmax.ts'

/** @param plan a pass over the predictions, which keeps classes apart or not */
export async function calibratePredictions(
  plan: (perClass: boolean) => Scan,
  asked: CalibrateAsked,
): Promise<CalibrateReport | SoftmaxCalibrateReport> {
  const { prior = null } = asked
  const scan = plan(true)
  const { task, classes } = scan.grouping
  if (prior !== null) checkPrior(task, classes, prior)
  if (task === 'softmax') return calibrateSoftmax(plan(false), asked)
  const data = await sketchScan(scan, [], undefined, { edges: edgesOfBins(asked.bins) })
  if (prior === null) return calibrate(data, asked)
  // Where bins end depends on the shares of the classes, which the first pass has told.
  const filler = createPriorBins(data.grouping, shiftsOf(data, prior), asked)
  for await (const block of plan(true).blocks()) filler.add(block)
  return calibrate(data, asked, filler.take)
}

export function isOfSoftmax(
  report: CalibrateReport | SoftmaxCalibrateReport,
): report is SoftmaxCalibrateReport {
  return 'classwiseEce' in report
}
