/**
 * A gate: rules held against a data set and a baseline. It passes only when every rule could be evaluated and none is
 * broken; what cannot be compared is never a pass.
 */

import { greatest } from '../../extremes.ts'
import type { Loss } from '../../losses/loss.ts'
import { checkTask } from '../../losses/spec/choose.ts'
import { CROSS_ENTROPY } from '../../losses/spec/plain.ts'
import { thresholdMargin } from '../../margin/margins.ts'
import { isIn, type ReadyGroup, readyGroups, sumBands, totalOf } from '../../measures/bands.ts'
import type { Quantity } from '../../measures/quantities.ts'
import { scatterOf } from '../../measures/scatter.ts'
import { checkLosses, checkRows } from '../../sketched/edges.ts'
import { type Held, heldInCrossEntropy } from '../../sketched/held.ts'
import type { SketchedData } from '../../sketched/sketched-data.ts'
import type { SourceReport } from '../../sketched/source.ts'
import { isPartedFor } from '../calibrate/bins.ts'
import { calibrationOf } from '../calibrate/calibrate.ts'
import { stretchesOf } from '../calibrate/points.ts'
import { splitGroups } from '../compare/compare.ts'
import { type Seen, UNSEEN } from '../compare/sets/set-values.ts'
import {
  type CheckedPart,
  cannot,
  correct,
  type Finding,
  judgeRule,
  type RowEvidence,
  VERDICTS,
  type Verdict,
} from './findings.ts'
import { nameRule } from './name-rule.ts'
import type { Rule } from './rules.ts'
import { createSetFigures, type SetFigure } from './set-rules.ts'
import type { SoftmaxFigures } from './softmax-figures.ts'

export interface CheckOptions {
  readonly threshold: number
  /** Of the one-sided test that a change is more than noise. */
  readonly confidence: number
  readonly noise: boolean
  readonly by: 'class' | 'slice' | null
  /** Parts with fewer samples, here or in the baseline, are passed over; those that are gone from either are not. */
  readonly minSlice: number
  /** What to do about a baseline that was saved without regard to one of the losses. */
  readonly saveAgain?: string
}

export interface CheckReport {
  readonly source: SourceReport
  /** What samples whose logarithm is held carry of cross-entropy; null where there are none. */
  readonly held: Held | null
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

const NO_ROWS: RowEvidence = { changes: null, now: null, before: null }

export async function checkSketched(
  data: SketchedData,
  baseline: SketchedData | null,
  losses: readonly Loss[],
  rules: readonly Rule[],
  options: CheckOptions,
  rows: RowEvidence = NO_ROWS,
): Promise<CheckReport> {
  const statistics = await import('../../measures/statistics.ts')
  checkTask(losses, data.grouping.task, data.grouping.classes, true)
  for (const one of baseline ? [data, baseline] : [data]) {
    checkLosses(one, losses, one === baseline ? options.saveAgain : undefined)
    checkRows(one, losses, thresholdMargin(options.threshold))
  }
  const ofSide = (side: 'now' | 'before') => ({
    ofRows: rows.softmax?.[side] ?? null,
    seen: rows.seen?.[side] ?? UNSEEN,
    cells: rows.cells?.[side] ?? null,
  })
  const parts = partsOf(data, options, ofSide('now'))
  const before: Parts = baseline ? partsOf(baseline, options, ofSide('before')) : new Map()
  const { looked, passedOver } = choose(parts, before, options, baseline !== null)
  const findings = rules.flatMap((rule) => {
    const named = nameRule(rule, losses, data.grouping.task)
    if ('kind' in named) return [cannot(rule, null, named)]
    if (looked.length === 0)
      return [cannot(rule, null, { kind: 'part-too-small', minSlice: options.minSlice })]
    const absent = absentSign(named.quantity, parts)
    if (absent) return [cannot(rule, null, { kind: 'sign-absent', sign: absent })]
    const noise = options.noise && baseline ? { ...rows, inRows: inRows(data, options), statistics } : null
    return correct(
      looked.map((name) =>
        judgeRule(rule, named, name, parts.get(name), before.get(name), baseline !== null, noise),
      ),
      options.confidence,
      statistics,
    )
  })
  return {
    source: data.source,
    held: heldInCrossEntropy(data),
    baseline: baseline?.source.name ?? null,
    verdict: gravest(findings),
    confidence: options.confidence,
    noise: options.noise,
    pairing: baseline && options.noise ? (rows.changes ? 'paired' : 'unpaired') : null,
    by: options.by === 'slice' ? data.source.by : options.by,
    minSlice: options.minSlice,
    rules,
    findings,
    passedOver,
  }
}

/** Whether samples of a part hang together: the labels of a row, unless each class is looked at by itself. */
export function inRows(
  { grouping: { task, classes } }: Pick<SketchedData, 'grouping'>,
  { by }: Pick<CheckOptions, 'by'>,
): boolean {
  return task === 'multilabel' && classes.length > 1 && by !== 'class'
}

/** What decides the exit code. */
function gravest(findings: readonly Finding[]): Verdict | null {
  return VERDICTS.find((verdict) => findings.some((finding) => finding.verdict === verdict)) ?? null
}

/** Labels that are all of one kind are more likely a broken column than a model without any hard positive. */
function absentSign(
  { parts: asked }: Pick<Quantity, 'parts'>,
  parts: Parts,
): 'positive' | 'negative' | undefined {
  return (['positive', 'negative'] as const).find(
    (sign) =>
      asked.some((part) => part.split('.').includes(sign)) &&
      [...parts.values()].every((part) =>
        [...part.sums(null)].every(([band, { count }]) => count === 0 || !isIn(band, sign)),
      ),
  )
}

/** By name; the one part that is all of the data has none. */
type Parts = ReadonlyMap<string | null, CheckedPart>

/** What is known beside a sketch. */
interface Beside {
  readonly ofRows: SoftmaxFigures | null
  readonly seen: Seen
  readonly cells: SketchedData | null
}

function partsOf(data: SketchedData, options: CheckOptions, { ofRows, seen, cells }: Beside): Parts {
  const { threshold, by } = options
  const groups = readyGroups(data.sketch, data.grouping, thresholdMargin(threshold), null)
  const sets = createSetFigures(data, options, seen, cells)
  const parts =
    by === null
      ? [partOf(null, groups, data, ofRows, sets)]
      : splitGroups(groups, data, by).map(({ name, part }) => partOf(name, part, data, null, sets))
  return new Map(parts.map((part) => [part.name, part]))
}

function partOf(
  name: string | null,
  groups: readonly ReadyGroup[],
  { grouping, sketch }: SketchedData,
  ofRows: SoftmaxFigures | null,
  sets: SetFigure,
): CheckedPart {
  const sums = (loss: Loss | null) => sumBands(groups, grouping, loss ?? CROSS_ENTROPY)
  return {
    name,
    count: totalOf(sums(null)).count,
    edges: sketch.grid.edges,
    sums,
    calibration: (asked) => {
      if (grouping.task === 'softmax') return ofRows?.(asked) ?? null
      const isParted = asked !== null && isPartedFor(sketch.grid, asked.bins)
      return calibrationOf(stretchesOf(groups), isParted ? asked : null)
    },
    sets,
    scatter: (loss, quantity) => scatterOf(quantity, loss ?? CROSS_ENTROPY, sums(loss), groups, grouping),
  }
}

/** Parts to look at: those of either side, but for the small ones. */
function choose(
  now: Parts,
  before: Parts,
  { by, minSlice }: CheckOptions,
  compared: boolean,
): { looked: readonly (string | null)[]; passedOver: readonly string[] } {
  if (by === null) return { looked: [null], passedOver: [] }
  const names = [...new Set([...now.keys(), ...before.keys()])] as readonly string[]
  const small = (name: string) => {
    const counts = [now, ...(compared ? [before] : [])].map((parts) => parts.get(name)?.count ?? 0)
    // A part that was large once and is gone must not slip through.
    return greatest(counts) < minSlice || counts.some((count) => count > 0 && count < minSlice)
  }
  return { looked: names.filter((name) => !small(name)), passedOver: names.filter(small) }
}
