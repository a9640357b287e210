/** The easy/hard line as a pt, which is what people know, and as a margin, which is what a sketch is parted at. */
import { sigmoid } from '../../losses/functions.ts'
import { marginOfProbability, thresholdMargin } from '../../margin/margins.ts'
import { type Bounds, nearestMargin } from './bounds.ts'

/** The pt that lossctl is to be told, so that a sample with exactly this margin is easy for it too. */
export function thresholdOf(margin: number): number {
  // A threshold that was given as 0.9 is 0.9 again, though its margin was moved down by some units in the last place.
  const given = Number(sigmoid(margin).toPrecision(14))
  if (thresholdMargin(given) === margin) return given
  let pt = sigmoid(margin)
  while (thresholdMargin(pt) > margin) pt *= 1 - Number.EPSILON / 2
  return pt
}

/** Fewer digits would send a line at 0.593 to 0.6, which is the same place but does not look it. */
const FEWEST_DIGITS = 3

/** The shortest decimal whose nearest margin is this one: what a person reads. */
export function shortThreshold(margin: number, bounds: Bounds): string {
  const pt = sigmoid(margin)
  for (let digits = FEWEST_DIGITS; digits < 17; digits++) {
    const text = String(Number(pt.toPrecision(digits)))
    // 1 is the nearest to the highest of all, and no threshold.
    if (Number(text) < 1 && nearestMargin(bounds, marginOfProbability(Number(text))) === margin) return text
  }
  return String(pt)
}
