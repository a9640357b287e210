/**
 * Log-odds a z + b under which the samples have the least mean cross-entropy, by Newton's method with exact slopes: a
 * logistic regression of the truth on z, without a penalty. With b = 0 it is temperature scaling, T = 1 / a (Guo et al.
 * 2017, arXiv:1706.04599); with both it is Platt scaling, whose a and b are the calibration slope and intercept (Cox 1958).
 */

import { greatest, least } from '../../extremes.ts'
import { sigmoid, softplus } from '../../losses/functions.ts'
import { placeOf, type Stretch } from './points.ts'

export interface Line {
  readonly slope: number
  readonly intercept: number
}

export const AS_IT_IS: Line = { slope: 1, intercept: 0 }

/**
 * Why there is no line. `one-sided`: all samples are of one truth. `alike`: all log-odds are alike, or 0 where the intercept stays
 * 0, so that a slope changes nothing that is not the intercept's. `separable`: a threshold tells them apart, or does but for
 * ties, so that ever steeper lines are better. `steep`: the best one is steeper than the bins of a sketch resolve to 1e-12.
 * `flat`: it is so flat that samples beyond the bins are no longer sure, or that 1 / a is without bound.
 */
export type NoLine = 'one-sided' | 'alike' | 'separable' | 'steep' | 'flat'

/** Cross-entropy of 11 z is as sharp within a bin as the square of a focal loss with gamma = 10. */
const STEEPEST = 11

/** With such log-odds e^-z is nothing beside 1. */
const SURE_ODDS = 40

/** From here on nobody believes a fit. */
const ENDLESS = 2 ** 20

/** Below this a temperature says nothing, and in the end has no sign: the same bound as that of softmax rows. */
const LEVEL = 2 ** -20

const MOST_STEPS = 200

/** What is so much smaller than the terms that it is the sum of is rounding in half of its digits. */
export const CANCELLED = 2 ** -30

/**
 * Log-odds whose squares are this share of the terms that they are the sum of, or less, are alike. Those terms are as large as a
 * bin is wide, so that samples of one bin lie within 2^-8 of its half width, 2.4e-4. A slope is a first moment over such a sum:
 * 2^-53 of terms of half a width, over p (1 - p) times 2^-16 of its square, are some 5e-10.
 */
const UNRESOLVED = 2 ** -16

/** Root mean square, as a square, of log-odds that are gathered at one point of their bin though they differ (points.ts). */
const GATHERED = 2 ** -50

/** A step that promises less is full, since rounding hides what it gains; one that promises nothing is the last, and a slope or intercept that does is 0. */
const [LITTLE, NOTHING] = [2 ** -40, 2 ** -60]

interface Derivatives {
  readonly line: Line
  readonly loss: number
  readonly gradient: readonly [number, number]
  /** d2/da2, d2/dadb, d2/db2 */
  readonly curvature: readonly [number, number, number]
}

/**
 * sum w of a loss of the truth, of the log-odds.
 *
 * @param isAbsolute whether no point weighs less than nothing: what the sums are no larger than
 */
export function sumOver(
  stretches: readonly Stretch[],
  of: (z: number, positive: boolean) => number,
  which: 'weight' | 'square' = 'weight',
  isAbsolute = false,
): number {
  let sum = 0
  for (const { positive, points } of stretches) {
    const { z, [which]: weight } = points
    let part = 0
    for (let j = 0; j < z.length; j++)
      part += (isAbsolute ? Math.abs(weight[j]) : weight[j]) * of(z[j], positive)
    sum += part
  }
  return sum
}

function derive(stretches: readonly Stretch[], line: Line): Derivatives {
  const { slope, intercept } = line
  let [loss, ga, gb, haa, hab, hbb] = [0, 0, 0, 0, 0, 0]
  for (const { positive, points } of stretches) {
    const { z, weight } = points
    const sign = positive ? 1 : -1
    let part = 0
    for (let j = 0; j < z.length; j++) {
      const margin = sign * (slope * z[j] + intercept)
      const missed = weight[j] * sigmoid(-margin)
      const away = -sign * missed
      const bend = missed * sigmoid(margin)
      part += weight[j] * softplus(-margin)
      ga += away * z[j]
      gb += away
      haa += bend * z[j] * z[j]
      hab += bend * z[j]
      hbb += bend
    }
    loss += part
  }
  return { line, loss, gradient: [ga, gb], curvature: [haa, hab, hbb] }
}

/** As good as without end, and finite, so that parts of it are. */
const FAR = 2 ** 1000

/** The step that Newton's method takes: only the slope moves where the intercept is kept. */
function stepOf({ gradient, curvature }: Derivatives, keepsIntercept: boolean): readonly [number, number] {
  const [[ga, gb], [haa, hab, hbb]] = [gradient, curvature]
  if (keepsIntercept) return [finite(-ga / haa), 0]
  // Of sure samples products of the curvature vanish, and quotients do not.
  const [raa, rab] = [haa / hbb, hab / hbb]
  const [da, db] = [(rab * gb - ga) / hbb, (rab * ga - raa * gb) / hbb]
  const determinant = raa - rab * rab
  if (!(hbb > 0 && determinant > 0)) return [finite(-ga / haa), finite(-gb / hbb)]
  return [finite(da / determinant), finite(db / determinant)]
}

function finite(step: number): number {
  return Number.isNaN(step) ? 0 : Math.min(FAR, Math.max(-FAR, step))
}

/**
 * @param keepsIntercept whether the intercept stays 0
 * @param unit by what the log-odds that a sketch has were divided before: they are what it resolves
 */
export function fitLine(
  stretches: readonly Stretch[],
  { keepsIntercept, unit = 1 }: { readonly keepsIntercept: boolean; readonly unit?: number },
): Line | NoLine {
  if (!stretches.some(isTruth(true)) || !stretches.some(isTruth(false))) return 'one-sided'
  // About their mean, so that of log-odds which are nearly alike not what they have in common is rounded.
  const centre = keepsIntercept ? 0 : meanOf(stretches)
  const around = centre === 0 ? stretches : stretches.map((one) => moveBy(one, -centre))
  if (areAlike(around)) return 'alike'
  if (areSeparable(stretches, keepsIntercept)) return 'separable'
  let here = derive(around, { slope: 1, intercept: centre })
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const { curvature, gradient, loss } = here
    const step = stepOf(here, keepsIntercept)
    const gain = -(step[0] * gradient[0] + step[1] * gradient[1])
    if (!(gain >= 0) || Math.abs(here.line.slope) > ENDLESS) return 'steep'
    if (gain > NOTHING * loss) {
      here = gain > LITTLE * loss ? descend(around, here, step) : derive(around, move(here.line, step, 1))
      continue
    }
    const line = move(here.line, step, 1)
    const sizeable = (value: number, bend: number) => (value ** 2 * bend <= NOTHING * loss ? 0 : value)
    const slope = sizeable(line.slope, curvature[0])
    if (keepsIntercept && Math.abs(slope) < LEVEL) return 'flat'
    const found = { slope, intercept: sizeable(line.intercept - slope * centre, curvature[2]) }
    return obstacleTo(stretches, found, unit) ?? found
  }
  return 'steep'
}

function meanOf(stretches: readonly Stretch[]): number {
  return sumOver(stretches, (z) => z) / sumOver(stretches, () => 1)
}

function moveBy({ points, ...one }: Stretch, by: number): Stretch {
  return { ...one, points: { ...points, z: points.z.map((z) => z + by) } }
}

/** Whether log-odds do not differ from their mean, or from 0 where the intercept stays 0, by more than bins tell. */
function areAlike(around: readonly Stretch[]): boolean {
  const scatter = sumOver(around, (z) => z ** 2)
  const terms = sumOver(around, (z) => z ** 2, 'weight', true)
  return scatter <= Math.max(UNRESOLVED * terms, GATHERED * sumOver(around, () => 1))
}

/** Whether what is known of where samples are says that a threshold, which is 0 where the intercept stays 0, parts their truths. */
function areSeparable(stretches: readonly Stretch[], keepsIntercept: boolean): boolean {
  const [negatives, positives] = [false, true].map((positive) => {
    const own = stretches.filter(isTruth(positive))
    return {
      least: least(own.map((one) => placeOf(one) ?? one.from)),
      greatest: greatest(own.map((one) => placeOf(one) ?? one.to)),
    }
  })
  const parts = (lower: typeof negatives, upper: typeof negatives) =>
    keepsIntercept ? lower.greatest <= 0 && upper.least >= 0 : lower.greatest <= upper.least
  return parts(negatives, positives) || parts(positives, negatives)
}

function obstacleTo(stretches: readonly Stretch[], { slope, intercept }: Line, unit: number): NoLine | null {
  if (Math.abs(slope) > STEEPEST * unit) return 'steep'
  const least = stretches.reduce((odds, { from, to }) => {
    const isOpen = !Number.isFinite(to - from)
    return isOpen ? Math.min(odds, Math.abs(from), Math.abs(to)) : odds
  }, Number.POSITIVE_INFINITY)
  return Math.abs(slope) * least - Math.abs(intercept) < SURE_ODDS ? 'flat' : null
}

function isTruth(positive: boolean) {
  return (stretch: Stretch) => stretch.positive === positive && stretch.weight > 0
}

function move({ slope, intercept }: Line, [da, db]: readonly [number, number], part: number): Line {
  return { slope: slope + part * da, intercept: intercept + part * db }
}

/** Of what a step's slope promises so much must come true: steps to and fro across a valley do not lead down it. */
const TRUE = 1e-4

/** The step, or as much of it as makes the loss smaller by its share of what it promises. */
function descend(
  stretches: readonly Stretch[],
  { line, loss, gradient }: Derivatives,
  step: readonly [number, number],
): Derivatives {
  // Where nearly all samples are sure there is next to no curvature, and a full step leads far beyond the valley.
  const share = (most: number, size: number) => most / Math.max(most, Math.abs(size))
  let part = Math.min(share(Math.abs(line.slope) + 1, step[0]), share(Math.abs(line.intercept) + 10, step[1]))
  const least = part * 2 ** -40
  const promise = () => part * step[0] * gradient[0] + part * step[1] * gradient[1]
  for (;;) {
    const there = derive(stretches, move(line, step, part))
    if (part <= least || there.loss <= loss + TRUE * promise()) return there
    part /= 2
  }
}
