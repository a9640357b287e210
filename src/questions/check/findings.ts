/** A rule held against one part of the data: value, change, noise, verdict. */
import type { Loss } from '../../losses/loss.ts'
import { type Quantity, quantityOf } from '../../measures/quantities.ts'
import { type MeasuredFigures, varianceOf } from '../../measures/scatter.ts'
import type * as Statistics from '../../measures/statistics.ts'
import type { NamedRule } from './name-rule.ts'
import { needsBaseline, type Rule } from './rules.ts'

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
  readonly note: string
}

/** A part of the data with its sums. */
export interface Part {
  readonly name: string | null
  readonly count: number
  figures(loss: Loss | null): readonly MeasuredFigures[]
}

/** Variance of a quantity's change on one part, from paired samples; null where sums do not tell it. */
export type PairedVariance = (
  part: string | null,
  loss: Loss | null,
  quantity: Quantity,
  now: readonly MeasuredFigures[],
  then: readonly MeasuredFigures[],
) => number | null

export function cannot(rule: Rule, slice: string | null, note: string): Finding {
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
    note,
  }
}

/** How the noise of a change is told. */
export interface Noise {
  /** Null for two independent sets of samples. */
  readonly paired: PairedVariance | null
  readonly statistics: typeof Statistics
}

export function judge(
  rule: Rule,
  { loss, quantity }: NamedRule,
  name: string | null,
  part: Part | undefined,
  before: Part | undefined,
  compared: boolean,
  noise: Noise | null,
): Finding {
  if (!part) return cannot(rule, name, 'it is in the baseline and not in these predictions')
  const figures = part.figures(loss)
  const value = quantityOf(quantity, figures)
  if (value === null) return cannot(rule, name, `${quantity.name} has nothing to divide by`)
  const known = { ...cannot(rule, name, ''), kind: quantity.kind, value }
  if (!needsBaseline(rule)) {
    const worse = rule.kind === 'max' ? value - rule.limit : rule.limit - value
    return { ...known, limit: rule.limit, worse, verdict: worse > 0 ? 'regressed' : 'passed' }
  }
  if (!compared) return cannot(rule, name, 'there is no baseline')
  if (!before) return cannot(rule, name, 'it is in these predictions and not in the baseline')
  const figuresBefore = before.figures(loss)
  const baseline = quantityOf(quantity, figuresBefore)
  if (baseline === null)
    return cannot(rule, name, `${quantity.name} of the baseline has nothing to divide by`)
  if (rule.relative && baseline === 0)
    return cannot(rule, name, 'the baseline is 0, of which there are no per cent')
  const worse = beyondRounding(rule.kind === 'max-increase' ? value - baseline : baseline - value, baseline)
  const limit = rule.relative ? rule.limit * Math.abs(baseline) : rule.limit
  const test = noise && testOf(noise, name, loss, quantity, figures, figuresBefore, worse)
  return {
    ...known,
    baseline,
    limit,
    worse,
    standardError: test?.standardError ?? null,
    p: test?.p ?? null,
    note: noise && !test ? 'no standard error is known for it' : '',
    verdict: worse > limit ? 'regressed' : worse < 0 ? 'improved' : 'passed',
  }
}

/** Sums are right to 1e-12, and a baseline is rounded when it is saved: less is no change. */
function beyondRounding(change: number, baseline: number): number {
  return Math.abs(change) <= 1e-12 * Math.abs(baseline) ? 0 : change
}

/** One-sided test of a change for the worse: Welch's for two independent sets of samples, or the paired one. */
function testOf(
  { paired, statistics }: Noise,
  part: string | null,
  loss: Loss | null,
  quantity: Quantity,
  now: readonly MeasuredFigures[],
  then: readonly MeasuredFigures[],
  worse: number,
): { standardError: number; p: number } | null {
  const [n, m] = [now, then].map((figures) => figures.reduce((sum, { count }) => sum + count, 0))
  const [a, b] = [varianceOf(quantity, now), varianceOf(quantity, then)]
  const variance = paired ? paired(part, loss, quantity, now, then) : a === null || b === null ? null : a + b
  // Sums of squares may overflow, or vanish where the losses do: then nothing is known.
  if (variance === null || !Number.isFinite(variance)) return null
  const standardError = Math.sqrt(variance)
  if (standardError === 0) return { standardError, p: worse > 0 ? 0 : 1 }
  // Pairs are n differences; else it is Welch-Satterthwaite, of shares so that no square of a tiny variance vanishes.
  const df = paired ? n - 1 : 1 / ((a! / variance) ** 2 / (n - 1) + (b! / variance) ** 2 / (m - 1))
  return { standardError, p: statistics.tTail(worse / standardError, df) }
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
    return { ...finding, p, verdict: 'passed', note: 'within noise' }
  })
}
