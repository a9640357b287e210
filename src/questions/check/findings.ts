/** A rule held against one part of the data: value, change, noise, verdict. */
import type { Loss } from '../../losses/loss.ts'
import type { BandSums } from '../../measures/bands.ts'
import { type Quantity, quantityOf } from '../../measures/quantities.ts'
import type { Estimate } from '../../measures/row-sums.ts'
import type { Scatter } from '../../measures/scatter.ts'
import type * as Statistics from '../../measures/statistics.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import type { CalibrationFigures } from '../calibrate/measures.ts'
import type { AskedBins, CalibrationQuantity } from '../calibrate/quantities.ts'
import type { Seen } from '../compare/sets/set-values.ts'
import { type NamedCalibration, type NamedRule, type NamedSet, noiseTeller } from './name-rule.ts'
import type { Reason, SetObstacle } from './reasons.ts'
import type { RowEstimates, RowScatter } from './row-estimates.ts'
import { needsBaseline, type Rule } from './rules.ts'
import type { SetFigure, SetQuantity } from './set-rules.ts'
import type { SoftmaxFigures } from './softmax-figures.ts'

type AnyQuantity = Quantity | CalibrationQuantity | SetQuantity

/** From the gravest on. */
export const VERDICTS = ['cannot compare', 'regressed', 'improved', 'passed'] as const
export type Verdict = (typeof VERDICTS)[number]

/** One rule on one part of the data. */
export interface Finding {
  readonly rule: string
  /** The part: a slice or a class; null for all of the data. */
  readonly slice: string | null
  readonly verdict: Verdict
  readonly kind: Quantity['kind']
  readonly value: number | null
  readonly baseline: number | null
  /** The bound in force: of the value, or of its change. */
  readonly limit: number | null
  /** Value less baseline, signed so that above 0 is worse. */
  readonly worse: number | null
  /** Standard error of the change; null where it is unknown or not looked at. */
  readonly standardError: number | null
  /** One-sided, and corrected by Holm's method where the rule is held against several parts. */
  readonly p: number | null
  /** Why it cannot be compared, or what qualifies the verdict. */
  readonly reason: Reason | null
}

/** A part of the data with its sums. */
export interface CheckedPart {
  readonly name: string | null
  readonly count: number
  /** Where its sketch is parted. */
  readonly edges: readonly number[]
  sums(loss: Loss | null): BandSums
  /**
   * With bins, if any are asked for and the sketch is parted for them; null where they are figures of softmax rows, which no
   * sketch has.
   */
  calibration(asked: AskedBins | null): CalibrationFigures | null
  readonly sets: SetFigure
  /** As of samples that have nothing to do with each other. */
  scatter: (loss: Loss | null, quantity: Quantity) => Scatter | null
}

export function cannot(rule: Rule, slice: string | null, reason: Reason | null): Finding {
  return {
    rule: rule.text,
    slice,
    verdict: 'cannot compare',
    kind: 'loss',
    value: null,
    baseline: null,
    limit: null,
    worse: null,
    standardError: null,
    p: null,
    reason,
  }
}

/** What is known of rows, in which samples may hang together. */
export interface RowEvidence {
  /** Changes row by row, where both models' rows are known; null for two independent sets. */
  readonly changes: RowEstimates | null
  /** How quantities scatter over the rows of these predictions and of the baseline; null where that is not known. */
  readonly now: RowScatter | null
  readonly before: RowScatter | null
  /** What rules ask of the calibration of softmax rows, on either side; null where its rows are not known. */
  readonly softmax?: { readonly now: SoftmaxFigures | null; readonly before: SoftmaxFigures | null }
  /** What softmax rows say of every class, where rules ask for it, on either side; null where its rows are not known. */
  readonly cells?: { readonly now: SketchedData | null; readonly before: SketchedData | null }
  /** What was looked at sample by sample for losses of sets, on either side; nothing where it is a sketch. */
  readonly seen?: { readonly now: Seen; readonly before: Seen }
}

/** How the noise of a change is told. */
export interface Noise extends RowEvidence {
  /** Whether a row holds several samples of a part. */
  readonly inRows: boolean
  readonly statistics: typeof Statistics
}

export function judgeRule(
  rule: Rule,
  named: NamedRule | NamedCalibration | NamedSet,
  name: string | null,
  part: CheckedPart | undefined,
  before: CheckedPart | undefined,
  compared: boolean,
  noise: Noise | null,
): Finding {
  const { loss, quantity } = named
  if (!part) return cannot(rule, name, { kind: 'part-gone' })
  const value = evaluate(part, loss, quantity)
  if (value === null) return cannot(rule, name, whyNone(part, loss, quantity, 'predictions'))
  const known = { ...cannot(rule, name, null), kind: quantity.kind, value }
  if (!needsBaseline(rule)) {
    const worse = withinDoubles(rule.kind === 'max' ? value - rule.limit : rule.limit - value)
    return { ...known, limit: rule.limit, worse, verdict: worse > 0 ? 'regressed' : 'passed' }
  }
  if (!compared) return cannot(rule, name, { kind: 'no-baseline' })
  if (!before) return cannot(rule, name, { kind: 'part-new' })
  const baseline = evaluate(before, loss, quantity)
  if (baseline === null) return cannot(rule, name, whyNone(before, loss, quantity, 'baseline'))
  if ('measure' in quantity && quantity.measure.isOfGrid && part.edges.join() !== before.edges.join())
    return cannot(rule, name, { kind: 'parted-otherwise', quantity: quantity.name })
  if (rule.relative && baseline === 0) return cannot(rule, name, { kind: 'baseline-of-0' })
  const estimate = noise && estimateChange(noise, name, named, part, before)
  const change = estimate?.value ?? beyondRounding(value - baseline, baseline)
  if (Number.isNaN(change))
    return cannot(rule, name, { kind: 'out-of-range', quantity: quantity.name, of: 'predictions' })
  const worse = withinDoubles(rule.kind === 'max-increase' ? change : -change)
  const limit = withinDoubles(rule.relative ? rule.limit * Math.abs(baseline) : rule.limit)
  const size = Math.max(Math.abs(value), Math.abs(baseline))
  const test = estimate && testOf(estimate, worse, size, noise.statistics)
  const measured = { ...known, baseline, limit, worse }
  const missing = noise && missingRows(noise, name, loss, quantity)
  if (missing !== null && worse > limit) return { ...measured, reason: { kind: 'rows-unknown', of: missing } }
  return {
    ...measured,
    standardError: test?.standardError ?? null,
    p: test?.p ?? null,
    reason: noise && !test ? { kind: 'no-standard-error' } : null,
    verdict: worse > limit ? 'regressed' : worse < 0 ? 'improved' : 'passed',
  }
}

function evaluate(part: CheckedPart, loss: Loss | null, quantity: AnyQuantity): number | null {
  if ('measure' in quantity) {
    const figures = part.calibration(quantity.asked)
    return (figures && quantity.measure.of(figures)) ?? null
  }
  if ('set' in quantity) {
    const figure = part.sets(part.name, quantity.set)
    return typeof figure === 'number' ? figure : null
  }
  return quantityOf(quantity, part.sums(loss))
}

function whyNone(
  part: CheckedPart,
  loss: Loss | null,
  quantity: AnyQuantity,
  of: 'predictions' | 'baseline',
): Reason {
  if ('measure' in quantity) {
    const figures = part.calibration(quantity.asked)
    if (figures === null)
      return part.name === null
        ? { kind: 'needs-rows', quantity: quantity.name, of }
        : { kind: 'not-of-parts', quantity: quantity.name }
    const isUnparted = quantity.asked && figures.reliability === null
    return isUnparted
      ? { kind: 'not-parted', quantity: quantity.name, bins: quantity.asked.bins, of }
      : { kind: 'no-figure', quantity: quantity.name, of, why: quantity.measure.lack?.(figures) ?? null }
  }
  if ('set' in quantity) {
    const why = part.sets(part.name, quantity.set) as SetObstacle
    return { kind: 'no-set', quantity: quantity.name, of, why }
  }
  const [above, below] = quantity.fraction(part.sums(loss))
  if (Number.isNaN(above) && quantity.isOfLoss && !quantity.terms)
    return { kind: 'no-weight', quantity: quantity.name, of }
  const kind = below === 0 ? 'nothing-to-divide-by' : 'out-of-range'
  return { kind, quantity: quantity.name, of }
}

/** What is beyond all doubles is as good as the last of them: greater or smaller than any limit. */
function withinDoubles(x: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, x))
}

/** Sums are right to 1e-12, and a baseline is rounded when it is saved: less is no change. */
function beyondRounding(change: number, baseline: number): number {
  return Math.abs(change) <= 1e-12 * Math.abs(baseline) ? 0 : change
}

/** A change and how far it may be off by chance; its value is null where it is that of two independent sets. */
interface Change extends Omit<Estimate, 'value'> {
  readonly value: number | null
}

/** Null where sums do not tell it. */
function estimateChange(
  noise: Noise,
  part: string | null,
  named: NamedRule | NamedCalibration | NamedSet,
  now: CheckedPart,
  then: CheckedPart,
): Change | null {
  const told = noiseTeller(named)
  if (!told) return null
  const { loss, quantity } = told
  if (noise.changes) return noise.changes(part, loss, quantity)
  const [a, b] = noise.inRows
    ? [noise.now, noise.before].map((scatter) => scatter?.(part, loss, quantity) ?? null)
    : [now, then].map(({ scatter }) => scatter(loss, quantity))
  if (!a || !b) return null
  return { value: null, ...noise.statistics.ofDifference(a, b) }
}

/** The side that does not tell the noise of a quotient, though it has some; null where both do. */
function missingRows(
  { inRows, changes, now, before }: Noise,
  part: string | null,
  loss: Loss | null,
  quantity: AnyQuantity,
): 'predictions' | 'baseline' | null {
  if (!inRows || changes || !quantity.terms) return null
  if (!before?.(part, loss, quantity)) return 'baseline'
  return now?.(part, loss, quantity) ? null : 'predictions'
}

/** One-sided test of a change for the worse. Null where sums of squares overflow: then nothing is known. */
function testOf(
  { standardError, df }: Change,
  worse: number,
  size: number,
  { isConstant, signTail, tTail }: typeof Statistics,
): { standardError: number; p: number } | null {
  if (!Number.isFinite(standardError)) return null
  if (isConstant(worse, standardError, size))
    return { standardError: 0, p: worse > 0 ? signTail(df) : 1 - signTail(df) }
  if (standardError === 0) return { standardError, p: 1 }
  return { standardError, p: tTail(worse / standardError, df) }
}

/** Holm's correction over the parts of one rule; what is not beyond noise is neither better nor worse. */
export function correct(
  findings: readonly Finding[],
  confidence: number,
  { holm }: typeof Statistics,
): readonly Finding[] {
  const tested = findings.filter(({ p }) => p !== null)
  const corrected = holm(tested.map(({ p }) => p!))
  const better = holm(tested.map(({ p }) => 1 - p!))
  return findings.map((finding) => {
    const index = tested.indexOf(finding)
    if (index < 0) return finding
    const p = corrected[index]
    const beyondNoise = finding.worse! > 0 ? p < 1 - confidence : better[index] < 1 - confidence
    if (beyondNoise || finding.verdict === 'passed') return { ...finding, p }
    return { ...finding, p, verdict: 'passed', reason: { kind: 'within-noise' } }
  })
}
