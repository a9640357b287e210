import { USUAL_BINS } from '../questions/calibrate/bin-count.ts'
import type { CalibrateOptions } from '../questions/calibrate/bins.ts'
import type { CalibrateReport } from '../questions/calibrate/calibrate.ts'
import type { SoftmaxCalibrateReport } from '../questions/calibrate/softmax.ts'
import type { Scan } from '../scan/scan.ts'
import type { SketchedData } from '../sketched/sketched-data.ts'
import type { Document } from '../views/document.ts'
import type { Value } from '../views/drawings/csv.ts'
import { CHART_FORMATS } from '../views/drawings/index.ts'
import type { CommandModule, Context, Result } from './command.ts'
import { BINS, LIMITS, PRIOR } from './options/calibrate.ts'
import type { OptionRecord } from './options/option.ts'
import { outputOptions } from './options/output.ts'
import { READING } from './options/reading.ts'

const OPTIONS = [
  { ...BINS, default: USUAL_BINS },
  LIMITS,
  PRIOR,
  ...READING,
  ...outputOptions('write to this file; .svg and .html are drawn', CHART_FORMATS),
] as const satisfies readonly OptionRecord[]

export const calibrateCommand: CommandModule<typeof OPTIONS> = {
  name: 'calibrate',
  summary: 'whether probabilities are what they say: ECE, Brier score, temperature, slope',
  args: [
    {
      name: '<file>',
      help: 'predictions; or a sketch made with --bins, of binary or multi-label ones',
      isInput: true,
    },
  ],
  examples: `Examples:
  lossctl calibrate preds.csv
  lossctl calibrate preds.csv --bins 10 --limits right
  lossctl calibrate preds.csv --prior 0.01
  lossctl calibrate preds.csv -o reliability.svg
  lossctl calibrate logits.npy --labels labels.npy
  lossctl calibrate preds.sketch.json`,
  options: OPTIONS,

  async run([file], options, context) {
    const asked = { bins: options.bins, side: options.limits, prior: options.prior ?? null }
    const { openSaved } = await import('./open-sketched.ts')
    const saved = await openSaved(file, options, { thresholds: [], perClass: false })
    if (saved) return answerFor(saved, asked, context)
    const { openNamed, planScan, refuseIdle } = await import('./open-scan.ts')
    const dataset = await openNamed(file, options)
    refuseIdle([dataset.reading], options)
    const { checkPrior } = await import('../questions/calibrate/prior.ts')
    if (asked.prior !== null) checkPrior(dataset.reading.task)
    if (dataset.reading.task === 'softmax')
      return answerSoftmax(planScan(dataset, options, false, context), asked, context)
    const { edgesOfBins } = await import('../questions/calibrate/bins.ts')
    const { sketchScan } = await import('../sketched/sketch-dataset.ts')
    const scan = () => planScan(dataset, options, true, context)
    if (asked.prior === null)
      return answerFor(
        await sketchScan(scan(), [], undefined, { edges: edgesOfBins(options.bins) }),
        asked,
        context,
      )
    const { edgesAtPrior } = await import('../questions/calibrate/calibrate.ts')
    // Where bins end depends on the share of positives, which a first pass tells.
    const edges = edgesAtPrior(await sketchScan(scan(), []), options.bins, asked.prior)
    return answerFor(await sketchScan(scan(), [], undefined, { edges }), asked, context)
  },
}

type Asked = CalibrateOptions & { readonly prior: number | null }

async function answerFor(data: SketchedData, asked: Asked, context: Context): Promise<Result> {
  const { calibrate } = await import('../questions/calibrate/calibrate.ts')
  const { flattenCalibration, layoutCalibration } = await import('../views/layouts/calibrate.ts')
  return resultOf(calibrate(data, asked), layoutCalibration, flattenCalibration, context)
}

async function answerSoftmax(scan: Scan, asked: CalibrateOptions, context: Context): Promise<Result> {
  const { calibrateSoftmax } = await import('../questions/calibrate/softmax.ts')
  const { flattenSoftmaxCalibration, layoutSoftmaxCalibration } = await import(
    '../views/layouts/calibrate-softmax.ts'
  )
  const report = await calibrateSoftmax(scan, asked)
  return resultOf(report, layoutSoftmaxCalibration, flattenSoftmaxCalibration, context)
}

async function resultOf<Report extends CalibrateReport | SoftmaxCalibrateReport>(
  report: Report,
  layout: (report: Report) => Document,
  flatten: (report: Report) => Record<string, Value>[],
  { format }: Context,
): Promise<Result> {
  const { barestNotes } = await import('../views/words/source-line.ts')
  const { sharedNames, sharedSource } = await import('./shared-name.ts')
  const { source } = report
  // A drawing is made to be shown to others.
  const isDrawn = format === 'svg' || format === 'html'
  const drawn = isDrawn ? { ...report, source: sharedSource(source, sharedNames([source.name])[0]) } : report
  return {
    answer: {
      kind: 'calibrate',
      content: report,
      document: () => layout(drawn),
      records: () => flatten(report),
    },
    notes: ['csv', 'svg'].includes(format) ? barestNotes(source) : [],
  }
}
