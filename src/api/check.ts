/** A gate, and the baseline that it measures from. */

import { sharedNames, sharedSource } from '../commands/shared-name.ts'
import { refuseDatabase } from '../engines/client/as-sketch.ts'
import { openSketchTable } from '../engines/table/open.ts'
import { UsageError } from '../errors.ts'
import { readSketchFile } from '../formats/sketch-file.ts'
import { tellClassesApart } from '../losses/bound.ts'
import type { Loss } from '../losses/loss.ts'
import { chooseLosses } from '../losses/spec/choose.ts'
import { refuseBatchLosses } from '../losses/spec/plain.ts'
import { recallRows } from '../questions/check/baseline-rows.ts'
import { type CheckReport, checkSketched, inRows } from '../questions/check/check.ts'
import type { RowEvidence } from '../questions/check/findings.ts'
import { refuseMisspelt, withNamed } from '../questions/check/name-rule.ts'
import { sketchPairs } from '../questions/check/paired-check.ts'
import { changesOf, createRowCollector, type RowCollector } from '../questions/check/row-collector.ts'
import { needsBaseline, parseRuleLine, type Rule } from '../questions/check/rules.ts'
import { lookAt, lookAtPairs } from '../questions/check/set-look.ts'
import { classesOfRules, edgesOfRules, setsAmong } from '../questions/check/set-rules.ts'
import {
  countOf,
  pairedFigures,
  type SoftmaxFigures,
  softmaxFigures,
} from '../questions/check/softmax-figures.ts'
import { cellsFor, visitAll } from '../questions/compare/sets/row-cells.ts'
import { type Seen, UNSEEN } from '../questions/compare/sets/set-values.ts'
import type { Scan } from '../scan/scan.ts'
import { type Baseline, checkComparable, fromBaseline, toBaseline } from '../sketched/baseline.ts'
import type { SketchContent } from '../sketched/sketch-content.ts'
import { sketchScan } from '../sketched/sketch-dataset.ts'
import { partingMargin, type SketchedData } from '../sketched/sketched-data.ts'
import { type CheckContent, checkContent } from '../views/layouts/check/check.ts'
import {
  ANYTHING,
  BY,
  CONFIDENCE,
  COUNT,
  checkAsked,
  FLAG,
  type Kinds,
  TEXTS,
  THRESHOLD_KIND,
} from './asked.ts'
import { type By, checkBy, checkClasses, type Data, open, scanOf } from './data.ts'
import { openPairs } from './diff.ts'

export interface CheckQuestion {
  /** `max focal.mean=0.05`, `max-increase hard.positive.share=2%`; docs/ci.md has all quantities. */
  readonly rules: readonly string[]
  /** Specs that rules may name by their names alone; ce, focal, poly1 and poly1-focal unless said. A rule adds others that it names. */
  readonly losses?: readonly string[]
  /** What changes are measured from: what `baseline` returns, or the path of a saved one. */
  readonly baseline?: string | SketchContent
  /** In its place, another model's predictions for the same samples: noise is then that of pairs. */
  readonly baselinePredictions?: Data
  /** Compare with a baseline of other labels all the same. */
  readonly allowOtherLabels?: boolean
  /** A sample is easy from this pt on; 0.5 unless said. */
  readonly threshold?: number
  /** Of the test that a change is more than noise; 0.95 unless said. */
  readonly confidence?: number
  /** Whether a change within noise passes; true unless said. */
  readonly noise?: boolean
  /** Hold every rule against each class, or each slice that the data name. */
  readonly by?: By
  /** Parts with fewer samples are passed over; 1 unless said. */
  readonly minSlice?: number
}

const CHECK: Kinds<Required<CheckQuestion>> = {
  rules: TEXTS,
  losses: TEXTS,
  baseline: ANYTHING,
  baselinePredictions: ANYTHING,
  allowOtherLabels: FLAG,
  threshold: THRESHOLD_KIND,
  confidence: CONFIDENCE,
  noise: FLAG,
  by: BY,
  minSlice: COUNT,
}

/**
 * A gate: rules against data and a baseline. `verdict` is `passed`, `improved`, `regressed` or `cannot compare`, which is
 * never a pass. As `lossctl check --format json`.
 *
 * Throws an InputError for data that cannot be read or compared, and a UsageError for a rule that cannot be read.
 *
 * @example
 * const { verdict, findings } = await check('preds.csv', { rules: ['max focal.mean=0.05', 'max hard.share=1%'] })
 * const found = [verdict, findings[0].value]
 */
export async function check(data: Data, question: CheckQuestion): Promise<CheckContent> {
  checkAsked(question, CHECK)
  const { threshold = 0.5, confidence = 0.95, noise = true, by = null, minSlice = 1 } = question
  const rules = question.rules.map(parseRuleLine)
  const losses = withNamed(chooseLosses(question.losses ?? [], {}), quantitiesOf(rules))
  refuseBatchLosses(losses)
  refuseMisspelt(rules, losses)
  if (question.baseline !== undefined && question.baselinePredictions !== undefined)
    throw new UsageError('baseline and baselinePredictions are two baselines', 'give one of them')
  const openSides = question.baselinePredictions === undefined ? besideSketch : besidePredictions
  const { now, before, rows } = await openSides(data, question, losses, rules)
  const options = { threshold, confidence, noise, by, minSlice }
  const report: CheckReport = await checkSketched(now, before, losses, rules, options, rows)
  return checkContent(report)
}

interface Sides {
  readonly now: SketchedData
  readonly before: SketchedData | null
  readonly rows: RowEvidence
}

async function besideSketch(
  data: Data,
  question: CheckQuestion,
  losses: readonly Loss[],
  rules: readonly Rule[],
): Promise<Sides> {
  const { threshold = 0.5, by = null, allowOtherLabels = false } = question
  const before = question.baseline === undefined ? null : await openBaseline(question.baseline)
  const { now, collector, softmax, seen, cells } = await openNow(data, { threshold, by }, losses, rules, {
    compares: before !== null,
    saves: false,
  })
  const column = by === 'slice' ? now.source.by : by
  if (before) checkComparable(now, before.data, { threshold, by: column, otherLabels: allowOtherLabels })
  return {
    now,
    before: before?.data ?? null,
    rows: {
      changes: null,
      now: collector?.estimates ?? null,
      before: recallRows(before?.rows ?? null, threshold),
      softmax: { now: softmax, before: null },
      seen: { now: seen, before: UNSEEN },
      cells: { now: cells, before: null },
    },
  }
}

async function besidePredictions(
  data: Data,
  { baselinePredictions, threshold = 0.5, by = null }: CheckQuestion,
  losses: readonly Loss[],
  rules: readonly Rule[],
): Promise<Sides> {
  const pairs = await openPairs(
    data,
    baselinePredictions!,
    by === 'class' || tellClassesApart(losses) || classesOfRules(quantitiesOf(rules)),
  )
  checkBy({ dataset: pairs.a.dataset, how: {} }, by)
  const { now, before, changes } = await sketchPairs(
    pairs,
    losses,
    changesOf(rules, losses, pairs.a),
    threshold,
    by,
    undefined,
    edgesOfRules(quantitiesOf(rules)),
  )
  const ofRows = await pairedFigures(pairs.a, pairs.b, quantitiesOf(rules), countOf(now.sketch))
  const seen = await lookAtPairs(pairs, { now, before }, quantitiesOf(rules), { by })
  return { now, before, rows: { changes, now: null, before: null, seen, ...ofRows } }
}

async function openBaseline(baseline: string | SketchContent): Promise<Baseline> {
  if (typeof baseline !== 'string') return fromBaseline(baseline.source.name, baseline)
  refuseDatabase(baseline)
  const content = await readSketchFile(baseline)
  if (content !== null) return fromBaseline(baseline, content)
  const table = await openSketchTable(baseline, { skips: false })
  if (table) return { data: table, rows: null }
  throw new UsageError(`${baseline} is no baseline`, 'make one with lossctl check --save-baseline')
}

/** The data as a sketch, with what it does not know of rows in which samples hang together. */
async function openNow(
  data: Data,
  { threshold, by }: { readonly threshold: number; readonly by: By },
  losses: readonly Loss[],
  rules: readonly Rule[],
  { compares, saves }: { readonly compares: boolean; readonly saves: boolean },
): Promise<{
  now: SketchedData
  collector: RowCollector | null
  softmax: SoftmaxFigures | null
  seen: Seen
  cells: SketchedData | null
}> {
  const opened = await open(data)
  checkBy(opened, by)
  if (!('dataset' in opened)) {
    checkClasses(opened, losses)
    partingMargin(opened, threshold)
    return { now: opened, collector: null, softmax: null, seen: UNSEEN, cells: null }
  }
  const names = quantitiesOf(rules)
  const scan = scanOf(opened, by === 'class' || tellClassesApart(losses) || classesOfRules(names))
  const settings = { threshold, sliced: by === 'slice', saves }
  const collector = collectorFor(scan, losses, compares ? rules : [], settings)
  const parting = { losses, edges: edgesOfRules(names) }
  const cells = saves ? null : cellsFor(setsAmong(names, scan.grouping.task), scan)
  const now = await sketchScan(scan, [threshold], visitAll(collector?.add, cells?.add), parting)
  if (saves) return { now, collector, softmax: null, seen: UNSEEN, cells: null }
  const softmax = await softmaxFigures(scan, names)
  const seen = await lookAt(scan, now, names, { by })
  return { now, collector, softmax, seen, cells: cells?.data(now) ?? null }
}

function quantitiesOf(rules: readonly Rule[]): readonly string[] {
  return rules.map(({ quantity }) => quantity)
}

/** Null where every sample stands for itself, and where nothing asks for more. */
function collectorFor(
  scan: Scan,
  losses: readonly Loss[],
  rules: readonly Rule[],
  settings: { readonly threshold: number; readonly sliced: boolean; readonly saves: boolean },
): RowCollector | null {
  const asks = settings.saves || rules.some(needsBaseline)
  if (!asks || !inRows(scan, { by: null })) return null
  return createRowCollector(scan, losses, changesOf(rules, losses, scan), settings)
}

export interface BaselineQuestion {
  /** Specs whose noise is noted, where samples hang together in rows, beside those of rules. */
  readonly losses?: readonly string[]
  /** A sample is easy from this pt on; 0.5 unless said. */
  readonly threshold?: number
  /** Keep classes, or the slices that the data name, apart. */
  readonly by?: By
  /** Rules that later checks will hold: those of bins, such as `max ece=0.02`, need a sketch that is parted for them. */
  readonly rules?: readonly string[]
}

const BASELINE: Kinds<Required<BaselineQuestion>> = {
  losses: TEXTS,
  threshold: THRESHOLD_KIND,
  by: BY,
  rules: TEXTS,
}

/**
 * What later checks are measured from: a sketch that notes the conventions it was made by. As
 * `lossctl check --save-baseline`; `writeSketch` saves it. Throws an InputError for data that cannot be read.
 *
 * @example
 * const before = await baseline('preds.csv')
 * const { verdict } = await check('preds.csv', { rules: ['max-increase focal.mean=2%'], baseline: before })
 * const found = verdict
 */
export async function baseline(data: Data, question: BaselineQuestion = {}): Promise<SketchContent> {
  checkAsked(question, BASELINE)
  const { threshold = 0.5, by = null, rules = [] } = question
  const parsed = rules.map(parseRuleLine)
  const losses = withNamed(chooseLosses(question.losses ?? [], {}), quantitiesOf(parsed))
  refuseBatchLosses(losses)
  const settings = { compares: false, saves: true }
  const { now, collector } = await openNow(data, { threshold, by }, losses, parsed, settings)
  const [name] = sharedNames([now.source.name])
  return toBaseline({ ...now, source: sharedSource(now.source, name) }, losses, collector?.stored() ?? null)
}
