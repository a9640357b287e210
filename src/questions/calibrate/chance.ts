/**
 * What chance alone does to a calibration. Where each truth is drawn with the probability that the model says, and each by itself,
 *
 * - the slopes of the log loss of a z + b by a and b at a = 1, b = 0, U = sum w (y - p) (z, 1), are 0 in the mean and have the
 *   covariance V = sum w^2 p (1 - p) (z, 1)(z, 1)'. Then Q = U' V^-1 U has the chi-squared distribution with two degrees of
 *   freedom, whose tail is e^(-Q / 2): Cox's test (1958) of slope 1 and intercept 0 in Rao's form, which needs no fit;
 * - a bin's sum w (y - p) misses 0 all the same, so that the ECE has a mean above 0.
 */
import { sigmoid } from '../../losses/functions.ts'
import { binOfStretch, type CalibrateOptions, limitsOf } from './bins.ts'
import { AS_IT_IS, type Line, sumOver } from './fit.ts'
import type { Stretch } from './points.ts'

/** Ends of an interval of 95 %; the upper one is null where nothing limits it. */
export type Reach = readonly [low: number, high: number | null]

export interface Chance {
  /** How often a model whose probabilities are right strays as far in slope and intercept; null where all log-odds are alike. */
  readonly p: number | null
  /** The ECE that a model whose probabilities are right has in the mean, of such samples and bins; null without bins. */
  readonly ece: number | null
}

/** How far a fit may be off by chance. */
export interface FitChance {
  readonly temperature: Reach | null
  readonly slope: Reach | null
  readonly intercept: Reach | null
}

/** Of the normal distribution, for 95 %. */
const BEYOND = 1.959963984540054

/** What is no more than rounding of a determinant. */
const NOTHING = 1e-12

export function chanceOf(stretches: readonly Stretch[], asked: CalibrateOptions | null): Chance {
  return { p: pOfSlopes(stretches), ece: asked && eceOfRight(stretches, asked) }
}

function pOfSlopes(stretches: readonly Stretch[]): number | null {
  const off = (z: number, positive: boolean) => (positive ? sigmoid(-z) : -sigmoid(z))
  const ua = sumOver(stretches, (z, positive) => off(z, positive) * z)
  const ub = sumOver(stretches, off)
  const [vaa, vab, vbb] = scatter(stretches, AS_IT_IS, 'square')
  // Of sure samples products of these vanish, and quotients do not.
  const [raa, rab] = [vaa / vbb, vab / vbb]
  const determinant = raa - rab * rab
  if (!(determinant > NOTHING * raa)) return null
  return Math.exp(-((ua * ua - 2 * rab * ua * ub + raa * ub * ub) / vbb / determinant) / 2)
}

/** sum w p (1 - p) z^2, z, 1 after a line, or sum w^2. */
function scatter(
  stretches: readonly Stretch[],
  { slope, intercept }: Line,
  which: 'weight' | 'square',
): readonly [number, number, number] {
  let [aa, ab, bb] = [0, 0, 0]
  for (const { points } of stretches) {
    const { z, [which]: weight } = points
    let [own, first, second] = [0, 0, 0]
    for (let j = 0; j < z.length; j++) {
      const odds = slope * z[j] + intercept
      const bend = weight[j] * sigmoid(odds) * sigmoid(-odds)
      own += bend
      first += bend * z[j]
      second += bend * z[j] * z[j]
    }
    aa += second
    ab += first
    bb += own
  }
  return [aa, ab, bb]
}

/** Intervals of fits, by the curvature of the log loss where it is least and, with weights, the scatter of its slopes there. */
export function fitChance(
  stretches: readonly Stretch[],
  temperature: Line | null,
  platt: Line | null,
): FitChance {
  return {
    temperature: temperature && temperatureReach(stretches, temperature),
    ...lineReach(stretches, platt),
  }
}

/** Of 1 / a. */
function temperatureReach(stretches: readonly Stretch[], line: Line): Reach | null {
  const [[h], [v]] = [scatter(stretches, line, 'weight'), scatter(stretches, line, 'square')]
  const reach = BEYOND * (Math.sqrt(v) / h)
  if (!Number.isFinite(reach) || line.slope + reach <= 0) return null
  return [1 / (line.slope + reach), line.slope > reach ? 1 / (line.slope - reach) : null]
}

/** H^-1 V H^-1, which is H^-1 where no sample weighs more than another. */
function lineReach(stretches: readonly Stretch[], line: Line | null): Pick<FitChance, 'slope' | 'intercept'> {
  if (!line) return { slope: null, intercept: null }
  const [haa, hab, hbb] = scatter(stretches, line, 'weight')
  const [vaa, vab, vbb] = scatter(stretches, line, 'square')
  const [raa, rab] = [haa / hbb, hab / hbb]
  const determinant = raa - rab * rab
  if (!(determinant > NOTHING * raa)) return { slope: null, intercept: null }
  const variance = (a: number, b: number) =>
    (a * a * (vaa / hbb) + 2 * a * b * (vab / hbb) + b * b * (vbb / hbb)) / determinant ** 2 / hbb
  const around = (value: number, square: number): Reach | null => {
    const reach = BEYOND * Math.sqrt(square)
    return Number.isFinite(reach) ? [value - reach, value + reach] : null
  }
  return {
    slope: around(line.slope, variance(1, -rab)),
    intercept: around(line.intercept, variance(-rab, raa)),
  }
}

/** The mean ECE where each truth is drawn with the probability that the model says. */
function eceOfRight(stretches: readonly Stretch[], { bins, side }: CalibrateOptions): number {
  const limits = limitsOf(bins)
  const inBins: Stretch[][] = Array.from({ length: bins }, () => [])
  for (const stretch of stretches) inBins[binOfStretch(stretch, limits, side)].push(stretch)
  const sum = (some: readonly Stretch[]) => some.reduce((all, { weight }) => all + weight, 0)
  return inBins.reduce((all, inside) => all + meanGap(inside), 0) / sum(stretches)
}

/**
 * The mean of |sum w (y - p)| over a bin: that of as many equal draws as its weights come to, with its mean probability, and with
 * the scatter of its own.
 */
function meanGap(inside: readonly Stretch[]): number {
  const weight = sumOver(inside, () => 1)
  const squares = sumOver(inside, () => 1, 'square')
  const variance = sumOver(inside, (z) => sigmoid(z) * sigmoid(-z), 'square')
  if (!(weight > 0 && variance > 0)) return 0
  const mean = sumOver(inside, sigmoid) / weight
  const rare = Math.min(mean, sumOver(inside, (z) => sigmoid(-z)) / weight)
  const draws = weight ** 2 / squares
  return Math.sqrt(variance) * meanDeviation(draws, rare)
}

/** From here on a count is as good as normal: it is off by less than 1 / (12 * 100) of it. */
const MANY = 200

/** E|Y - n p| of a binomial Y over its standard deviation, p at most 1/2: de Moivre's 2 k C(n, k) p^k q^(n - k + 1). */
export function meanDeviation(n: number, p: number): number {
  const mean = n * p
  if (mean > MANY) return Math.sqrt(2 / Math.PI)
  const k = Math.floor(mean) + 1
  let term = 2 * k * Math.exp((n - k + 1) * Math.log1p(-p))
  for (let j = 1; j <= k; j++) term *= ((n - k + j) / j) * p
  return term / Math.sqrt(mean * (1 - p))
}
