/** Two models on the same samples: whether B is better than A by more than chance, where, and at which samples. */
import { InputError, UsageError } from '../../errors.ts'
import type { Loss } from '../../losses/loss.ts'
import { checkTask } from '../../losses/spec/choose.ts'
import type { Grouping } from '../../margin/grouping.ts'
import { thresholdMargin } from '../../margin/margins.ts'
import { addColumnTo, createSum, sumOf } from '../../measures/compensated.ts'
import { overflowOf } from '../../measures/overflow.ts'
import type * as Statistics from '../../measures/statistics.ts'
import type { Pairs } from '../../scan/pairs/pairs.ts'
import { isTooSmall } from '../../sketch/sums/totals.ts'
import { overflowOfScans, tooSmall } from '../../sketched/overflow.ts'
import { describeSource, type SourceReport } from '../../sketched/source.ts'
import type { CalibrationQuantity } from '../calibrate/quantities.ts'
import { type BootstrapOptions, createBootstrap } from './bootstrap.ts'
import {
  type CalibrationDifference,
  createCalibrations,
  lossesOf,
  parseCalibration,
  reportCalibrations,
  softmaxCalibrations,
} from './calibration.ts'
import {
  createShares,
  type DiffVerdict,
  type LossDifference,
  reportDifference,
  verdictOf,
} from './loss-difference.ts'
import { createMoved, type MovedSample } from './moved.ts'
import { type ClassMoves, createMoves, type MoveReport } from './moves.ts'
import { fallsWithMargin, lossEvaluator, type PairedSamples, packPairs } from './paired-samples.ts'
import { createPairedSums } from './paired-sums.ts'

export interface DiffOptions {
  /** Easy is pt >= threshold. */
  readonly threshold: number
  /** Of the intervals; a difference is significant when its interval has no 0 in it. */
  readonly confidence: number
  /** How many of the samples that moved most to list. */
  readonly top: number
  /** Intervals and p from replicates in place of Student's t. */
  readonly bootstrap: BootstrapOptions | null
  /** Names of quantities of calibration to hold side by side; none unless said. */
  readonly calibration?: readonly string[]
}

export interface DiffReport {
  readonly a: SourceReport
  readonly b: SourceReport
  /** How samples were paired, how many there are, and how many had no partner since its row is bad. */
  readonly pairing: {
    readonly by: 'row' | 'id'
    readonly rows: number
    readonly samples: number
    readonly onlyA: number
    readonly onlyB: number
  }
  readonly threshold: number
  readonly confidence: number
  readonly bootstrap: BootstrapOptions | null
  readonly verdict: DiffVerdict
  readonly losses: readonly LossDifference[]
  /** The quantities of calibration that were asked for, which the verdict is not about; null where none were. */
  readonly calibration: readonly CalibrationDifference[] | null
  readonly moves: readonly MoveReport[]
  readonly classes: readonly ClassMoves[]
  /** By |difference| of the first loss, largest first. */
  readonly moved: readonly MovedSample[]
}

/** Runs the pass over both and compares them. Throws an InputError when they do not hold the same samples. */
export async function diffPairs(
  pairs: Pairs,
  losses: readonly Loss[],
  options: DiffOptions,
): Promise<DiffReport> {
  const statistics = await import('../../measures/statistics.ts')
  const { a, b, by } = pairs
  checkTask(losses, a.grouping.task, a.grouping.classes)
  checkReplicates(options)
  const asked = parseCalibration(options.calibration ?? [], a.grouping.task)
  const tallies = createTallies(a.grouping, losses, asked, options, a.dataset.reading.weight !== null)
  for await (const block of pairs.blocks()) tallies.add(packPairs(block, pairs.predictions))
  const { samples, rows, weight } = tallies.counts
  if (weight === 0) {
    const problem =
      samples > 0 ? 'every weight is 0' : `shares no sample with ${a.dataset.name} that both could read`
    throw new InputError(b.dataset.name, problem, 'there is nothing to compare')
  }
  const { verdict, losses: differences, tested, values, ...moves } = tallies.reports(statistics)
  await checkMeans(pairs, weight, differences, losses)
  const { task } = a.grouping
  const calibrated = asked.length > 0 ? (values ?? (await softmaxCalibrations(pairs, asked, samples))) : null
  return {
    a: describeSource(a),
    b: describeSource(b),
    pairing: { by, rows, samples, onlyA: a.counts.samples - samples, onlyB: b.counts.samples - samples },
    threshold: options.threshold,
    confidence: options.confidence,
    bootstrap: options.bootstrap,
    verdict,
    losses: differences,
    calibration: calibrated && reportCalibrations(asked, task, calibrated, tested),
    ...moves,
  }
}

/** Throws an InputError where a sum is no double. */
async function checkMeans(
  { a, b }: Pairs,
  weight: number,
  found: readonly LossDifference[],
  losses: readonly Loss[],
): Promise<void> {
  if (isTooSmall(weight)) throw tooSmall(describeSource(a))
  const index = found.findIndex(
    ({ meanA, meanB, difference }) => ![meanA, meanB, difference].every(Number.isFinite),
  )
  if (index < 0 && Number.isFinite(weight)) return
  throw (await overflowOfScans([a, b])) ?? overflowOf(losses[Math.max(index, 0)])
}

/** All that is counted and summed while blocks go by. */
function createTallies(
  grouping: Grouping,
  losses: readonly Loss[],
  asked: readonly CalibrationQuantity[],
  { threshold, top, bootstrap, confidence }: DiffOptions,
  weighted: boolean,
) {
  const isInPairs = asked.length > 0 && grouping.task !== 'softmax'
  const calibrations = isInPairs ? createCalibrations(asked, grouping, weighted) : null
  const all = [...losses, ...lossesOf(asked, grouping.task)]
  const sharesByMargin = createShares('margin')
  const parts = all.map((loss) => ({
    loss,
    sums: createPairedSums(),
    shares: fallsWithMargin(loss, grouping) ? sharesByMargin : createShares('loss'),
  }))
  const evaluate = lossEvaluator(all, grouping)
  const moves = createMoves(grouping, losses, thresholdMargin(threshold))
  const moved = createMoved(grouping, losses, top)
  const replicates = bootstrap && createBootstrap(bootstrap, all.length)
  const counts = { rows: 0, samples: 0, weight: 0 }
  const weight = createSum()
  return {
    counts,
    add(samples: PairedSamples): void {
      const found = evaluate(samples)
      const values = found.slice(0, losses.length)
      addColumnTo(weight, samples.rowWeight)
      const differences = parts.map(({ sums }, l) => sums.add(samples, found[l]))
      replicates?.add(samples.rowNumber, samples.rowWeight, differences)
      sharesByMargin.add(samples.marginA, samples.marginB)
      for (const [l, { shares }] of parts.entries())
        if (shares !== sharesByMargin) shares.add(found[l].b, found[l].a)
      calibrations?.add(samples)
      moves.add(samples, values)
      moved.add(samples, values)
      counts.rows += samples.rows
      counts.samples += samples.length
      counts.weight += totalOf(samples.rowWeight)
    },
    reports(statistics: typeof Statistics) {
      const found = parts.map(({ loss, sums, shares }, l) =>
        reportDifference(
          loss,
          sums.result(sumOf(weight)),
          shares.counts,
          replicates?.means(l) ?? null,
          confidence,
          statistics,
        ),
      )
      const own = found.slice(0, losses.length)
      return {
        verdict: verdictOf(own),
        losses: own,
        /** What the quantities of calibration are, and the means among them. */
        values: calibrations?.values() ?? null,
        tested: found.slice(losses.length),
        ...moves.reports(),
        moved: moved.reports(),
      }
    },
  }
}

function totalOf(column: Float64Array): number {
  let total = 0
  for (let r = 0; r < column.length; r++) total += column[r]
  return total
}

/** Replicates beyond each end of the interval, at least. */
const MIN_BEYOND = 5

function checkReplicates({ bootstrap, confidence }: DiffOptions): void {
  if (!bootstrap) return
  const least = Math.ceil((2 * MIN_BEYOND) / (1 - confidence) - 1e-6)
  if (bootstrap.replicates >= least) return
  throw new UsageError(
    `--bootstrap ${bootstrap.replicates}: an interval with confidence ${confidence} takes at least ${least} replicates`,
    '2000 are usual',
  )
}
