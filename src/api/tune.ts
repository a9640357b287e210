/** Settings: a grid of them, and the one that is wanted. */
import { UsageError } from '../errors.ts'
import { movesRows } from '../losses/adjust.ts'
import { tellClassesApart } from '../losses/bound.ts'
import { checkSetTask, parseOpenSet } from '../losses/spec/set-spec.ts'
import { complete, completeLoss, parseLoss } from '../losses/spec/spec.ts'
import type { ClassWeights } from '../measures/class-weights.ts'
import { needsClassesOfSets } from '../questions/compare/sets/set-report.ts'
import { parseOver, parseValues } from '../questions/tune/axes.ts'
import { planCalibrated, usualLoss } from '../questions/tune/calibrated.ts'
import { type Axis, kinkedLosses, settingsOf } from '../questions/tune/grid.ts'
import { type CompareSet, sweepSets, sweepSetsScan } from '../questions/tune/set-sweep.ts'
import { type SolveReport, solveSketched, withoutPoles } from '../questions/tune/solve.ts'
import { type SweepReport, sweepSketched } from '../questions/tune/sweep.ts'
import { sweepTemperatures } from '../questions/tune/temperatures.ts'
import { parseWant } from '../questions/tune/want.ts'
import { NUMBER } from '../sketch/code/fields.ts'
import { COUNT, checkAsked, type Kinds, OVER, TEXT, TEXTS, THRESHOLD_KIND, WEIGHTS } from './asked.ts'
import { asSketch, checkApart, type Data, open, openAsSketch, scanOf } from './data.ts'

/** What is moved, and over which values. A text of them is as on the command line. */
export type Over =
  | string
  | readonly string[]
  | Readonly<Record<string, string | readonly (number | string)[]>>

export interface SweepQuestion {
  /** Values by parameter, `{ gamma: [0, 1, 2], alpha: 'none,0.25' }`, or as `--over` takes them: `'gamma=0..5/0.5'`, or a list. */
  readonly over: Over
  /** Specs that leave the parameters open; focal unless said. */
  readonly losses?: readonly string[]
  /** Losses of the whole file as one batch in their place: `['tversky']`; their value is shown. */
  readonly sets?: readonly string[]
  /** A sample is easy from this pt on; 0.5 unless said. */
  readonly threshold?: number
  /** Quantities to show instead of the usual ones, of calibration too: `['ece', 'log-loss']`, or `['calibration']` for all of it. */
  readonly quantities?: readonly string[]
  /** The quantity to rank by, such as `positive:negative.gradient`; in the order of the grid unless said. */
  readonly rank?: string
  /** The value it should have; without it the largest come first, and of calibration the best. */
  readonly target?: number
  /** How many settings to keep; all unless said. */
  readonly top?: number
  /** Factors of the classes in every sum: one each, or `'balanced'`. */
  readonly classWeights?: ClassWeights
}

const SWEEP: Kinds<Required<SweepQuestion>> = {
  over: OVER,
  losses: TEXTS,
  sets: TEXTS,
  threshold: THRESHOLD_KIND,
  quantities: TEXTS,
  rank: TEXT,
  target: NUMBER,
  top: COUNT,
  classWeights: WEIGHTS,
}

/**
 * A grid of settings, from one pass over the data: shares by band, ratios, effective samples and the mean of each. As
 * `lossctl sweep --format json`.
 *
 * Throws an InputError for data that cannot be read, and a UsageError for a parameter that no loss has.
 *
 * @example
 * const { settings } = await sweep('preds.csv', { over: { gamma: [0, 1, 2, 5] }, rank: 'effective' })
 * const found = [settings[0].spec, settings[0].values]
 */
export async function sweep(data: Data, question: SweepQuestion): Promise<SweepReport> {
  checkAsked(question, SWEEP, 'over')
  const {
    threshold = 0.5,
    rank = null,
    target = null,
    top = null,
    quantities = null,
    classWeights = null,
  } = question
  const axes = axesOver(question.over)
  const moved = axes.map(({ parameter }) => parameter)
  if (question.sets) return sweepSetsOf(data, question.sets, axes, question)
  const names = [...(quantities ?? []), ...(rank === null ? [] : [rank])]
  const losses = (question.losses ?? [usualLoss(names, moved)]).map(parseLoss)
  const options = { threshold, rank, target, top, quantities, classWeights }
  const opened = await open(data)
  if ('dataset' in opened && movesRows(opened.dataset.reading.task, moved)) {
    const perClass = classWeights !== null || tellClassesApart(losses.map(completeLoss))
    return sweepTemperatures(scanOf(opened, perClass), losses, axes, options)
  }
  const pass = planCalibrated(names, settingsOf(losses, axes))
  const parting = { losses: kinkedLosses(losses, axes), visitor: pass?.visitor }
  const sketched = await asSketch(opened, [threshold], parting, classWeights && 'class')
  return sweepSketched(sketched, losses, axes, options, pass?.filled() ?? null)
}

function axesOver(over: Over): readonly Axis[] {
  if (typeof over === 'string') return [parseOver(over)]
  if (isList(over)) return over.map(parseOver)
  return Object.entries(over).map(([parameter, values]) => ({
    parameter,
    values: parseValues(typeof values === 'string' ? [values] : values, parameter),
  }))
}

/** Array.isArray does not part a readonly array from the rest. */
function isList(over: Over): over is readonly string[] {
  return Array.isArray(over)
}

const compareSet: CompareSet = (spec) => `compare with sets: ['${spec}']`

async function sweepSetsOf(
  data: Data,
  specs: readonly string[],
  axes: readonly Axis[],
  { losses, quantities, rank, target, threshold, top, classWeights }: SweepQuestion,
): Promise<SweepReport> {
  if (
    [losses, quantities, rank, target, threshold, classWeights ?? undefined].some((one) => one !== undefined)
  )
    throw new UsageError(
      'sets have a value alone, and losses, quantities, rank, target, threshold and classWeights are of losses of samples',
      'leave them out, or sets',
    )
  const sets = specs.map(parseOpenSet)
  const named = sets.map(complete)
  const opened = await open(data)
  if ('dataset' in opened) {
    const scan = scanOf(opened, needsClassesOfSets(named, opened.dataset.reading.task))
    return sweepSetsScan(scan, sets, axes, top ?? null, compareSet)
  }
  const { task } = opened.source
  checkSetTask(named, task)
  if (needsClassesOfSets(named, task)) checkApart(opened, 'what is asked')
  return sweepSets(opened, sets, axes, top ?? null, compareSet)
}

export interface SolveQuestion {
  /** The parameter: `gamma`, `alpha`, `epsilon`, `beta`. */
  readonly for: string
  /** `easy.negative.loss <= 10%`, `positive:negative.gradient = 1:1`. */
  readonly want: string
  /** A spec that leaves it open; focal unless said. */
  readonly loss?: string
  /** A sample is easy from this pt on; 0.5 unless said. */
  readonly threshold?: number
  /** Factors of the classes in every sum: one each, or `'balanced'`. */
  readonly classWeights?: ClassWeights
}

const SOLVE: Kinds<Required<SolveQuestion>> = {
  for: TEXT,
  want: TEXT,
  loss: TEXT,
  threshold: THRESHOLD_KIND,
  classWeights: WEIGHTS,
}

/**
 * The value of a parameter that gives a quantity the value wanted, nearest to where the loss is cross-entropy; `solution` is
 * null where there is none. As `lossctl solve --format json`.
 *
 * Throws an InputError for data that cannot be read, and a UsageError for a wish that cannot be read.
 *
 * @example
 * const { solution } = await solve('preds.csv', { for: 'gamma', want: 'easy.negative.loss <= 10%' })
 * const found = solution
 */
export async function solve(data: Data, question: SolveQuestion): Promise<SolveReport> {
  checkAsked(question, SOLVE, 'for', 'want')
  const { threshold = 0.5, want, classWeights = null } = question
  const loss = parseLoss(question.loss ?? 'focal')
  const sketched = await openAsSketch(
    data,
    [threshold],
    { losses: [completeLoss(loss)] },
    classWeights && 'class',
  )
  return withoutPoles(solveSketched(sketched, loss, question.for, parseWant(want), threshold, classWeights))
}
