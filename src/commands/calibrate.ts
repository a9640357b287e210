import { InputError, UsageError } from '../errors.ts'
import type { Scores } from '../losses/libraries/library.ts'
import type { Task } from '../losses/task.ts'
import { USUAL_BINS } from '../questions/calibrate/bin-count.ts'
import type { CalibrateReport } from '../questions/calibrate/calibrate.ts'
import type { SoftmaxCalibrateReport } from '../questions/calibrate/softmax.ts'
import type { Document } from '../views/document.ts'
import type { Value } from '../views/drawings/csv.ts'
import { CHART_FORMATS, isDrawing } from '../views/drawings/index.ts'
import type { Figure } from '../views/figure.ts'
import type { CommandModule, Context, Result } from './command.ts'
import { BINS, LIMITS, PRIOR } from './options/calibrate.ts'
import { OF_DATABASES } from './options/database.ts'
import { FIGURE, figureOf } from './options/figure.ts'
import type { OptionRecord } from './options/option.ts'
import { outputOptions } from './options/output.ts'
import { READING } from './options/reading.ts'

const OPTIONS = [
  { ...BINS, default: USUAL_BINS, isUsual: true },
  LIMITS,
  { ...PRIOR, isUsual: true },
  ...READING,
  ...OF_DATABASES,
  ...FIGURE,
  ...outputOptions('write to this file; .svg, .pdf, .png and .html are drawn', CHART_FORMATS),
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
  examples: [
    'lossctl calibrate preds.csv',
    'lossctl calibrate preds.csv --bins 10 --limits right',
    'lossctl calibrate preds.csv --prior 1%',
    'lossctl calibrate preds.csv -o reliability.svg',
    'lossctl calibrate logits.npy --labels labels.npy',
    'lossctl calibrate preds.sketch.json',
  ],
  options: OPTIONS,
  takes: { databases: true },

  async run([file], options, context) {
    const figure = figureOf(options, context.format)
    const asked = { bins: options.bins, side: options.limits, prior: options.prior ?? null }
    const { openSaved } = await import('./open-sketched.ts')
    const ofScores = async ({ task }: Scores) => {
      refuseSums(task)
      return { perClass: false }
    }
    const needs = { thresholds: [], perClass: false, bins: options.bins, ofScores }
    const saved = await openSaved(file, options, needs, context)
    if (saved) {
      const { calibrate } = await import('../questions/calibrate/calibrate.ts')
      return answerFor(calibrate(saved, asked), figure, context)
    }
    const { openNamed, planScan, refuseIdle } = await import('./open-scan.ts')
    const { calibratePredictions } = await import('../questions/calibrate/predictions.ts')
    const dataset = await openNamed(file, options)
    refuseIdle([dataset.reading], options)
    const plan = (perClass: boolean) => planScan(dataset, options, perClass, context)
    return answerFor(await calibratePredictions(plan, asked), figure, context)
  },
}

/** Throws a UsageError for softmax rows of a database. */
function refuseSums(task: Task): void {
  if (task !== 'softmax') return
  throw new UsageError(
    'the calibration of softmax scores takes their rows one by one, and a database gives sums of them',
    'have it write the rows to a CSV or Parquet file, and give lossctl calibrate that',
  )
}

async function answerFor(
  report: CalibrateReport | SoftmaxCalibrateReport,
  figure: Figure,
  context: Context,
): Promise<Result> {
  const { isOfSoftmax } = await import('../questions/calibrate/predictions.ts')
  if (isOfSoftmax(report)) {
    const { flattenSoftmaxCalibration, layoutSoftmaxCalibration } = await import(
      '../views/layouts/calibrate-softmax.ts'
    )
    return resultOf(report, layoutSoftmaxCalibration, flattenSoftmaxCalibration, figure, context)
  }
  if (report.reliability === null && isDrawing(context.format) && context.format !== 'html')
    throw new InputError(
      report.source.name,
      `is a sketch that is not parted for ${report.binCount} bins, so that there is no diagram to draw`,
      `lossctl sketch FILE --bins ${report.binCount} makes one that is`,
    )
  const { flattenCalibration, layoutCalibration } = await import('../views/layouts/calibrate.ts')
  return resultOf(report, layoutCalibration, flattenCalibration, figure, context)
}

async function resultOf<Report extends CalibrateReport | SoftmaxCalibrateReport>(
  report: Report,
  layout: (report: Report) => Document,
  flatten: (report: Report) => Record<string, Value>[],
  figure: Figure,
  { format }: Context,
): Promise<Result> {
  const { barestNotes } = await import('../views/words/source-line.ts')
  const { sharedNames, sharedSource } = await import('./shared-name.ts')
  const { source } = report
  // A drawing is made to be shown to others.
  const drawn = isDrawing(format)
    ? { ...report, source: sharedSource(source, sharedNames([source.name])[0]) }
    : report
  return {
    answer: {
      kind: 'calibrate',
      figure,
      content: report,
      document: () => layout(drawn),
      records: () => flatten(report),
    },
    notes: ['csv', 'svg', 'pdf', 'png'].includes(format) ? barestNotes(source) : [],
  }
}
