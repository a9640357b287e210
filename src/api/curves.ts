/** Losses as curves, and cumulative shares. */
import { tellClassesApart } from '../losses/bound.ts'
import { chooseLosses } from '../losses/spec/choose.ts'
import { type CdfReport, cumulate } from '../questions/curves/cdf.ts'
import { cumulateScan } from '../questions/curves/cdf-scan.ts'
import { type CurveQuantity, type CurveReport, evaluateCurves } from '../questions/curves/curve.ts'
import { CURVE, checkAsked, type Kinds, TEXTS } from './asked.ts'
import { checkClasses, type Data, open, scanOf } from './data.ts'

/** The curves of Lin et al. 2017, Fig. 1 and 4. */
const USUAL = [0, 0.5, 1, 2, 5].map((gamma) => `focal:gamma=${gamma}`)

export interface CurveQuestion {
  /** Specs; focal at five gammas unless said. */
  readonly losses?: readonly string[]
  /** `value` unless said. */
  readonly of?: CurveQuantity
}

const CURVES: Kinds<Required<CurveQuestion>> = { losses: TEXTS, of: CURVE }

/**
 * Losses against pt from 0.005 to 0.995: value in nats, `weight` (loss / CE) or `gradient` (d loss / d margin). As
 * `lossctl curve --format json`. Lin et al. 2017, Fig. 1. Throws a UsageError for a loss that no single sample has.
 *
 * @example
 * const { pt, losses } = curve({ losses: ['ce', 'focal:gamma=2'], of: 'weight' })
 * const found = [pt[0], losses[1].values[0]]
 */
export function curve(question: CurveQuestion = {}): CurveReport {
  checkAsked(question, CURVES)
  const { losses = USUAL, of = 'value' } = question
  return evaluateCurves(chooseLosses(losses, {}), of)
}

export interface CdfQuestion {
  /** Specs; focal at five gammas unless said. */
  readonly losses?: readonly string[]
}

/**
 * What the easiest and the hardest samples carry of each loss, by class: shares from 0 to 1, each with its bounds. As
 * `lossctl curve --cdf FILE --format json`. Lin et al. 2017, Fig. 4.
 *
 * Throws an InputError for data that cannot be read, and a UsageError for a loss that no single sample has.
 *
 * @example
 * const { hardest, classes } = await cdf('preds.csv', { losses: ['ce', 'focal:gamma=2'] })
 * const found = [hardest[0], classes[0].curves[0].hardest]
 */
export async function cdf(data: Data, question: CdfQuestion = {}): Promise<CdfReport> {
  checkAsked(question, { losses: TEXTS })
  const { losses = USUAL } = question
  const chosen = chooseLosses(losses, {})
  const opened = await open(data)
  if ('dataset' in opened) return cumulateScan(scanOf(opened, tellClassesApart(chosen)), chosen)
  checkClasses(opened, chosen)
  return cumulate(opened, chosen)
}
