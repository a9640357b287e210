/** Whether the probabilities of a model are what they say, and what a line over its log-odds would make of them. */
import { InputError } from '../../errors.ts'
import { sigmoid, softplus } from '../../losses/functions.ts'
import { type ReadyGroup, readyGroups } from '../../measures/bands.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import type { SourceReport } from '../../sketched/source.ts'
import { type Accuracy, accuracyOf } from './accuracy.ts'
import {
  binStretches,
  type CalibrateOptions,
  figuresOfBins,
  isPartedFor,
  type LimitSide,
  type Reliability,
} from './bins.ts'
import { type Chance, chanceOf, type FitChance, fitChance } from './chance.ts'
import { AS_IT_IS, fitLine, type Line, type NoLine, sumOver } from './fit.ts'
import { type Stretch, stretchesOf } from './points.ts'
import { checkPrior, type PriorShift, priorShifts, shiftStretches } from './prior.ts'
import type { PriorBins } from './prior-bins.ts'
import { type Area, areaOf } from './ranking.ts'

/** What the probabilities after a line are worth. */
export interface Worth extends Line {
  /** Mean cross-entropy, and mean square of what the probability misses the truth by. */
  readonly logLoss: number
  readonly brier: number
}

/** What chance may have done to a calibration. */
export interface CalibrationChance extends Chance, FitChance {}

/** Of the samples of all classes together, or of one class of multi-label data. */
export interface Calibration {
  readonly count: number
  readonly weight: number
  /** Mean probability of the positive class, how often it is the truth, and their quotient: E:O. */
  readonly expected: number
  readonly observed: number
  readonly expectedToObserved: number | null
  readonly asItIs: Worth
  /** After temperature scaling, and after Platt scaling; null with `why` there is none. */
  readonly temperature: (Worth & { readonly temperature: number }) | null
  readonly platt: Worth | null
  readonly why: { readonly temperature: NoLine | null; readonly platt: NoLine | null }
  /** Null where the sketch is not parted at the limits of these bins. */
  readonly reliability: Reliability | null
  /** Spiegelhalter's statistic (1986): standard normal where the probabilities are right. Null where all are 0, 1/2 or 1, as far as nodes tell, and at another prior. */
  readonly spiegelhalter: number | null
  /** How often the likelier class is the truth, between bounds. */
  readonly accuracy: Accuracy
  /** Null with one class alone. */
  readonly area: Area | null
}

/** A calibration with what is known of its noise. */
export interface JudgedCalibration extends Calibration {
  /** Null where samples hang together, as the labels of a row do, or are weighed by their truth. */
  readonly chance: CalibrationChance | null
}

export interface NamedCalibration extends JudgedCalibration {
  readonly name: string
}

export interface CalibrateReport extends JudgedCalibration {
  readonly source: SourceReport
  readonly binCount: number
  readonly side: LimitSide
  /** Another share of positives that was asked for, at which all figures are, of each class of multi-label data; null without. */
  readonly prior: PriorShift | readonly PriorShift[] | null
  /** The classes of multi-label data; null with binary data. */
  readonly classes: readonly NamedCalibration[] | null
}

/** What is asked of a calibration. */
export interface CalibrateAsked extends CalibrateOptions {
  /** Shares of classes at which all figures are; null for those of the samples. */
  readonly prior?: readonly number[] | null
  /** Whether to tell nothing of each class of multi-label data. */
  readonly together?: boolean
}

/**
 * Throws an InputError for softmax data, which calibrateSoftmax takes row by row.
 *
 * @param filled bins at the prior that is asked for, which a sketch is not parted for
 */
export function calibrate(
  data: SketchedData,
  { bins, side, prior = null, together = false }: CalibrateAsked,
  filled: PriorBins | null = null,
): CalibrateReport {
  const { source, sketch, grouping } = data
  refuseSoftmax(source)
  const shifts = prior === null ? null : shiftsOf(data, prior)
  const groups = readyGroups(sketch, grouping, 0, null)
  const asked = isPartedFor(sketch.grid, bins) ? { bins, side } : null
  const plain = (some: readonly ReadyGroup[], hangTogether = false): JudgedCalibration => {
    const stretches = stretchesOf(some)
    const found = calibrationOf(stretches, asked)
    return { ...found, chance: hangTogether ? null : chancesOf(stretches, found, asked) }
  }
  // Samples that are weighed by their truth scatter otherwise than probabilities say.
  const shifted = (some: readonly ReadyGroup[], index?: number): JudgedCalibration => ({
    ...calibrationOf(shiftGroups(some, shifts!), null),
    reliability: filled?.(index) ?? null,
    spiegelhalter: null,
    chance: null,
  })
  const ofClass = shifts ? shifted : (some: readonly ReadyGroup[]) => plain(some)
  return {
    source,
    binCount: bins,
    side,
    prior: shifts && (grouping.task === 'binary' ? shifts[0] : shifts),
    ...(shifts
      ? shifted(groups)
      : plain(groups, grouping.task === 'multilabel' && grouping.classes.length > 1)),
    classes:
      together || grouping.task === 'binary' || !grouping.perClass ? null : classesOf(data, groups, ofClass),
  }
}

/** What a prior moves log-odds by, class by class. Throws a UsageError where it is of other classes. */
export function shiftsOf(
  { source, sketch, grouping }: SketchedData,
  prior: readonly number[],
): readonly PriorShift[] {
  const { task, classes, perClass } = grouping
  checkPrior(task, classes, prior)
  if (prior.length > 1 && !perClass)
    throw new InputError(
      source.name,
      'is a sketch that does not keep its classes apart, and a prior is of each',
      'sketch the predictions again with --by class',
    )
  return priorShifts(source.name, classes, readyGroups(sketch, grouping, 0, null), prior)
}

function shiftGroups(groups: readonly ReadyGroup[], shifts: readonly PriorShift[]): readonly Stretch[] {
  return shifts.flatMap((shift, index) => {
    const own = shifts.length === 1 ? groups : groups.filter(({ identity }) => identity.classIndex === index)
    return shiftStretches(stretchesOf(own), shift)
  })
}

/** Throws an InputError for the margins of softmax rows. */
function refuseSoftmax({ name, task }: SourceReport): void {
  if (task !== 'softmax') return
  throw new InputError(
    name,
    'is a sketch of softmax rows, which has how likely they say the truth is, and not what they hold for the likeliest class',
    'give lossctl calibrate the predictions that it was made from',
  )
}

function classesOf(
  { grouping }: SketchedData,
  groups: readonly ReadyGroup[],
  of: (groups: readonly ReadyGroup[], index: number) => JudgedCalibration,
): readonly NamedCalibration[] {
  return grouping.classes.flatMap((name, index) => {
    const own = groups.filter(({ identity }) => identity.classIndex === index)
    return own.length > 0 ? [{ name, ...of(own, index) }] : []
  })
}

/** @param unit by what the log-odds that a sketch has were divided before */
export function calibrationOf(
  stretches: readonly Stretch[],
  asked: CalibrateOptions | null,
  unit = 1,
): Calibration {
  const count = stretches.reduce((sum, one) => sum + one.count, 0)
  const weight = stretches.reduce((sum, one) => sum + one.weight, 0)
  const positives = stretches.reduce((sum, one) => sum + (one.positive ? one.weight : 0), 0)
  const expected = sumOver(stretches, sigmoid) / weight
  const observed = positives / weight
  const worthOf = (line: Line) => worth(stretches, weight, line)
  const [temperature, platt] = [true, false].map((keepsIntercept) =>
    fitLine(stretches, { keepsIntercept, unit }),
  )
  return {
    count,
    weight,
    expected,
    observed,
    expectedToObserved: observed === 0 ? null : expected / observed,
    asItIs: worthOf(AS_IT_IS),
    temperature: isLine(temperature) ? { temperature: 1 / temperature.slope, ...worthOf(temperature) } : null,
    platt: isLine(platt) ? worthOf(platt) : null,
    why: {
      temperature: isLine(temperature) ? null : temperature,
      platt: isLine(platt) ? null : platt,
    },
    reliability: asked && reliabilityOf(stretches, asked),
    spiegelhalter: spiegelhalter(stretches),
    accuracy: accuracyOf(stretches),
    area: areaOf(stretches),
  }
}

function chancesOf(
  stretches: readonly Stretch[],
  { temperature, platt }: Calibration,
  asked: CalibrateOptions | null,
): CalibrationChance {
  return { ...chanceOf(stretches, asked), ...fitChance(stretches, temperature, platt) }
}

function isLine(found: Line | NoLine): found is Line {
  return typeof found === 'object'
}

function worth(stretches: readonly Stretch[], weight: number, line: Line): Worth {
  const { slope, intercept } = line
  const margin = (z: number, positive: boolean) =>
    positive ? slope * z + intercept : -(slope * z + intercept)
  return {
    ...line,
    logLoss: sumOver(stretches, (z, positive) => softplus(-margin(z, positive))) / weight,
    brier: sumOver(stretches, (z, positive) => sigmoid(-margin(z, positive)) ** 2) / weight,
  }
}

/** @param temperature above 0, by what log-odds are divided; no stretch reaches across the bins after it */
export function reliabilityOf(
  stretches: readonly Stretch[],
  { bins, side }: CalibrateOptions,
  temperature = 1,
): Reliability {
  const found = binStretches(stretches, bins, side, temperature)
  return { bins: found, ...figuresOfBins(found) }
}

/** What a sum over nodes must be of its terms, so that seven digits of it are left. */
const SEVEN_DIGITS = 1e-9

/**
 * sum w (y - p)(1 - 2p) over the root of its variance under p, sum w^2 (1 - 2p)^2 p (1 - p). Null where that is nothing: all p are
 * 0, 1/2 or 1, as far as nodes tell.
 */
function spiegelhalter(stretches: readonly Stretch[]): number | null {
  const lean = (z: number) => Math.tanh(-z / 2)
  const excess = sumOver(stretches, (z, positive) => lean(z) * (positive ? sigmoid(-z) : -sigmoid(z)))
  const scatter = (z: number) => lean(z) ** 2 * sigmoid(z) * sigmoid(-z)
  const variance = sumOver(stretches, scatter, 'square')
  const isKnown = variance > SEVEN_DIGITS * sumOver(stretches, scatter, 'square', true)
  return isKnown ? excess / Math.sqrt(variance) : null
}
