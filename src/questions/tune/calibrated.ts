/** Calibration in a sweep: a temperature or a prior moves log-odds, and nothing else does. */
import { InputError, UsageError } from '../../errors.ts'
import { ADJUSTMENTS, type Adjustment, adjustmentOf } from '../../losses/adjust.ts'
import type { ParameterValues } from '../../losses/parameter.ts'
import { completeLoss, parseLoss } from '../../losses/spec/spec.ts'
import type { SampleBlock, Scan } from '../../scan/scan.ts'
import { checkLosses } from '../../sketched/edges.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import { createAdjusted, createAdjustedBins, type FilledBins, UNCHANGED } from '../calibrate/adjusted.ts'
import {
  type AskedBins,
  type CalibrationQuantity,
  expandCalibration,
  parseCalibrationQuantity,
} from '../calibrate/quantities.ts'

/** Most temperatures and priors at which calibration is looked at. */
const MOST_ADJUSTMENTS = 1000

/**
 * The loss of a sweep that names none: focal, but where probabilities alone are moved and asked for.
 *
 * @param names of quantities
 */
export function usualLoss(names: readonly string[], moved: readonly string[]): string {
  const isOfProbabilities =
    names.length > 0 &&
    expandCalibration(names).every(
      (name) => parseCalibrationQuantity(name) ?? parseCalibrationQuantity(name, 'softmax'),
    ) &&
    moved.every((parameter) => Object.hasOwn(ADJUSTMENTS, parameter))
  return isOfProbabilities ? 'ce' : 'focal'
}

/** What a pass over the samples is asked for calibration at each setting. */
export interface CalibratedPass {
  /** Looks at the blocks of a scan. Throws a UsageError for softmax scores. */
  visitor(scan: Pick<Scan, 'grouping'>): (block: SampleBlock) => void
  /** When the scan has ended; null where there was none. */
  filled(): FilledBins | null
}

/**
 * The pass that quantities need; null where a sketch does without.
 *
 * @param names of quantities, calibration or not
 * @param settings of all losses
 */
export function planCalibrated(
  names: readonly string[],
  settings: Iterable<ParameterValues>,
): CalibratedPass | null {
  const asked = expandCalibration(names).flatMap((name) => parseCalibrationQuantity(name)?.asked ?? [])
  if (asked.length === 0) return null
  const adjustments = adjustmentsOf(settings)
  let filled: FilledBins | null = null
  return {
    visitor({ grouping }) {
      refuseSoftmax(grouping.task)
      const bins = createAdjustedBins(adjustments, unique(asked), grouping)
      filled = bins.filled
      return bins.add
    },
    filled: () => filled,
  }
}

function unique(asked: readonly AskedBins[]): readonly AskedBins[] {
  return [...new Map(asked.map((one) => [`${one.bins} ${one.side}`, one])).values()]
}

function refuseSoftmax(task: string): void {
  if (task !== 'softmax') return
  throw new UsageError(
    'the calibration of softmax rows moves with a temperature, which changes each score of a row',
    'say --over temperature=0.5..3/0.1, of predictions, or ask lossctl calibrate',
  )
}

/** Throws a UsageError where classes are weighed and there is one of calibration. */
export function refuseWeighed([quantity]: readonly CalibrationQuantity[]): void {
  if (quantity)
    throw new UsageError(
      `class weights weigh classes in sums of a loss, and ${quantity.name} is of probabilities`,
      'leave one of them out; lossctl calibrate --prior has other shares of the classes',
    )
}

function adjustmentsOf(settings: Iterable<ParameterValues>): readonly Adjustment[] {
  const found = new Map<string, Adjustment>()
  for (const parameters of settings) {
    const adjustment = adjustmentOf(parameters) ?? UNCHANGED
    found.set(`${adjustment.temperature} ${adjustment.shift}`, adjustment)
    if (found.size > MOST_ADJUSTMENTS)
      throw new UsageError(
        `that makes more than ${MOST_ADJUSTMENTS} temperatures and priors, which is the most for calibration`,
        'widen the steps',
      )
  }
  return [...found.values()]
}

/** The value of a quantity of calibration at a setting; null where there is none. */
export type CalibratedValue = (parameters: ParameterValues, quantity: CalibrationQuantity) => number | null

/**
 * Throws a UsageError where no axis moves log-odds, and an InputError for a sketch without samples to put into bins.
 *
 * @param filled bins of a pass over the samples
 */
export function createCalibrated(
  data: SketchedData,
  quantities: readonly CalibrationQuantity[],
  moved: readonly string[],
  filled: FilledBins | null,
): CalibratedValue | null {
  const [first] = quantities
  if (!first) return null
  refuseSoftmax(data.grouping.task)
  if (!moved.some((parameter) => Object.hasOwn(ADJUSTMENTS, parameter)))
    throw new UsageError(
      `${first.name} is of probabilities, which ${moved.join(' and ')} does not move`,
      `say --over temperature=0.5..3/0.1, or ask lossctl calibrate`,
    )
  const binned = quantities.find(({ asked }) => asked !== null)
  if (binned && !filled)
    throw new InputError(
      data.source.name,
      `is a sketch, parted where bins of its own probabilities end, and ${binned.name} of others needs each sample`,
      'give the predictions that it was made from',
    )
  const at = createAdjusted(data, filled)
  const checked = new Set<string>()
  return (parameters, { measure, asked }) => {
    const adjustment = adjustmentOf(parameters) ?? UNCHANGED
    checkSums(data, parameters, checked)
    return measure.of(at(adjustment, asked)) ?? null
  }
}

/** Throws an InputError where a sketch does not tell cross-entropy at the setting. */
function checkSums(data: SketchedData, parameters: ParameterValues, checked: Set<string>): void {
  const given = Object.fromEntries(
    Object.keys(ADJUSTMENTS).flatMap((name) => (name in parameters ? [[name, parameters[name]]] : [])),
  )
  const loss = completeLoss({ ...parseLoss('ce'), given })
  if (checked.has(loss.spec)) return
  checkLosses(data, [loss])
  checked.add(loss.spec)
}
