/**
 * Scores that are moved before anything else sees them: log-odds, and logits of a softmax, divided by a temperature (Guo et al. 2017,
 * arXiv:1706.04599), and so many times the logarithms of a prior added (Menon et al. 2021, arXiv:2007.07314): z / T + τ ln π.
 *
 * Of softmax rows no margin tells what becomes of it, so that it is done here. What comes of probabilities are logits too.
 */
import { InputError, UsageError } from '../../errors.ts'
import { greatest } from '../../extremes.ts'
import { lnQuotient, logit } from '../../margin/elementary.ts'
import { CLAMP } from '../../margin/margins.ts'
import { adjustmentWords, NAMED_PRIORS } from '../../words/adjusted.ts'
import { type Reading, type ReadingOptions, sharesRow } from '../reading.ts'
import type { ScoreAdjustment } from './adjustment.ts'
import type { Scale } from './seen-scores.ts'

/** What the file has, whatever becomes of it. */
export function givenScale({ from, adjustment }: Pick<Reading, 'from' | 'adjustment'>): Scale {
  return adjustment?.given ?? from
}

/** The reading with what is said of moves. Throws a UsageError where it does not fit the scores. */
export function adjustReading(
  read: Reading,
  { temperature = 1, priors, logitAdjust }: Pick<ReadingOptions, 'temperature' | 'priors' | 'logitAdjust'>,
): Reading {
  if (logitAdjust !== undefined && priors === undefined)
    throw new UsageError(
      '--logit-adjust is how many times ln of a prior is added, and there is no prior',
      'say --priors too',
    )
  if (priors !== undefined) checkPriors(read, priors)
  const strength = priors === undefined ? 0 : (logitAdjust ?? 1)
  if (temperature === 1 && strength === 0) return read
  const shares = strength === 0 ? null : sharesRow(read) ? toShares(priors!) : priors!
  const adjustment: ScoreAdjustment = { given: read.from, temperature, priors: shares, strength }
  const what = read.from === 'probs' ? 'their logits' : 'logits'
  const reasons = [
    ...read.reasons,
    `${what} are ${adjustmentWords(adjustment, read.task, NAMED_PRIORS)}, as is said`,
  ]
  return { ...read, from: 'logits', adjustment, reasons }
}

/**
 * The reading of softmax rows whose logits are moved once more, by the logarithms of these.
 *
 * @param ratios one a class
 */
export function moveReading(read: Reading, ratios: readonly number[]): Reading {
  const { given, temperature, priors, strength } = read.adjustment ?? {
    given: read.from,
    temperature: 1,
    priors: null,
    strength: 0,
  }
  // τ ln π + ln r is τ ln (π r^(1 / τ)): where τ is large π^τ need be no double.
  const isStrong = Math.abs(strength) > 1
  const own = (k: number) => priors?.[k] ?? 1
  const all = ratios.map((ratio, k) =>
    isStrong ? own(k) * ratio ** (1 / strength) : own(k) ** strength * ratio,
  )
  return {
    ...read,
    from: 'logits',
    adjustment: { given, temperature, priors: toShares(all), strength: isStrong ? strength : 1 },
  }
}

/**
 * The reading of softmax rows at a temperature, with the priors that it has. Throws a UsageError where it has a temperature already.
 */
export function readAtTemperature(read: Reading, temperature: number): Reading {
  const { priors, strength, ...said } = read.adjustment ?? { priors: null, strength: 0, temperature: 1 }
  if (said.temperature !== 1)
    throw new UsageError(
      `--temperature ${said.temperature} says what --over temperature moves`,
      'leave one of them out',
    )
  const given = givenScale(read)
  return temperature === 1 && strength === 0
    ? { ...read, from: given, adjustment: null }
    : { ...read, from: 'logits', adjustment: { given, temperature, priors, strength } }
}

/** Below this a double has no longer all its digits, and a share would be another. */
const LEAST_SHARE = 1e-300

/**
 * Counts say the same as shares.
 *
 * @param what they are called in an error
 */
export function toShares(priors: readonly number[], what = 'prior'): readonly number[] {
  const most = greatest(priors)
  const all = priors.reduce((sum, prior) => sum + prior / most, 0)
  const shares = priors.map((prior) => prior / most / all)
  const lost = shares.findIndex((share) => !(share >= LEAST_SHARE))
  if (lost >= 0)
    throw new UsageError(
      `the ${what} of class ${lost} is less than ${LEAST_SHARE} of all, which a double does not hold`,
      `give ${what}s that are nearer to each other`,
    )
  return shares
}

function checkPriors(read: Reading, priors: readonly number[]): void {
  const { length } = read.scores
  if (priors.length !== length)
    throw new UsageError(
      `--priors has ${priors.length} numbers, and there ${length === 1 ? 'is 1 column' : `are ${length} columns`} of scores`,
      sharesRow(read)
        ? 'give one per class, in the order of the scores: how often it is, or how many there are'
        : 'give one per column of scores: the share of positives',
    )
  const wrong = priors.find((prior) => !(prior > 0 && (sharesRow(read) || prior < 1)))
  if (wrong === undefined) return
  throw new UsageError(
    `--priors ${wrong}: ${sharesRow(read) ? 'a class that never is has no logarithm' : 'a share of positives lies between 0 and 1'}`,
    sharesRow(read) ? 'count it once at least, or say how often it is' : 'such as 0.01 or 1%',
  )
}

/**
 * Moves scores where they stand; returns how many probabilities were exactly 0, or 1 where they stand for themselves. Null where
 * a number has become too large; what is none, or infinite, stays so, for whoever looks at cells.
 */
export type Adjuster = (scores: Float64Array, columnOf: Int32Array | null) => number | null

/**
 * @param renormalize whether probabilities of a row are shares of their sum, of which the logarithm of 0 is held
 */
export function createAdjuster(reading: Reading, renormalize: boolean): Adjuster | null {
  const { adjustment } = reading
  if (!adjustment) return null
  const { given, temperature, priors, strength } = adjustment
  const isRow = sharesRow(reading)
  const shifts = reading.scores.map((_, column) =>
    priors ? strength * (isRow ? lnQuotient(priors[column], 1) : logit(priors[column])) : 0,
  )
  const toLogits = given === 'logits' ? null : isRow ? logsOf(shifts.length, renormalize) : logOddsOf
  return (scores, columnOf) => {
    const held = toLogits ? toLogits(scores) : 0
    let isSound = true
    for (let i = 0; i < scores.length; i++) {
      const moved = scores[i] / temperature + shifts[columnOf ? columnOf[i] : i % shifts.length]
      // So that those of a row can be subtracted.
      isSound &&= Math.abs(moved) <= Number.MAX_VALUE / 2 || !Number.isFinite(scores[i])
      scores[i] = moved
    }
    return isSound ? held : null
  }
}

/** What is said of a sample whose logits have become too large. */
export function movedTooFar({ adjustment }: Reading, name: string): InputError {
  return new InputError(
    name,
    `has logits that are no doubles when divided by a temperature of ${adjustment?.temperature}`,
    'say a higher --temperature',
  )
}

/** Of rows: the logarithm of a probability, of 0 that of e^-100 of the whole row. */
function logsOf(classes: number, renormalize: boolean) {
  return (scores: Float64Array): number => {
    let held = 0
    for (let at = 0; at < scores.length; at += classes) {
      const whole = renormalize ? sumOf(scores, at, classes) : 1
      for (let k = at; k < at + classes; k++) {
        if (scores[k] <= 0) held++
        scores[k] = scores[k] > 0 ? lnQuotient(scores[k], whole) : -CLAMP
      }
    }
    return held
  }
}

function sumOf(scores: Float64Array, at: number, classes: number): number {
  let sum = 0
  for (let k = at; k < at + classes; k++) sum += scores[k]
  return sum
}

/** Of probabilities that stand for themselves. */
function logOddsOf(scores: Float64Array): number {
  let held = 0
  for (let i = 0; i < scores.length; i++) {
    const p = scores[i]
    if (p <= 0 || p >= 1) held++
    scores[i] = p <= 0 ? -CLAMP : p >= 1 ? CLAMP : logit(p)
  }
  return held
}
