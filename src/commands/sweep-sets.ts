/** `lossctl sweep --set`: losses of the whole file as one batch. */
import { UsageError } from '../errors.ts'
import type { Scores } from '../losses/libraries/library.ts'
import type { CompareSet } from '../questions/tune/set-sweep.ts'
import { flagWords, writeCommand } from '../words/shell.ts'
import type { Context } from './command.ts'
import { DATABASE } from './options/database.ts'
import { figureOf } from './options/figure.ts'
import { flagOf, givenOptions, wordsOf } from './options/option.ts'
import { THRESHOLD } from './options/question.ts'
import { READING } from './options/reading.ts'
import { SWEEP, type SweepAsked } from './options/sweep.ts'
import { parseAxes, requireAxes, shownIn } from './sweep-axes.ts'

/** Options of losses of samples. */
const OF_SAMPLES: readonly string[] = ['loss', 'quantity', 'rank', 'target', 'classWeight']

/** Losses of sets, whose value is all there is to show. */
export async function sweepSetsOf(file: string, list: string, options: SweepAsked, context: Context) {
  const [idle] = givenOptions(SWEEP, options).filter(({ key }) => OF_SAMPLES.includes(key))
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
