/**
 * A gate: rules held against a data set and a baseline. It passes only when every rule could be evaluated and none is
 * broken; what cannot be compared is never a pass.
 */
import { checkTask } from '../losses/choose.ts'
import type { Loss } from '../losses/loss.ts'
import { completeLoss, parseLoss } from '../losses/spec.ts'
import { thresholdMargin } from '../margin/margins.ts'
import { type ReadyGroup, readyGroups, sumBands } from './bands.ts'
import { splitGroups } from './compare.ts'
import {
  cannot,
  correct,
  type Finding,
  judge,
  type PairedVariance,
  type Part,
  VERDICTS,
  type Verdict,
} from './findings.ts'
import { nameRule } from './name-rule.ts'
import type { Rule } from './rules.ts'
import type { SketchedData } from './sketched.ts'
import type { SourceReport } from './source.ts'

export interface CheckOptions {
  readonly threshold: number
  /** Of the one-sided test that a change is more than noise. */
  readonly confidence: number
  readonly noise: boolean
  readonly by: 'class' | 'slice' | null
  /** Parts with fewer samples, here or in the baseline, are passed over; those that are gone from either are not. */
  readonly minSlice: number
}

export interface CheckReport {
  readonly source: SourceReport
  readonly baseline: string | null
  /** The gravest of the findings; null when there is no rule. */
  readonly verdict: Verdict | null
  readonly confidence: number
  readonly noise: boolean
  /** How the standard error of a change is had. */
  readonly pairing: 'unpaired' | 'paired' | null
  /** What the parts of the data are values of: a column, or `class`; null when they are not parted. */
  readonly by: string | null
  readonly minSlice: number
  readonly rules: readonly Rule[]
  readonly findings: readonly Finding[]
  /** Parts with too few samples to be looked at. */
  readonly passedOver: readonly string[]
}

export async function check(
  data: SketchedData,
  baseline: SketchedData | null,
  losses: readonly Loss[],
  rules: readonly Rule[],
  options: CheckOptions,
  paired: PairedVariance | null = null,
): Promise<CheckReport> {
  const statistics = await import('./statistics.ts')
  checkTask(losses, data.grouping.task)
  const parts = partsOf(data, options)
  const before = baseline ? partsOf(baseline, options) : []
  const { looked, passedOver } = choose(parts, before, options, baseline !== null)
  const findings = rules.flatMap((rule) => {
    const named = nameRule(rule, losses, data.grouping.task)
    if (typeof named === 'string') return [cannot(rule, null, named)]
    if (looked.length === 0) return [cannot(rule, null, `no part has ${options.minSlice} samples`)]
    const noise = options.noise && baseline ? { paired, statistics } : null
    return correct(
      looked.map((name) =>
        judge(rule, named, name, find(parts, name), find(before, name), baseline !== null, noise),
      ),
      options.confidence,
      statistics,
    )
  })
  return {
    source: data.source,
    baseline: baseline?.source.name ?? null,
    verdict: gravest(findings),
    confidence: options.confidence,
    noise: options.noise,
    pairing: baseline && options.noise ? (paired ? 'paired' : 'unpaired') : null,
    by: options.by === 'slice' ? data.source.by : options.by,
    minSlice: options.minSlice,
    rules,
    findings,
    passedOver,
  }
}

/** What decides the exit code. */
function gravest(findings: readonly Finding[]): Verdict | null {
  return VERDICTS.find((verdict) => findings.some((finding) => finding.verdict === verdict)) ?? null
}

function partsOf(data: SketchedData, { threshold, by }: CheckOptions): readonly Part[] {
  const groups = readyGroups(data.sketch, data.grouping, thresholdMargin(threshold), null)
  const whole = partOf(null, groups, data)
  return by === null
    ? [whole]
    : splitGroups(groups, data, by).map(({ name, part }) => partOf(name, part, data))
}

function partOf(name: string | null, groups: readonly ReadyGroup[], { grouping }: SketchedData): Part {
  const figures = (loss: Loss | null) =>
    [...sumBands(groups, grouping, loss ?? CROSS_ENTROPY)].map(([band, sums]) => ({ band, ...sums }))
  return { name, count: figures(null).reduce((sum, { count }) => sum + count, 0), figures }
}

const CROSS_ENTROPY = completeLoss(parseLoss('ce'))

/** Parts to look at: those of either side, but for the small ones. */
function choose(
  parts: readonly Part[],
  before: readonly Part[],
  { by, minSlice }: CheckOptions,
  compared: boolean,
): { looked: readonly (string | null)[]; passedOver: readonly string[] } {
  if (by === null) return { looked: [null], passedOver: [] }
  const names = [...new Set([...parts, ...before].map(({ name }) => name!))]
  const largest = (name: string) => Math.max(find(parts, name)?.count ?? 0, find(before, name)?.count ?? 0)
  const smallest = (name: string) =>
    Math.min(
      find(parts, name)?.count ?? 0,
      compared ? (find(before, name)?.count ?? 0) : Number.POSITIVE_INFINITY,
    )
  // A part that was large once and is gone must not slip through.
  const small = (name: string) =>
    largest(name) < minSlice || (smallest(name) > 0 && smallest(name) < minSlice)
  return { looked: names.filter((name) => !small(name)), passedOver: names.filter(small) }
}

function find(parts: readonly Part[], name: string | null): Part | undefined {
  return parts.find((part) => part.name === name)
}
