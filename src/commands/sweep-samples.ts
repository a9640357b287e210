/** `lossctl sweep` of losses of samples. */
import { UsageError } from '../errors.ts'
import type { SweepReport } from '../questions/tune/sweep.ts'
import { isDrawing } from '../views/drawings/index.ts'
import type { Context } from './command.ts'
import { figureOf } from './options/figure.ts'
import { wordsOf } from './options/option.ts'
import { DEFAULT_TOP, OVER, type SweepAsked, USUAL } from './options/sweep.ts'
import { parseAxes, requireAxes, shownIn } from './sweep-axes.ts'

/** Settings that JSON holds, which is read as a whole. */
const MAX_JSON = 100_000

export async function sweepSamples(file: string, options: SweepAsked, context: Context) {
  const figure = figureOf(options, context.format)
  const { movesRows } = await import('../losses/adjust.ts')
  const { tellClassesApart } = await import('../losses/bound.ts')
  const { planCalibrated, usualLoss } = await import('../questions/tune/calibrated.ts')
  const { countSettings, kinkedLosses, settingsOf } = await import('../questions/tune/grid.ts')
  const { completeSweep, openSweep } = await import('../questions/tune/sweep.ts')
  const { completeLoss, parseLoss } = await import('../losses/spec/spec.ts')
  const { sweepTemperatures } = await import('../questions/tune/temperatures.ts')
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
  if (scan && movesRows(scan.grouping.task, moved)) {
    checkJson(countSettings(losses, axes), options, context)
    const report = await sweepTemperatures(scan, losses, axes, settings)
    return {
      answer: {
        kind: 'sweep' as const,
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
      kind: 'sweep' as const,
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
}

function isForMachines({ format }: Context): boolean {
  return format === 'json' || format === 'csv'
}

/** Throws a UsageError for more settings than one JSON text holds. */
function checkJson(count: number, { top = Infinity }: Pick<SweepAsked, 'top'>, { format }: Context): void {
  if (format !== 'json' || Math.min(count, top) <= MAX_JSON) return
  throw new UsageError(
    `that makes ${count} settings, and JSON holds ${MAX_JSON}`,
    '--format csv writes them all; --rank and --top choose among them',
  )
}
