import { USUAL_BINS } from '../questions/calibrate/bin-count.ts'
import { CHART_FORMATS } from '../views/drawings/index.ts'
import type { CommandModule, Context } from './command.ts'
import { BINS, LIMITS } from './options/calibrate.ts'
import type { OptionRecord, Values } from './options/option.ts'
import { outputOptions } from './options/output.ts'
import { READING } from './options/reading.ts'

const OPTIONS = [
  { ...BINS, default: USUAL_BINS },
  LIMITS,
  ...READING,
  ...outputOptions('write to this file; .svg and .html are drawn', CHART_FORMATS),
] as const satisfies readonly OptionRecord[]

type Options = Values<(typeof OPTIONS)[number]>

export const calibrateCommand: CommandModule<typeof OPTIONS> = {
  name: 'calibrate',
  summary: 'whether probabilities are what they say: ECE, Brier score, temperature, slope',
  args: [
    {
      name: '<file>',
      help: 'predictions of one class against all others, or a sketch of them made with --bins',
      isInput: true,
    },
  ],
  examples: `Examples:
  lossctl calibrate preds.csv
  lossctl calibrate preds.csv --bins 10 --limits right
  lossctl calibrate preds.csv -o reliability.svg
  lossctl calibrate preds.sketch.json`,
  options: OPTIONS,

  async run([file], options, context) {
    const { calibrate } = await import('../questions/calibrate/calibrate.ts')
    const { flattenCalibration, layoutCalibration } = await import('../views/layouts/calibrate.ts')
    const { barestNotes } = await import('../views/words/source-line.ts')
    const data = await openData(file, options, context)
    const report = calibrate(data, { bins: options.bins, side: options.limits })
    return {
      answer: {
        kind: 'calibrate',
        content: report,
        document: () => layoutCalibration(report),
        records: () => flattenCalibration(report),
      },
      notes: ['csv', 'svg'].includes(context.format) ? barestNotes(report.source) : [],
    }
  },
}

async function openData(file: string, options: Options, context: Context) {
  const { checkCalibrated } = await import('../questions/calibrate/calibrate.ts')
  const { edgesOfBins } = await import('../questions/calibrate/bins.ts')
  const { openNamed, planScan, refuseIdle } = await import('./open-scan.ts')
  const { openSaved } = await import('./open-sketched.ts')
  const { sketchScan } = await import('../sketched/sketch-dataset.ts')
  const saved = await openSaved(file, options, { thresholds: [], perClass: false })
  if (saved) return saved
  const dataset = await openNamed(file, options)
  refuseIdle([dataset.reading], options)
  checkCalibrated(dataset.name, dataset.reading)
  const scan = planScan(dataset, options, true, context)
  return sketchScan(scan, [], undefined, { edges: edgesOfBins(options.bins) })
}
