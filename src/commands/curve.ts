import { UsageError } from '../errors.ts'
import type { CurveQuantity } from '../questions/curves/curve.ts'
import { CHART_FORMATS } from '../views/drawings/index.ts'
import type { CommandModule, Context, Result } from './command.ts'
import { chosenLosses } from './options/chosen-losses.ts'
import {
  addLossOptions,
  addOutputOptions,
  addReadOptions,
  type LossOptions,
  type OutputOptions,
  type ReadOptions,
} from './options/options.ts'
import { parseChoice } from './options/parse.ts'
import { sharedNames, sharedSource } from './shared-name.ts'

interface Options extends ReadOptions, LossOptions, OutputOptions {
  readonly of?: CurveQuantity
  readonly cdf?: string
}

/** The curves of Lin et al. 2017; gamma 0 is cross-entropy. */
const GAMMAS = '0,0.5,1,2,5'

export const curveCommand: CommandModule = {
  charts: true,

  define(program) {
    const command = program
      .command('curve')
      .summary('losses against pt as curves; what the easiest samples carry, with --cdf')
      .addHelpText(
        'before',
        `Examples:
  lossctl curve
  lossctl curve --loss ce --loss poly1:epsilon=-1 --of gradient
  lossctl curve --gamma 0,1,2,5 --of weight -o curve.svg
  lossctl curve --cdf preds.csv
  lossctl curve --cdf probs.npy --labels labels.npy -o cdf.html
`,
      )
    command
      .optionsGroup('Question:')
      .option(
        '--of <what>',
        'value, weight (loss ÷ CE) or gradient (by the margin); value unless said',
        parseChoice('--of', ['value', 'weight', 'gradient'] as const),
      )
      .option('--cdf <file>', 'cumulative share of the loss on predictions, or a sketch, easiest first')
    addLossOptions(command, `focal at gamma ${GAMMAS} unless said`)
    addReadOptions(command)
    return addOutputOptions(command, 'write to this file; .svg and .html are drawn', CHART_FORMATS)
  },

  async run(_, raw, context) {
    const options = raw as unknown as Options
    const losses = await lossesOf(options)
    if (options.cdf !== undefined) return cumulative(options.cdf, options, losses, context)
    const { readingFlag } = await import('./open-sketched.ts')
    const useless = readingFlag(options)
    if (useless)
      throw new UsageError(`${useless} tells how to read predictions, and there are none`, 'give --cdf FILE')
    const { evaluateCurves } = await import('../questions/curves/curve.ts')
    const { flattenCurves, layoutCurves } = await import('../views/layouts/curve.ts')
    const report = evaluateCurves(losses, options.of ?? 'value')
    return {
      answer: {
        kind: 'curve',
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
  context: Context,
): Promise<Result> {
  if (options.of !== undefined)
    throw new UsageError('--of is about curves against pt', 'leave --of out, or --cdf')
  const { cumulate, tellsClassesApart } = await import('../questions/curves/cdf.ts')
  const { flattenCdf, layoutCdf } = await import('../views/layouts/cdf.ts')
  const { skippedNotes } = await import('../views/words/source-line.ts')
  const { openSketched } = await import('./open-sketched.ts')
  const needs = { thresholds: [], perClass: tellsClassesApart(losses) }
  const report = cumulate(await openSketched(file, options, needs, context), losses)
  const { format } = options
  // A drawing is made to be shown to others.
  const drawn =
    format === 'svg' || format === 'html'
      ? { ...report, source: sharedSource(report.source, sharedNames([file])[0]) }
      : report
  return {
    answer: {
      kind: 'cdf',
      content: report,
      document: () => layoutCdf(drawn),
      records: () => flattenCdf(report),
    },
    // The other formats say it themselves.
    notes: ['csv', 'svg'].includes(format) ? skippedNotes(report.source) : [],
  }
}
