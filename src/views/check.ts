/** Lays out a check: the verdict first, then every rule. */
import type { CheckReport } from '../analysis/check.ts'
import type { Finding, Verdict } from '../analysis/findings.ts'
import { cleanLine } from './clean.ts'
import type { Value } from './csv.ts'
import { type Block, type Document, left, right, type Tone, text } from './document.ts'
import { formatCount, formatShort } from './numbers.ts'
import { formatQuantity } from './quantities.ts'
import { sourceLine, sourceNotes } from './source-line.ts'

const TONES: Readonly<Record<Verdict, Tone>> = {
  passed: 'plain',
  improved: 'easy',
  regressed: 'hard',
  'cannot compare': 'hard',
}

/** Findings that a table shows when there are many parts: all that matter, then passes up to this. */
const MAX_ROWS = 40

export function layoutCheck(report: CheckReport): Document {
  const notes = [...noiseNotes(report), ...sourceNotes(report.source)]
  return [
    text(headline(report), 'strong'),
    text(cleanLine(sourceLine(report.source)), 'dim'),
    ...(report.findings.length > 0 ? findingsTable(report) : []),
    ...(notes.length > 0 ? [text(notes.join('\n'), 'dim')] : []),
  ]
}

/** The verdict in a sentence. */
export function headline({ findings, baseline, verdict }: CheckReport): string {
  if (findings.length === 0) return 'The baseline is saved; there was no rule to check.'
  const count = (one: Verdict) => findings.filter((finding) => finding.verdict === one).length
  const against = baseline === null ? '' : ` against ${baseline}`
  const words = [
    ['cannot compare', 'could not be compared'],
    ['regressed', 'regressed'],
    ['improved', 'improved'],
    ['passed', 'passed'],
  ] as const
  const parts = words
    .filter(([one]) => count(one) > 0)
    .map(([one, said]) => `${formatCount(count(one))} ${said}`)
  const title = {
    passed: 'Passed',
    improved: 'Passed',
    regressed: 'Regressed',
    'cannot compare': 'Cannot compare',
  }
  return cleanLine(
    `${title[verdict]}${against}: of ${formatCount(findings.length)} checks ${parts.join(', ')}.`,
  )
}

function findingsTable({ findings, baseline }: CheckReport): Block[] {
  const order: readonly Verdict[] = ['cannot compare', 'regressed', 'improved', 'passed']
  const sorted = findings.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
  const bad = sorted.filter(({ verdict }) => verdict !== 'passed').length
  const shown = sorted.slice(0, Math.max(MAX_ROWS, bad))
  const sliced = findings.some(({ slice }) => slice !== null)
  const tested = findings.some(({ p }) => p !== null)
  const table: Block = {
    kind: 'table',
    columns: [
      left('verdict'),
      left('rule'),
      ...(sliced ? [left('part')] : []),
      right('value'),
      ...(baseline === null ? [] : [right('baseline'), right('change')]),
      ...(tested ? [right('± s.e.'), right('p')] : []),
      left(''),
    ],
    rows: shown.map((finding) => ({
      cells: [
        { text: finding.verdict, tone: TONES[finding.verdict] },
        { text: finding.rule },
        ...(sliced ? [{ text: finding.slice ?? '' }] : []),
        { text: formatQuantity(finding.kind, finding.value) },
        ...(baseline === null
          ? []
          : [{ text: formatQuantity(finding.kind, finding.baseline) }, { text: changeOf(finding) }]),
        ...(tested
          ? [
              { text: formatQuantity(finding.kind, finding.standardError), tone: 'dim' as const },
              { text: finding.p === null ? '–' : formatP(finding.p) },
            ]
          : []),
        { text: finding.note, tone: 'dim' as const },
      ],
    })),
  }
  const more = sorted.length - shown.length
  return more > 0 ? [table, text(`${formatCount(more)} more passed; --format csv has all.`, 'dim')] : [table]
}

function changeOf({ value, baseline, kind }: Finding): string {
  if (value === null || baseline === null) return '–'
  const change = formatQuantity(kind, value - baseline)
  return value > baseline ? `+${change}` : change
}

function formatP(p: number): string {
  return p < 0.0001 ? '<0.0001' : p.toFixed(4)
}

function noiseNotes({ pairing, confidence, findings, passedOver, baseline }: CheckReport): string[] {
  const parts = new Set(findings.map(({ slice }) => slice)).size
  const holm = parts > 1 ? `, corrected for ${formatCount(parts)} parts by Holm's method` : ''
  const noise =
    pairing === null
      ? baseline !== null && findings.length > 0
        ? ['Changes are taken as they are, without regard to noise.']
        : []
      : [
          `A change counts when it exceeds its limit and noise (one-sided, confidence ${confidence}, ${pairing}${holm}).`,
        ]
  const small =
    passedOver.length > 0
      ? [
          `Too small to be looked at: ${passedOver.slice(0, 10).join(', ')}${passedOver.length > 10 ? ', …' : ''}.`,
        ]
      : []
  return [...noise, ...small].map(cleanLine)
}

/** A finding in a sentence, for annotations and test reports. */
export function sentence(finding: Finding): string {
  const { rule, slice, verdict, value, baseline, kind, limit, note } = finding
  const where = slice === null ? '' : ` in ${slice}`
  const figures =
    value === null
      ? ''
      : `: ${formatQuantity(kind, value)}${baseline === null ? `, the limit is ${formatShort(limit, 6)}` : `, it was ${formatQuantity(kind, baseline)}`}`
  return cleanLine(
    `${rule}${where} ${verdict === 'cannot compare' ? 'cannot be compared' : verdict}${figures}${note ? ` (${note})` : ''}`,
  )
}

export function flattenCheck({ source, baseline, findings }: CheckReport): Record<string, Value>[] {
  return findings.map(
    ({ rule, slice, verdict, value, baseline: before, limit, worse, standardError, p, note }) => ({
      file: source.name,
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
      note,
    }),
  )
}
