import { UsageError } from '../errors.ts'
import { CHART_FORMATS, isDrawing } from '../views/drawings/index.ts'
import type { Figure } from '../views/figure.ts'
import type { CommandModule, Context, Result } from './command.ts'
import { chosenLosses } from './options/chosen-losses.ts'
import { OF_DATABASES } from './options/database.ts'
import { FIGURE, figureOf } from './options/figure.ts'
import { lossOptions } from './options/losses.ts'
import type { OptionRecord, Values } from './options/option.ts'
import { outputOptions } from './options/output.ts'
import { parseChoice } from './options/parse.ts'
import { QUESTION_GROUP } from './options/question.ts'
import { READING, readingFlag } from './options/reading.ts'
import { sharedNames, sharedSource } from './shared-name.ts'

/** The curves of Lin et al. 2017; gamma 0 is cross-entropy. */
const GAMMAS = '0,0.5,1,2,5'

const OPTIONS = [
  {
    key: 'of',
    value: '<what>',
    help: 'value, weight (loss ÷ CE) or gradient (by the margin)',
    otherwise: 'value',
    isUsual: true,
    parse: parseChoice(['value', 'weight', 'gradient']),
    group: QUESTION_GROUP,
  },
  {
    key: 'cdf',
    value: '<file>',
    help: 'cumulative share of the loss on predictions, or a sketch, easiest first',
    isUsual: true,
    group: QUESTION_GROUP,
    isInput: true,
  },
  {
    key: 'log',
    help: 'the hardest samples, on a logarithmic axis: for classes that a few samples in a million decide; with --cdf',
    group: QUESTION_GROUP,
  },
  ...lossOptions(`focal at gamma ${GAMMAS}`),
  ...READING,
  ...OF_DATABASES,
  ...FIGURE,
  ...outputOptions('write to this file; .svg, .pdf, .png and .html are drawn', CHART_FORMATS),
] as const satisfies readonly OptionRecord[]

type Options = Values<(typeof OPTIONS)[number]>

export const curveCommand: CommandModule<typeof OPTIONS> = {
  name: 'curve',
  summary: 'losses against pt as curves; what the easiest samples carry, with --cdf',
  args: [],
  insteadOfFile: 'say --cdf FILE',
  examples: [
    'lossctl curve',
    'lossctl curve --loss ce --loss poly1:epsilon=-1 --of gradient',
    'lossctl curve --gamma 0,1,2,5 --of weight -o curve.svg',
    "lossctl curve -o curve.pdf --width 3.5in --font-size 8 --title ''",
    'lossctl curve --cdf preds.csv',
    'lossctl curve --cdf preds.csv --log -o cdf.pdf',
    'lossctl curve --cdf probs.npy --labels labels.npy -o cdf.html',
  ],
  options: OPTIONS,
  takes: { databases: true, option: 'cdf' },

  async run(_, options, context) {
    const figure = figureOf(options, context.format)
    const losses = await lossesOf(options)
    if (options.cdf !== undefined) return cumulative(options.cdf, options, losses, figure, context)
    if (options.log) throw new UsageError('--log is about samples, and there are none', 'give --cdf FILE')
    const useless = readingFlag(options)
    if (useless)
      throw new UsageError(`${useless} tells how to read predictions, and there are none`, 'give --cdf FILE')
    const { evaluateCurves } = await import('../questions/curves/curve.ts')
    const { flattenCurves, layoutCurves } = await import('../views/layouts/curve.ts')
    const report = evaluateCurves(losses, options.of ?? 'value')
    return {
      answer: {
        kind: 'curve',
        figure,
        content: report,
        document: () => layoutCurves(report),
        records: () => flattenCurves(report),
      },
    }
  },
}

async function lossesOf(options: Options) {
  const named = options.loss ?? options.lossesFile
  const gamma = options.gamma ?? (named ? undefined : GAMMAS)
  return chosenLosses({ ...options, gamma }, ['focal'])
}

async function cumulative(
  file: string,
  options: Options,
  losses: Awaited<ReturnType<typeof lossesOf>>,
  figure: Figure,
  context: Context,
): Promise<Result> {
  if (options.of !== undefined)
    throw new UsageError('--of is about curves against pt', 'leave --of out, or --cdf')
  const { tellClassesApart } = await import('../losses/bound.ts')
  const { cumulate } = await import('../questions/curves/cdf.ts')
  const { cumulateScan } = await import('../questions/curves/cdf-scan.ts')
  const { flattenCdf, layoutCdf } = await import('../views/layouts/cdf.ts')
  const { barestNotes } = await import('../views/words/source-line.ts')
  const { openSaved } = await import('./open-sketched.ts')
  const { openScan } = await import('./open-scan.ts')
  const perClass = tellClassesApart(losses)
  const saved = await openSaved(file, options, { thresholds: [], perClass, losses }, context)
  const report = saved
    ? cumulate(saved, losses)
    : await cumulateScan(await openScan(file, options, perClass, context), losses)
  const { format } = context
  // A drawing is made to be shown to others.
  const drawn = isDrawing(format)
    ? { ...report, source: sharedSource(report.source, sharedNames([file])[0]) }
    : report
  return {
    answer: {
      kind: 'cdf',
      figure,
      content: report,
      document: () => layoutCdf(drawn, options.log === true),
      records: () => flattenCdf(report),
    },
    // The other formats say it themselves.
    notes: ['csv', 'svg', 'pdf', 'png'].includes(format) ? barestNotes(report.source) : [],
  }
}
