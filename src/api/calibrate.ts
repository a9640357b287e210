/** Whether probabilities are what they say. */
import { USUAL_BINS } from '../questions/calibrate/bin-count.ts'
import type { LimitSide } from '../questions/calibrate/bins.ts'
import { type CalibrateReport, calibrate as calibrateSketched } from '../questions/calibrate/calibrate.ts'
import { calibratePredictions } from '../questions/calibrate/predictions.ts'
import type { SoftmaxCalibrateReport } from '../questions/calibrate/softmax.ts'
import { BINS, checkAsked, type Kinds, LIMITS, PRIOR } from './asked.ts'
import { type Data, open, scanOf } from './data.ts'

export interface CalibrateQuestion {
  /** Bins of equal width for the calibration error, 2 to 32; 15 unless said. */
  readonly bins?: number
  /** Which limit belongs to a bin: `left`, [a, b), unless said, or `right`, (a, b]. */
  readonly limits?: LimitSide
  /** All figures as with these shares of classes, one number for binary data: samples weighed, and log-odds moved, to them. */
  readonly prior?: number | readonly number[]
}

const CALIBRATE: Kinds<Required<CalibrateQuestion>> = {
  bins: BINS,
  limits: LIMITS,
  prior: PRIOR,
}

/**
 * Expected calibration error, Brier score and log loss of the probability of the positive class, with the temperature and the
 * line (Platt) that make the log loss least; of softmax scores those of the likeliest class and of all classes, with the
 * temperature. Losses are in nats. As `lossctl calibrate --format json`. Guo et al. 2017, arXiv:1706.04599.
 *
 * Throws an InputError for data that cannot be read, and for sketches of softmax scores.
 *
 * @example
 * const { asItIs, temperature, reliability } = await calibrate('preds.csv', { bins: 10 })
 * const found = [asItIs.logLoss, temperature?.temperature, reliability?.ece]
 */
export async function calibrate(
  data: Data,
  question: CalibrateQuestion = {},
): Promise<CalibrateReport | SoftmaxCalibrateReport> {
  checkAsked(question, CALIBRATE)
  const { bins = USUAL_BINS, limits: side = 'left', prior = null } = question
  const opened = await open(data)
  const asked = { bins, side, prior: typeof prior === 'number' ? [prior] : prior }
  if (!('dataset' in opened)) return calibrateSketched(opened, asked)
  return calibratePredictions((perClass) => scanOf(opened, perClass), asked)
}
