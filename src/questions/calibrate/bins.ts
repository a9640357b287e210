/**
 * Reliability in bins of equal width (Guo et al. 2017, arXiv:1706.04599, section 2): in each how often the positive class is
 * the truth, and how often the model says so.
 *
 * A probability that stands on a bin's limit belongs to the bin that it begins (torchmetrics, netcal) or to the one that it
 * ends (scikit-learn, Guo et al.). Two edges of the sketch about each limit keep such samples apart from all others.
 */
import { UsageError } from '../../errors.ts'
import { sigmoid } from '../../losses/functions.ts'
import type { Task } from '../../losses/task.ts'
import { logit } from '../../margin/elementary.ts'
import { type Grid, SAME_EDGE } from '../../sketch/grid.ts'
import { sumOver } from './fit.ts'
import type { Stretch } from './points.ts'

/** Which of its limits belongs to a bin. */
export type LimitSide = 'left' | 'right'

export interface CalibrateOptions {
  readonly bins: number
  readonly side: LimitSide
}

/**
 * How far an edge stands from its limit: farther than edges that are taken for one, and nearer than the next float32. Log-odds
 * as near to a limit as this are on it.
 */
const TIE = 2 ** -38

export interface ReliabilityBin {
  /** Limits of the probability. */
  readonly from: number
  readonly to: number
  readonly count: number
  /** sum w */
  readonly weight: number
  /** Mean probability of the positive class, and how often it is the truth; null without samples. */
  readonly mean: number | null
  readonly observed: number | null
}

/** Log-odds of the limits i / M between bins, ascending. Those above 1/2 mirror those below, as negatives mirror positives. */
export function limitsOf(bins: number): readonly number[] {
  const lower = Array.from({ length: Math.floor((bins - 1) / 2) }, (_, i) => logit((i + 1) / bins))
  const middle = bins % 2 === 0 ? [0] : []
  return [...lower, ...middle, ...lower.map((limit) => -limit).reverse()]
}

/**
 * Margins at which a sketch must be parted to tell these bins: those of negatives mirror those of positives.
 *
 * @param temperature by what log-odds are divided before
 */
export function edgesOfBins(bins: number, temperature = 1): readonly number[] {
  return limitsOf(bins).flatMap((limit) => [temperature * limit - TIE, temperature * limit + TIE])
}

/** Temperatures above this put limits of bins where the grid ends, and none is below a hundredth of it that a sketch tells. */
export const MOST_HEAT = 128

/** Throws a UsageError for bins of softmax sketches, whose margins of the truth know nothing of the likeliest class. */
export function refuseBinsOf(task: Task): void {
  if (task !== 'softmax') return
  throw new UsageError(
    '--bins parts a sketch for lossctl calibrate, which does not take those of softmax scores',
    'leave it out, and give lossctl calibrate the predictions',
  )
}

export function isPartedFor(grid: Grid, bins: number): boolean {
  return edgesOfBins(bins).every((edge) => grid.edges.some((own) => Math.abs(own - edge) <= SAME_EDGE))
}

/**
 * @param side which limit of a bin belongs to it
 * @param temperature above 0, by what log-odds are divided before
 */
export function binStretches(
  stretches: readonly Stretch[],
  bins: number,
  side: LimitSide,
  temperature = 1,
): readonly ReliabilityBin[] {
  const limits = limitsOf(bins).map((limit) => temperature * limit)
  const inBins: Stretch[][] = Array.from({ length: bins }, () => [])
  for (const stretch of stretches) inBins[binOfStretch(stretch, limits, side)].push(stretch)
  return inBins.map((inside, i) => {
    const [count, weight, positives] = [
      sum(inside, ({ count }) => count),
      sum(inside, ({ weight }) => weight),
      sum(inside, ({ weight, positive }) => (positive ? weight : 0)),
    ]
    return filledBin(i, bins, {
      count,
      weight,
      positives,
      said: sumOver(inside, (z) => sigmoid(z / temperature)),
    })
  })
}

/** No stretch reaches across a limit; those that are near to one hold its ties. */
export function binOfStretch(
  { from, to }: Pick<Stretch, 'from' | 'to'>,
  limits: readonly number[],
  side: LimitSide,
): number {
  const tie = limits.findIndex((limit) => from >= limit - 2 * TIE && to <= limit + 2 * TIE)
  if (tie >= 0) return side === 'left' ? tie + 1 : tie
  const middle =
    from === Number.NEGATIVE_INFINITY ? to : to === Number.POSITIVE_INFINITY ? from : (from + to) / 2
  return limits.filter((limit) => limit < middle).length
}

/**
 * The bin of a probability by itself, where no sketch tells it. On a limit stands what is as near in log-odds as edges are, to
 * first order.
 */
export function binOfProbability(p: number, bins: number, side: LimitSide): number {
  const nearest = Math.round(p * bins)
  const limit = nearest / bins
  const isTie = nearest > 0 && nearest < bins && Math.abs(p - limit) <= TIE * limit * (1 - limit)
  if (isTie) return side === 'left' ? nearest : nearest - 1
  return Math.min(Math.max(Math.floor(p * bins), 0), bins - 1)
}

/**
 * The same of log-odds by themselves.
 *
 * @param limits those of `limitsOf`
 */
export function binOfOdds(
  odds: number,
  p: number,
  limits: readonly number[],
  bins: number,
  side: LimitSide,
): number {
  const nearest = Math.round(p * bins)
  if (nearest > 0 && nearest < bins && Math.abs(odds - limits[nearest - 1]) <= TIE)
    return side === 'left' ? nearest : nearest - 1
  return Math.min(Math.floor(p * bins), bins - 1)
}

export interface BinFigures {
  /** Expected, maximum and root mean square calibration error: of |observed - mean|, weighted by the samples of bins. */
  readonly ece: number
  readonly mce: number
  readonly rmsce: number
  /** Average calibration error: every bin that has samples counts alike. */
  readonly ace: number
  /** Parts of the Brier score of the bins' means (Murphy 1973): reliability - resolution + uncertainty. */
  readonly reliability: number
  readonly resolution: number
  readonly uncertainty: number
}

export interface Reliability extends BinFigures {
  readonly bins: readonly ReliabilityBin[]
}

export function figuresOfBins(bins: readonly ReliabilityBin[]): BinFigures {
  const used = bins.flatMap(({ weight, mean, observed }) =>
    mean === null || observed === null ? [] : [{ weight, observed, gap: Math.abs(observed - mean) }],
  )
  const total = sum(used, ({ weight }) => weight)
  const rate = sum(used, ({ weight, observed }) => weight * observed) / total
  const average = (of: (bin: (typeof used)[number]) => number) =>
    sum(used, (bin) => bin.weight * of(bin)) / total
  const reliability = average(({ gap }) => gap ** 2)
  return {
    ece: average(({ gap }) => gap),
    mce: used.reduce((most, { gap }) => Math.max(most, gap), 0),
    rmsce: Math.sqrt(reliability),
    ace: sum(used, ({ gap }) => gap) / used.length,
    reliability,
    resolution: average(({ observed }) => (observed - rate) ** 2),
    uncertainty: rate * (1 - rate),
  }
}

function sum<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((total, one) => total + of(one), 0)
}

/** What fills a bin: samples, their weight, that of positives, and the sum of weighted probabilities. */
interface Filling {
  readonly count: number
  readonly weight: number
  readonly positives: number
  readonly said: number
}

/** Of an empty bin there are no means. */
export function filledBin(
  i: number,
  bins: number,
  { count, weight, positives, said }: Filling,
): ReliabilityBin {
  const isEmpty = weight === 0
  return {
    from: i / bins,
    to: (i + 1) / bins,
    count,
    weight,
    mean: isEmpty ? null : said / weight,
    observed: isEmpty ? null : positives / weight,
  }
}
