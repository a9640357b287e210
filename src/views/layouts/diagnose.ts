/** Lays out a diagnosis: the answer first, then the ways that give these values, and the lines that put it right. */

import { isByChance } from '../../questions/diagnose/chance.ts'
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
  const { verdict, explanations } = report
  const named = isTooLittle(report) ? null : report.mistake
  const notes = [...sourceNotes(report.source), ...remarks(report)]
  return [
    text(sourceLine(report.source), 'dim'),
    text(answer(report), verdict === 'mistake' || verdict === 'none' ? 'hard' : 'strong'),
    ...(named ? [text([effectOf(verdict, named.effect), ...origin(named.threads)].join(' '))] : []),
    ...(explanations.length > 0 ? [explanationTable(explanations)] : []),
    ...(named?.fix ? fixBlocks(named.fix, verdict) : []),
    ...(report.worst.length > 0 ? [worstTable(report.worst, report.observed.per)] : []),
    ...(notes.length > 0 ? [text(notes.join('\n'), 'dim')] : []),
  ]
}

/** Whether these values say nothing of what they are, so that the answer names no mistake among what fits them. */
function isTooLittle({ verdict, chance }: DiagnosisReport): boolean {
  return verdict === 'tied' && chance >= 1
}

/** What it does to training, if that is what it is. */
const effectOf = (verdict: DiagnosisReport['verdict'], effect: string) =>
  verdict === 'mistake' ? effect : `If it is the mistake: ${effect}`

/** Where a mistake was read; nothing of one that was composed. */
function origin(threads: readonly string[]): readonly string[] {
  return threads.length > 0 ? [`Known from ${threads.join(', ')}.`] : []
}

/** The verdict in words: never more than that. */
function answer(report: DiagnosisReport): string {
  const { verdict, explanations, mistake, chance, observed, tied } = report
  const [first] = explanations
  const of = observed.per === 'batch' ? 'printed value' : observed.per === 'row' ? 'row' : 'sample'
  const count = `${formatCount(observed.values)} ${of}${observed.values === 1 ? '' : 's'}`
  if (!first) return `None of the losses known here gives these values (${count}).`
  const { name, fit } = first
  if (verdict === 'none')
    return cleanLine(
      `None of the losses known here gives these values (${count}); the closest is ${name}, off by ${formatLoss(fit.rms)} (RMS).`,
    )
  if (verdict === 'nearly')
    return cleanLine(
      `Almost surely ${name}: ${formatCount(fit.supported)} of ${count} agree, the rest differ by at most ${formatLoss(fit.largest)}, more than rounding explains.`,
    )
  if (isTooLittle(report) && observed.per === 'sample')
    return cleanLine(
      `These losses are too small to tell: 0 would fit them as well as ${name} does (${count}).`,
    )
  if (isTooLittle(report))
    return cleanLine(
      `These digits are too few to tell: ${formatCount(tied)} settings have the same value (${count}), the simplest of them ${name}.`,
    )
  if (verdict !== 'tied' || !mistake)
    return cleanLine(
      mistake
        ? `This is not what it is meant to be: ${mistake.title}. It is ${name} (${count}).`
        : isByChance(chance)
          ? `This may be ${name} (${count}), or it fits by chance.`
          : `This is ${name} (${count}).`,
    )
  if (first.kind === 'mistake')
    return cleanLine(`This may be ${name} (${count}), a mistake: ${mistake.title}; or it fits by chance.`)
  const wrong = explanations.find(({ kind }) => kind === 'mistake')!
  const other = `or a mistake with the same values, ${wrong.name}: ${mistake.title}`
  return cleanLine(
    isByChance(chance)
      ? `This may be ${name} (${count}), ${other}. So few digits fit by chance, too.`
      : `This is ${name} (${count}), ${other}. These data cannot tell.`,
  )
}

/** Names and formulas are long, so they have lines of their own above the figures. */
function explanationTable(explanations: readonly Explanation[]): Block {
  return {
    kind: 'table',
    columns: [left('loss'), right('largest residual', 'largest'), right('RMS'), right('support')],
    rows: explanations.flatMap(({ name, kind, formula, fit }): Row[] => [
      { heading: name, isLong: true },
      { heading: `  ${formula}`, isLong: true },
      {
        cells: [
          { text: `  ${kind}`, tone: kind === 'mistake' ? 'hard' : 'plain' },
          { text: formatLoss(fit.largest) },
          { text: formatLoss(fit.rms) },
          { text: `${formatCount(fit.supported)} of ${formatCount(fit.of)}` },
        ],
      },
    ]),
  }
}

function fixBlocks(fix: Readonly<Record<string, string>>, verdict: DiagnosisReport['verdict']): Block[] {
  const titles: Readonly<Record<string, string>> = {
    pytorch: 'PyTorch',
    tensorflow: 'TensorFlow/Keras',
    jax: 'JAX',
  }
  return Object.entries(fix).map(([name, code]) => ({
    kind: 'code',
    title: `${verdict === 'mistake' ? 'In' : 'To be sure, in'} ${titles[name] ?? name} write`,
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
  if (isByChance(chance))
    notes.push(
      `Of so few digits some ${formatShort(chance, 1)} of the settings that are as simple are to be expected to fit by chance. More batches, or more digits, would tell.`,
    )
  if (libraries.length > 0) notes.push(libraryNote(libraries))
  const arithmetic = explanations[0]?.fit.arithmetic
  if (arithmetic && arithmetic !== 'float64') notes.push(`Values agree within the rounding of ${arithmetic}.`)
  if (observed.digits !== null)
    notes.push(
      `Values are taken for rounded to ${formatShort(observed.digits, 3)} decimal${observed.digits === 1 ? '' : 's'}.`,
    )
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
