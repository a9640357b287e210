/** Settings: a grid of them, and the one that is wanted. */
import { completeLoss, parseLoss } from '../losses/spec/spec.ts'
import { planCalibrated, usualLoss } from '../questions/tune/calibrated.ts'
import { type SolveReport, solveSketched, withoutPoles } from '../questions/tune/solve.ts'
import {
  type Axis,
  kinkedLosses,
  type SweepReport,
  settingsOf,
  sweepSketched,
} from '../questions/tune/sweep.ts'
import { parseWant } from '../questions/tune/want.ts'
import { NUMBER } from '../sketch/code/fields.ts'
import { ANYTHING, COUNT, checkAsked, type Kinds, TEXT, TEXTS, THRESHOLD_KIND } from './asked.ts'
import { type Data, openAsSketch } from './data.ts'

export interface SweepQuestion {
  /** Values by parameter: `{ gamma: [0, 1, 2], alpha: ['none', 0.25] }`. */
  readonly over: Readonly<Record<string, readonly (number | 'none')[]>>
  /** Specs that leave the parameters open; focal unless said. */
  readonly losses?: readonly string[]
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
}

const SWEEP: Kinds<Required<SweepQuestion>> = {
  over: ANYTHING,
  losses: TEXTS,
  threshold: THRESHOLD_KIND,
  quantities: TEXTS,
  rank: TEXT,
  target: NUMBER,
  top: COUNT,
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
  checkAsked(question, SWEEP)
  const { threshold = 0.5, rank = null, target = null, top = null, quantities = null } = question
  const names = [...(quantities ?? []), ...(rank === null ? [] : [rank])]
  const losses = (question.losses ?? [usualLoss(names, Object.keys(question.over))]).map(parseLoss)
  const axes = Object.entries(question.over).map(([parameter, values]): Axis => ({ parameter, values }))
  const pass = planCalibrated(names, settingsOf(losses, axes))
  const parting = { losses: kinkedLosses(losses, axes), visitor: pass?.visitor }
  const sketched = await openAsSketch(data, [threshold], parting)
  const options = { threshold, rank, target, top, quantities }
  return sweepSketched(sketched, losses, axes, options, pass?.filled() ?? null)
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
}

const SOLVE: Kinds<Required<SolveQuestion>> = { for: TEXT, want: TEXT, loss: TEXT, threshold: THRESHOLD_KIND }

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
  checkAsked(question, SOLVE)
  const { threshold = 0.5, want } = question
  const loss = parseLoss(question.loss ?? 'focal')
  const sketched = await openAsSketch(data, [threshold], { losses: [completeLoss(loss)] })
  return withoutPoles(solveSketched(sketched, loss, question.for, parseWant(want), threshold))
}
