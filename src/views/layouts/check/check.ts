/** Lays out a check: the verdict first, then what cannot be compared and why, then every figure. */
import { greatest } from '../../../extremes.ts'
import type { CheckReport } from '../../../questions/check/check.ts'
import { type Finding, VERDICTS, type Verdict } from '../../../questions/check/findings.ts'
import type { Reason } from '../../../questions/check/reasons.ts'
import type { Rule } from '../../../questions/check/rules.ts'
import { clean, cleanLine } from '../../../words/clean.ts'
import {
  type Block,
  type Document,
  left,
  named,
  right,
  type TextCell,
  type Tone,
  text,
} from '../../document.ts'
import type { Value } from '../../drawings/csv.ts'
import { changeOf, checksOf, errorOf, figureOf, limitOf, remoteNotes } from '../../words/check-words.ts'
import { givenCell } from '../../words/given.ts'
import { heldLosses } from '../../words/held-words.ts'
import { formatCount, formatP } from '../../words/numbers.ts'
import { reasonWords } from '../../words/reason-words.ts'
import { skippedNotes, sourceLine, sourceNotes } from '../../words/source-line.ts'

const TONES: Readonly<Record<Verdict, Tone>> = {
  passed: 'easy',
  improved: 'good',
  regressed: 'hard',
  'cannot compare': 'hard',
}

/** Of the headline, which says the worst of them. */
function toneOf(verdict: Verdict | null): Tone {
  if (verdict === null) return 'strong'
  return TONES[verdict] === 'hard' ? 'hard' : 'good'
}

/** Rows of a table: all that regressed, up to the second limit, and others up to the first. */
const MAX_ROWS = 40
const MAX_REGRESSED = 200

/** Reasons, and parts that share one, that are named. */
const MAX_REASONS = 20
const MAX_PARTS = 5

/** @param saved the baseline that is written of these samples; null where none is */
export function layoutCheck(report: CheckReport, saved: string | null = null): Document {
  const notes = checkNotes(report)
  return [
    text(headline(report, saved), toneOf(report.verdict)),
    ...reasons(report),
    text(sourceLine(report.source), 'dim'),
    ...figures(report),
    ...(notes.length > 0 ? [text(notes.join('\n'), 'dim')] : []),
  ]
}

/** The verdict in a sentence. */
export function headline(
  { findings, baseline, verdict, source }: CheckReport,
  saved: string | null = null,
): string {
  if (verdict === null)
    return saved === null
      ? 'Nothing was checked: there was no rule.'
      : cleanLine(`The baseline ${saved} is written, of ${source.name}; no rule was checked.`)
  const title = {
    passed: 'Passed',
    improved: 'Passed',
    regressed: 'Failed',
    'cannot compare': 'Cannot compare',
  }[verdict]
  const against = baseline === null ? '' : ` against ${baseline}`
  const beyond = findings.filter(isBeyondLimit).length
  const noisy = beyond > 0 ? `; ${changes(beyond)} beyond the limit, within noise` : ''
  const which = whichChecks(findings, verdict)
  return cleanLine(`${title}${against}${which && `: ${which}`}${noisy}.`)
}

/** `1 of 5 checks`; beside it what else there is to know. Nothing of one check alone, whose verdict it is. */
function whichChecks(findings: readonly Finding[], verdict: Verdict): string {
  const all = findings.length
  if (all === 1) return verdict === 'improved' ? 'improved' : ''
  const [unknown, failed, improved] = VERDICTS.map((one) => countOf(findings, one))
  if (verdict === 'cannot compare')
    return `${checksOf(unknown, all)}${failed > 0 ? `; ${formatCount(failed)} failed` : ''}`
  if (verdict === 'regressed') return checksOf(failed, all)
  if (improved === 0) return checksOf(all, all)
  return `${checksOf(all, all)}${improved === all ? '' : `, ${formatCount(improved)}`} improved`
}

const changes = (count: number) => (count === 1 ? '1 change is' : `${formatCount(count)} changes are`)

export function countOf(findings: readonly Finding[], verdict: Verdict): number {
  return findings.filter((finding) => finding.verdict === verdict).length
}

/** Why something cannot be compared; parts with the same reason in one line. */
export function reasons({ findings }: CheckReport): Block[] {
  const groups = new Map<string, { rule: string; reason: Reason | null; parts: string[] }>()
  for (const { verdict, rule, slice, reason } of findings) {
    if (verdict !== 'cannot compare') continue
    const key = JSON.stringify([rule, reason])
    const group = groups.get(key) ?? { rule, reason, parts: [] }
    groups.set(key, group)
    if (slice !== null) group.parts.push(slice)
  }
  const lines = [...groups.values()].map(({ rule, reason, parts }) =>
    cleanLine(
      `${rule}${parts.length > 0 ? ` in ${listed(parts)}` : ''}: ${reasonWords(reason)}.`.replace(
        /\?\.$/,
        '?',
      ),
    ),
  )
  const more = lines.length - MAX_REASONS
  if (more > 0) lines.splice(MAX_REASONS, more, `${formatCount(more)} more; --format csv has all.`)
  return lines.length > 0 ? [text(lines.join('\n'), 'hard')] : []
}

/** The first few names, and how many more there are. */
function listed(names: readonly string[]): string {
  const more = names.length - MAX_PARTS
  return `${names.slice(0, MAX_PARTS).map(clean).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`
}

/** What could be evaluated: the broken rules first. */
function figures(report: CheckReport): Block[] {
  const evaluated = report.findings
    .filter(({ verdict }) => verdict !== 'cannot compare')
    .toSorted((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict))
  if (evaluated.length === 0) return []
  const shown = evaluated.slice(
    0,
    Math.max(MAX_ROWS, Math.min(MAX_REGRESSED, countOf(evaluated, 'regressed'))),
  )
  const rest = evaluated.slice(shown.length)
  const words = VERDICTS.filter((verdict) => countOf(rest, verdict) > 0).map(
    (verdict) => `${formatCount(countOf(rest, verdict))} more ${verdict}`,
  )
  const table = tableOf(shown, report)
  return words.length > 0 ? [table, text(`${words.join(', ')}; --format csv has all.`, 'dim')] : [table]
}

/** A change within noise is marked, and does not stand out. */
function changeCell(finding: Finding, rule: Rule, blank: string): TextCell {
  const change = changeOf(finding, rule)
  return isWithinNoise(finding) ? { text: `${change} ~`, tone: 'dim' } : { text: `${change}${blank}` }
}

export function tableOf(shown: readonly Finding[], report: CheckReport): Block {
  const { by, rules } = report
  const compared = shown.some(({ baseline }) => baseline !== null)
  const tested = shown.some(({ p }) => p !== null)
  // So that the figures stay in line.
  const blank = shown.some(isWithinNoise) ? '  ' : ''
  const cellsOf = (finding: Finding): TextCell[] => {
    const rule = rules.find((one) => one.text === finding.rule)!
    const { verdict, slice, p } = finding
    return [
      { text: verdict, tone: TONES[verdict] },
      { text: clean(rule.quantity) },
      ...(by === null ? [] : [givenCell(slice ?? '')]),
      { text: figureOf(finding, finding.value) },
      { text: limitOf(finding, rule) },
      ...(compared ? [{ text: figureOf(finding, finding.baseline), tone: 'dim' as const }] : []),
      ...(compared ? [changeCell(finding, rule, blank)] : []),
      ...(tested ? [{ text: errorOf(finding, rule), tone: 'dim' as const }, { text: formatP(p) }] : []),
    ]
  }
  // Why a file that is unchanged has noise.
  const error = { ...right(report.pairing === 'unpaired' ? 'unpaired ± s.e.' : '± s.e.'), short: '± s.e.' }
  return {
    kind: 'table',
    columns: [
      left('verdict'),
      named(left('quantity')),
      ...(by === null ? [] : [named(left(clean(by)))]),
      right('value'),
      right('limit'),
      ...(compared ? [right('baseline'), right('change')] : []),
      ...(tested ? [{ ...error, wide: true as const }, right('p')] : []),
    ],
    rows: shown.map((finding) => ({ cells: cellsOf(finding) })),
  }
}

function isWithinNoise({ reason }: Finding): boolean {
  return reason?.kind === 'within-noise'
}

/** What regresses as soon as there is less noise. */
function isBeyondLimit(finding: Finding): boolean {
  return isWithinNoise(finding) && finding.worse! > finding.limit!
}

/** What qualifies the verdict, a line each. */
export function checkNotes(report: CheckReport): string[] {
  const { findings, passedOver, minSlice } = report
  const untested = findings.filter(({ reason }) => reason?.kind === 'no-standard-error')
  const names = [...new Set(untested.map(({ rule }) => rule))]
  return [
    ...markNotes(findings),
    ...(report.pairing === 'unpaired' && findings.some(isBeyondLimit)
      ? [
          'If both are of the same samples, say --baseline-preds FILE in place of --baseline, with the predictions of the baseline: samples are paired then, and far smaller changes show.',
        ]
      : []),
    ...noiseNotes(report),
    ...remoteNotes(report.rules, report.findings),
    ...(names.length > 0 ? [`Taken without regard to noise, which is not known: ${names.join(', ')}.`] : []),
    ...(passedOver.length > 0
      ? [`Fewer than ${minSlice} samples, not looked at: ${listed(passedOver)}.`]
      : []),
    ...sourceNotes(report.source, heldLosses(report.held), skippedNotes(report.source)),
  ].map(cleanLine)
}

/** What ~ marks, which is of one kind in most reports. */
function markNotes(findings: readonly Finding[]): string[] {
  const marked = findings.filter(isWithinNoise)
  if (marked.length === 0) return []
  const beyond = marked.filter(isBeyondLimit).length
  if (beyond === marked.length) return ['~ beyond its limit, but within noise.']
  if (beyond === 0) return ['~ better, but within noise.']
  return ['~ within noise: a change beyond its limit, or for the better.']
}

function noiseNotes({ pairing, confidence, findings, rules, baseline }: CheckReport): string[] {
  if (baseline === null || findings.every((finding) => finding.baseline === null)) return []
  if (pairing === null) return ['Changes are taken as they are, without regard to noise.']
  const tested = findings.filter(({ p }) => p !== null)
  const parts = greatest(rules.map(({ text }) => tested.filter(({ rule }) => rule === text).length))
  const holm = parts > 1 ? `, corrected for ${formatCount(parts)} parts by Holm's method` : ''
  return [
    `A change counts when it exceeds its limit and noise (one-sided, confidence ${confidence}, ${pairing}${holm}).`,
  ]
}

/** What stands in JSON. */
export type CheckContent = ReturnType<typeof checkContent>

export function checkContent(report: CheckReport) {
  const findings = report.findings.map(({ reason, ...finding }) => ({
    ...finding,
    note: reasonWords(reason),
  }))
  return { ...report, findings }
}

export function flattenCheck({ source, baseline, findings }: CheckReport): Record<string, Value>[] {
  return findings.map(
    ({ rule, slice, verdict, value, baseline: before, limit, worse, standardError, p, reason }) => ({
      file: source.name,
      rows: source.rows,
      skipped: source.skipped,
      baseline,
      rule,
      part: slice,
      verdict,
      value,
      baseline_value: before,
      limit,
      worse,
      standard_error: standardError,
      p,
      note: reasonWords(reason),
    }),
  )
}
