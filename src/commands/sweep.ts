import { UsageError } from '../errors.ts'
import type { Scores } from '../losses/libraries/library.ts'
import { MEASURES } from '../measures/measures.ts'
import type { Axis, Open } from '../questions/tune/grid.ts'
import type { CompareSet } from '../questions/tune/set-sweep.ts'
import type { SweepReport } from '../questions/tune/sweep.ts'
import { CHART_FORMATS, isDrawing } from '../views/drawings/index.ts'
import { flagWords, writeCommand } from '../words/shell.ts'
import type { CommandModule, Context } from './command.ts'
import { DATABASE, OF_DATABASES } from './options/database.ts'
import { FIGURE, figureOf } from './options/figure.ts'
import { flagOf, givenOptions, type OptionRecord, type Values, wordsOf } from './options/option.ts'
import { outputOptions } from './options/output.ts'
import { parseCount, parseNumberIn } from './options/parse.ts'
import { CLASS_WEIGHT, QUESTION_GROUP, refuseByClass, SKETCHED_BY, THRESHOLD } from './options/question.ts'
import { READING } from './options/reading.ts'
import { sharedNames, sharedSource } from './shared-name.ts'

/** Settings of a ranking unless --top says otherwise. */
const DEFAULT_TOP = 20

/** Settings that JSON holds, which is read as a whole. */
const MAX_JSON = 100_000

/** Names of what a sweep may rank by, one a measure. */
const SWEPT = MEASURES.filter(({ isSwept }) => isSwept).map(({ example }) => example)

/** What a sweep tries of focal when nothing is said. */
const USUAL = ['gamma=0..5/0.5']

const OVER = {
  key: 'over',
  value: '<axis>',
  help: 'a parameter and its values: gamma=0..5/0.25; repeat for a grid',
  otherwise: USUAL.join(' '),
  isUsual: true,
  repeats: true,
  group: QUESTION_GROUP,
} as const satisfies OptionRecord

const OPTIONS = [
  {
    key: 'loss',
    short: 'l',
    value: '<spec>',
    help: 'a loss; repeat for more',
    otherwise: 'focal',
    isUsual: true,
    repeats: true,
    group: QUESTION_GROUP,
  },
  OVER,
  {
    key: 'set',
    value: '<list>',
    help: 'losses of the whole file as one batch in their place: tversky, focal-tversky, ohem, ghm, …',
    group: QUESTION_GROUP,
  },
  {
    key: 'quantity',
    value: '<name>',
    help: 'show this instead of the usual: a quantity, or one of calibration: ece, brier, slope, …, or calibration for all; repeat for more',
    asks: 'quantity',
    isUsual: true,
    repeats: true,
    group: QUESTION_GROUP,
  },
  {
    key: 'rank',
    value: '<quantity>',
    help: `rank by this: ${SWEPT.join(', ')}, ece, …`,
    asks: 'quantity',
    isUsual: true,
    group: QUESTION_GROUP,
  },
  {
    key: 'target',
    value: '<x>',
    isUsual: true,
    help: 'the value it should have, nearest first; without it the largest come first, and of calibration the best',
    parse: parseNumberIn(-Number.MAX_VALUE, Number.MAX_VALUE),
    group: QUESTION_GROUP,
  },
  {
    key: 'top',
    value: '<n>',
    help: 'how many settings',
    otherwise: `${DEFAULT_TOP} of a ranking, else all`,
    isUsual: true,
    parse: parseCount(1e6),
    group: QUESTION_GROUP,
  },
  THRESHOLD,
  CLASS_WEIGHT,
  SKETCHED_BY,
  ...READING,
  ...OF_DATABASES,
  ...FIGURE,
  ...outputOptions('write to this file; .svg, .pdf, .png and .html are drawn', CHART_FORMATS),
] as const satisfies readonly OptionRecord[]

export const sweepCommand: CommandModule<typeof OPTIONS> = {
  name: 'sweep',
  summary: 'every setting of a grid, from one pass: who carries the loss and the gradient',
  args: [
    {
      name: '<file>',
      help: 'predictions: CSV, JSON, Parquet, NPY, NPZ, safetensors or .pt, or a sketch',
      isInput: true,
    },
  ],
  examples: [
    'lossctl sweep preds.csv',
    'lossctl sweep preds.csv --over gamma=0..5/0.25',
    'lossctl sweep preds.csv --over gamma=0..5/0.5 --over alpha=0.1..0.9/0.1',
    'lossctl sweep preds.csv --loss poly1-focal --over gamma=0,1,2 --over epsilon=-1..4/0.5 --over alpha=none,0.25',
    'lossctl sweep preds.csv --over temperature=0.5..3/0.1 --quantity ece --quantity log-loss',
    'lossctl sweep preds.sketch.json --over gamma=0..5/0.1 --over alpha=0.05..0.95/0.05 --rank positive:negative.gradient --target 1',
    'lossctl sweep preds.csv -o sweep.svg',
    'lossctl sweep preds.csv --set tversky --over alpha=0.1..0.9/0.2 --over beta=0.1..0.9/0.2',
  ],
  options: OPTIONS,
  takes: { databases: true },

  async run([file], options, context) {
    refuseByClass('sweep', options)
    const figure = figureOf(options, context.format)
    if (options.set !== undefined) return sweepSetsOf(file, options.set, options, context)
    const { tellClassesApart } = await import('../losses/bound.ts')
    const { planCalibrated, usualLoss } = await import('../questions/tune/calibrated.ts')
    const { countSettings, kinkedLosses, settingsOf } = await import('../questions/tune/grid.ts')
    const { completeSweep, openSweep } = await import('../questions/tune/sweep.ts')
    const { completeLoss, parseLoss } = await import('../losses/spec/spec.ts')
    const { movesTemperature, sweepTemperatures } = await import('../questions/tune/temperatures.ts')
    const { sketchScan } = await import('../sketched/sketch-dataset.ts')
    const { openSaved } = await import('./open-sketched.ts')
    const { openScan } = await import('./open-scan.ts')
    const { flattenSettings, flattenSweep, layoutSweep, MAX_ROWS, undrawable } = await import(
      '../views/layouts/sweep.ts'
    )
    const { usualQuestion } = await import('../views/layouts/usual-question.ts')
    const names = [...(options.quantity ?? []), ...(options.rank === undefined ? [] : [options.rank])]
    const isUsual = options.over === undefined && options.loss === undefined
    if (!isUsual) await requireAxes(options.over, (options.loss ?? []).map(parseLoss))
    const axes = await parseAxes(isUsual ? USUAL : options.over)
    const moved = axes.map(({ parameter }) => parameter)
    const losses = (options.loss ?? [usualLoss(names, moved)]).map(parseLoss)
    if (options.target !== undefined && options.rank === undefined)
      throw new UsageError('--target needs --rank', 'as in --rank positive:negative.gradient --target 1')
    const needs = {
      thresholds: [options.threshold],
      perClass: options.classWeight !== undefined || tellClassesApart(losses.map(completeLoss)),
      losses: kinkedLosses(losses, axes),
    }
    const saved = await openSaved(file, options, needs, context)
    const scan = saved ? null : await openScan(file, options, needs.perClass, context)
    const usual =
      isForMachines(context) || isDrawing(context.format)
        ? null
        : options.rank === undefined
          ? MAX_ROWS
          : DEFAULT_TOP
    const settings = {
      threshold: options.threshold,
      rank: options.rank ?? null,
      target: options.target ?? null,
      top: options.top ?? usual,
      quantities: options.quantity ?? null,
      classWeights: options.classWeight ?? null,
    }
    if (scan && movesTemperature(axes, scan.grouping.task)) {
      checkJson(countSettings(losses, axes), options, context)
      const report = await sweepTemperatures(scan, losses, axes, settings)
      return {
        answer: {
          kind: 'sweep',
          figure,
          content: report,
          document: () => layoutSweep(shownIn(report, undrawable(report), context)),
          records: () => flattenSettings(report, report.settings),
        },
      }
    }
    const pass = planCalibrated(names, settingsOf(losses, axes))
    const data = saved ?? (await sketchScan(scan!, needs.thresholds, pass?.visitor(scan!), needs))
    const sweep = openSweep(data, losses, axes, settings, pass?.filled() ?? null)
    checkJson(sweep.head.count, options, context)
    let report: SweepReport | undefined
    const complete = () => {
      report ??= completeSweep(sweep)
      return report
    }
    return {
      answer: {
        kind: 'sweep',
        figure,
        get content() {
          return complete()
        },
        document: () => [
          ...(isUsual ? usualQuestion(wordsOf([OVER], { over: USUAL })) : []),
          ...layoutSweep(shownIn(complete(), undrawable(complete()), context)),
        ],
        records: () => flattenSweep(sweep),
      },
    }
  },
}

type Options = Values<(typeof OPTIONS)[number]>

/** Options of losses of samples. */
const OF_SAMPLES: readonly string[] = ['loss', 'quantity', 'rank', 'target', 'classWeight']

/** Losses of sets, whose value is all there is to show. */
async function sweepSetsOf(file: string, list: string, options: Options, context: Context) {
  const [idle] = givenOptions(OPTIONS, options).filter(({ key }) => OF_SAMPLES.includes(key))
  if (idle)
    throw new UsageError(
      `--set sweeps losses of the whole file as one batch, and ${flagOf(idle)} is of losses of samples`,
      'leave one of them out',
    )
  if (options.threshold !== THRESHOLD.default)
    throw new UsageError(
      '--threshold parts easy samples from hard ones, and the value of a loss of --set has no such parts',
      'leave it out',
    )
  const { needsClassesOfSets } = await import('../questions/compare/sets/set-report.ts')
  const { edgesOfSettings, sweepSets, sweepSetsScan } = await import('../questions/tune/set-sweep.ts')
  const { checkSetTask, parseOpenSet, splitSets } = await import('../losses/spec/set-spec.ts')
  const { complete } = await import('../losses/spec/spec.ts')
  const { checkApart, openSaved } = await import('./open-sketched.ts')
  const { openNamed, planScan, refuseIdle } = await import('./open-scan.ts')
  const { flattenSettings, layoutSweep, undrawable } = await import('../views/layouts/sweep.ts')
  const sets = splitSets(list).map(parseOpenSet)
  await requireAxes(options.over, sets)
  const axes = await parseAxes(options.over)
  const named = sets.map(complete)
  const top = options.top ?? null
  const compareSet: CompareSet = (spec, more = []) =>
    writeCommand(
      'compare',
      [file],
      [...wordsOf([...READING, ...DATABASE], options), ...flagWords('--set', spec), ...more],
    )
  const needs = {
    thresholds: [],
    perClass: false,
    ofScores: async ({ task }: Scores) => ({
      edges: edgesOfSettings(sets, axes),
      perClass: needsClassesOfSets(named, task),
    }),
  }
  const saved = await openSaved(file, options, needs, context)
  if (saved) {
    checkSetTask(named, saved.grouping.task)
    checkApart(saved, options, { perClass: needsClassesOfSets(named, saved.grouping.task) })
  }
  const scan = async () => {
    const dataset = await openNamed(file, options)
    refuseIdle([dataset.reading], options)
    return planScan(dataset, options, needsClassesOfSets(named, dataset.reading.task), context)
  }
  const report = saved
    ? sweepSets(saved, sets, axes, top, compareSet)
    : await sweepSetsScan(await scan(), sets, axes, top, compareSet)
  return {
    answer: {
      kind: 'sweep' as const,
      figure: figureOf(options, context.format),
      content: report,
      document: () => layoutSweep(shownIn(report, undrawable(report), context)),
      records: () => flattenSettings(report, report.settings),
    },
  }
}

/** A drawing is made to be shown to others. Throws a UsageError for one of what has no axes. */
function shownIn(
  report: SweepReport,
  undrawable: readonly [why: string, way: string] | null,
  { format }: Context,
): SweepReport {
  if (!isDrawing(format)) return report
  if (undrawable) throw new UsageError(`this sweep cannot be drawn: ${undrawable[0]}`, undrawable[1])
  return { ...report, source: sharedSource(report.source, sharedNames([report.source.name])[0]) }
}

function isForMachines({ format }: Context): boolean {
  return format === 'json' || format === 'csv'
}

/** Throws a UsageError for more settings than one JSON text holds. */
function checkJson(count: number, { top = Infinity }: Pick<Options, 'top'>, { format }: Context): void {
  if (format !== 'json' || Math.min(count, top) <= MAX_JSON) return
  throw new UsageError(
    `that makes ${count} settings, and JSON holds ${MAX_JSON}`,
    '--format csv writes them all; --rank and --top choose among them',
  )
}

/** Throws a UsageError where nothing is to be moved, with an axis that one of the losses has. */
async function requireAxes(texts: readonly string[] = [], losses: readonly Open[]): Promise<void> {
  if (texts.length > 0) return
  const { adviseAxis } = await import('../questions/tune/grid.ts')
  throw new UsageError('a sweep needs --over', adviseAxis(losses))
}

/** `gamma=0..5/0.25` and its like. Alpha may also be none. */
async function parseAxes(texts: readonly string[] = []): Promise<readonly Axis[]> {
  const { parseAxis } = await import('../losses/spec/axis.ts')
  return texts.map((text) => {
    const equals = text.indexOf('=')
    if (equals < 1) throw new UsageError(`--over ${text}: it is PARAMETER=VALUES`, 'as in gamma=0..5/0.25')
    const parameter = text.slice(0, equals).trim()
    const words = text.slice(equals + 1).split(',')
    const values = words.flatMap((word): readonly (number | 'none')[] =>
      word === 'none' ? ['none'] : parseAxis(word, `over ${parameter}`),
    )
    return { parameter, values: [...new Set(values)] }
  })
}
