/** Lays out a diagnosis: the answer first, then the ways that give these values, and the lines that put it right. */

import type { Diagnosis, Disagreement } from '../../questions/diagnose/diagnose.ts'
import type { Expectation } from '../../questions/diagnose/expectation.ts'
import type { Explanation } from '../../questions/diagnose/types.ts'
import type { SourceReport } from '../../sketched/source.ts'
import { cleanLine } from '../../words/clean.ts'
import { type Block, type Document, left, type Row, right, text } from '../document.ts'
import type { Value } from '../drawings/csv.ts'
import { formatCount, formatLoss, formatShort } from '../words/numbers.ts'
import { sourceLine, sourceNotes } from '../words/source-line.ts'

export interface DiagnosisReport extends Diagnosis {
  readonly source: SourceReport
  /** Samples looked at, when not all. */
  readonly subsampled: number | null
  readonly expected: Expectation | null
}

export function layoutDiagnosis(report: DiagnosisReport): Document {
  const { verdict, explanations, mistake } = report
  const notes = [...sourceNotes(report.source), ...remarks(report)]
  return [
    text(sourceLine(report.source), 'dim'),
    text(answer(report), verdict === 'mistake' || verdict === 'none' ? 'hard' : 'strong'),
    ...(mistake ? [text([mistake.effect, ...origin(mistake.threads)].join(' '))] : []),
    ...(explanations.length > 0 ? [explanationTable(explanations)] : []),
    ...(mistake ? fixBlocks(mistake.fix) : []),
    ...(report.worst.length > 0 ? [worstTable(report.worst, report.observed.per)] : []),
    ...(notes.length > 0 ? [text(notes.join('\n'), 'dim')] : []),
  ]
}

/** Where a mistake was read; nothing of one that was composed. */
function origin(threads: readonly string[]): readonly string[] {
  return threads.length > 0 ? [`Known from ${threads.join(', ')}.`] : []
}

function answer({ verdict, explanations, mistake, observed }: DiagnosisReport): string {
  const [first] = explanations
  const of = observed.per === 'batch' ? 'printed value' : observed.per === 'row' ? 'row' : 'sample'
  const count = `${formatCount(observed.values)} ${of}${observed.values === 1 ? '' : 's'}`
  if (verdict === 'none' || !first) {
    const closest = first ? `; the closest is ${first.name}, off by ${formatLoss(first.fit.rms)} (RMS)` : ''
    return cleanLine(`None of the losses known here gives these values (${count})${closest}.`)
  }
  const fitted = `${first.name} (${count})`
  // None of them is right: what they are tied with is chance.
  if (verdict === 'tied' && explanations.every(({ kind }) => kind === 'mistake'))
    return cleanLine(`This may be ${fitted}, or it fits by chance.`)
  if (verdict === 'tied')
    return cleanLine(`This is ${fitted}, or another with the same values: see the table.`)
  if (mistake) return cleanLine(`This is not what it is meant to be: ${mistake.title}. It is ${fitted}.`)
  return cleanLine(`This is ${fitted}.`)
}

/** Names are long, so each has a line of its own above its figures. */
function explanationTable(explanations: readonly Explanation[]): Block {
  return {
    kind: 'table',
    columns: [
      left('loss'),
      left('formula'),
      right('largest residual', 'largest'),
      right('RMS'),
      right('support'),
    ],
    rows: explanations.flatMap(({ name, kind, formula, fit }): Row[] => [
      { heading: name, isLong: true },
      {
        cells: [
          { text: `  ${kind}`, tone: kind === 'mistake' ? 'hard' : 'plain' },
          { text: formula },
          { text: formatLoss(fit.largest) },
          { text: formatLoss(fit.rms) },
          { text: `${formatCount(fit.supported)} of ${formatCount(fit.of)}` },
        ],
      },
    ]),
  }
}

function fixBlocks(fix: Readonly<Record<string, string>>): Block[] {
  const titles: Readonly<Record<string, string>> = {
    pytorch: 'PyTorch',
    tensorflow: 'TensorFlow/Keras',
    jax: 'JAX',
  }
  return Object.entries(fix).map(([name, code]) => ({
    kind: 'code',
    title: `In ${titles[name] ?? name} write`,
    language: 'python',
    lines: code.split('\n'),
  }))
}

function worstTable(worst: readonly Disagreement[], per: string): Block {
  return {
    kind: 'table',
    columns: [left(per === 'batch' ? 'batch' : 'row'), right('loss given'), right('expected')],
    rows: worst.map(({ index, given, expected }) => ({
      cells: [{ text: formatCount(index) }, { text: formatLoss(given) }, { text: formatLoss(expected) }],
    })),
  }
}

function remarks(report: DiagnosisReport): string[] {
  const {
    tied,
    explanations,
    distinguish,
    telling,
    chance,
    libraries,
    unseen,
    expected,
    subsampled,
    observed,
  } = report
  const notes: string[] = []
  if (tied > 1) {
    const more = tied > explanations.length ? ` (${explanations.length} are shown)` : ''
    notes.push(
      `${formatCount(tied)} explanations cannot be told apart by these data${more}. ${telling ? tellingWords(report) : distinguish}`,
    )
  }
  if (chance > 0.05)
    notes.push(
      `Of so few digits some ${formatShort(chance, 1)} of the settings tried are to be expected to fit by chance. More batches, or more digits, would tell.`,
    )
  if (libraries.length > 0) notes.push(libraryNote(libraries))
  if (explanations[0]?.fit.tier === 1) notes.push('Values agree within 32-bit arithmetic.')
  if (observed.digits !== null)
    notes.push(`Values are taken for rounded to ${formatShort(observed.digits, 3)} decimals.`)
  for (const note of unseen) notes.push(note)
  if (subsampled !== null)
    notes.push(`${formatCount(subsampled)} samples were looked at, evenly spaced over the file.`)
  if (expected)
    notes.push(cleanLine(`Expected ${expected.spec}: ${expected.met ? 'that is it' : 'it is not'}.`))
  return notes
}

/** A sample that would decide, with what each explanation expects of it. */
function tellingWords({ telling, source, explanations }: DiagnosisReport): string {
  const { score, label, pt, first, other, name } = telling!
  const of = source.task === 'softmax' ? `the true class ${label}` : label === 1 ? 'a positive' : 'a negative'
  const what = source.from === 'probs' ? 'probability' : 'logit'
  const values = `${formatLoss(first)} by ${explanations[0].name}, ${formatLoss(other)} by ${name}`
  return cleanLine(
    `A ${what} of ${formatShort(score, 6)} for ${of} would (pt = ${formatShort(pt, 3)}): ${values}.`,
  )
}

/** Calls that a note can name and still be read. */
const MAX_CALLS = 4

function libraryNote(calls: readonly string[]): string {
  const more = calls.length > MAX_CALLS ? `, and ${calls.length - MAX_CALLS} more` : ''
  return `Libraries with these values: ${calls.slice(0, MAX_CALLS).join(', ')}${more}.`
}

/** One record an explanation. */
export function flattenDiagnosis(report: DiagnosisReport): Record<string, Value>[] {
  return report.explanations.map(({ name, kind, mistake, formula, parameters, spec, fit }, i) => ({
    file: report.source.name,
    verdict: report.verdict,
    rank: i + 1,
    tied: i < report.tied,
    loss: name,
    kind,
    mistake,
    formula,
    spec,
    gamma: number(parameters.gamma),
    alpha: number(parameters.alpha),
    epsilon: number(parameters.epsilon),
    largest: fit.largest,
    rms: fit.rms,
    supported: fit.supported,
    of: fit.of,
  }))
}

const number = (value: number | readonly number[] | undefined): number | null =>
  typeof value === 'number' ? value : null
