/** Lays out a solution: the value, what it does, before and after. */
import type { SolveReport } from '../../questions/tune/solve.ts'
import { type Document, text } from '../document.ts'
import type { Value } from '../drawings/csv.ts'
import { formatBeside, formatBound } from '../words/beside.ts'
import { constantNotes, weightNotes } from '../words/loss-notes.ts'
import { formatShort } from '../words/numbers.ts'
import { formatQuantity } from '../words/quantities.ts'
import { pooledNotes, sourceLine, sourceNotes } from '../words/source-line.ts'
import { bandTable, lossTable } from './loss-tables.ts'

/** Digits of a parameter that nobody is to type. */
const DIGITS = 6

export function layoutSolve(report: SolveReport): Document {
  const { comparison } = report
  const notes = [
    ...constantNotes(comparison.losses),
    ...weightNotes(comparison),
    ...signNotes(report),
    ...pooledNotes(comparison.source),
    ...sourceNotes(comparison.source, comparison.losses),
  ]
  return [
    text(sourceLine(comparison.source), 'dim'),
    text(verdict(report), 'strong'),
    lossTable(comparison, false),
    bandTable(comparison, false),
    ...(notes.length > 0 ? [text(notes.join('\n'), 'dim')] : []),
  ]
}

function verdict(report: SolveReport): string {
  const { parameter, want, quantityKind: kind, method, solution, brief, before, after } = report
  if (solution === null) return refusal(report)
  const setting = `${parameter} = ${brief}`
  const now = formatBeside(kind, before, want.value)
  if (method === 'as it stands') return `${setting} gives it already: ${wishOf(report)}, it is ${now}.`
  const found = `${setting} gives ${want.quantity} ${formatQuantity(kind, after)} (${now} before); found by ${method}.`
  return `${found}${elsewhere(report)}`
}

function wishOf({ want, quantityKind }: SolveReport): string {
  return `${want.quantity} ${want.relation} ${formatBound(quantityKind, want.value)}`
}

/** Other values that do as well: this one is the nearest to where the search began. */
function elsewhere({ parameter, others }: SolveReport): string {
  if (others.length === 0) return ''
  const words = others.map((x) => formatShort(x, DIGITS)).join(' and ')
  return ` It comes to the same value at ${parameter} = ${words}.`
}

/** Why there is nothing: what the quantity comes to at most and at least. */
function refusal(report: SolveReport): string {
  const { loss, parameter, want, quantityKind: kind, extremes, isCut, reach } = report
  const told = extremes.map(([x, value]) => {
    const place = `${parameter} = ${formatShort(x, DIGITS)}`
    if (Number.isFinite(value)) return `is ${formatBeside(kind, value, want.value)} at ${place}`
    return `${value! > 0 ? 'grows' : 'falls'} beyond all bounds towards ${place}`
  })
  const why = told.length > 0 ? `${want.quantity} ${told.join(' and ')}` : 'there is nothing to divide by'
  const [[low], [high]] = reach
  const ends = !isCut
    ? ' It comes to no more and no less.'
    : parameter === 'temperature'
      ? ' What it comes to at lower temperatures a sketch does not tell.'
      : ` What it comes to outside ${formatShort(low, 4)} to ${formatShort(high, 4)} a sketch does not tell at that temperature.`
  return `No ${parameter} of ${loss} gives ${wishOf(report)}; ${why}.${told.length > 1 ? ends : ''}`
}

/** A share of a sum with terms of both signs is not what it seems. */
function signNotes({ comparison, solution }: SolveReport): string[] {
  const { bands } = comparison.losses[comparison.losses.length - 1]
  if (solution === null || bands.every(({ loss }) => loss >= 0)) return []
  return ['The loss of some bands is below 0 there: shares and ratios are those of a signed sum.']
}

export function flattenSolve(report: SolveReport): Record<string, Value>[] {
  const { comparison, loss, parameter, want, method, solution, others, before, after } = report
  return [
    {
      file: comparison.source.name,
      loss,
      parameter,
      quantity: want.quantity,
      relation: want.relation,
      wanted: want.value,
      method,
      solution,
      others: others.join(' '),
      before,
      after,
    },
  ]
}

export function layoutRule({ p0, gamma }: { readonly p0: number; readonly gamma: number }): Document {
  return [
    text(
      `gamma = ${formatShort(gamma, DIGITS)} is where focal loss and cross-entropy have the same gradient at pt = ${p0}.`,
      'strong',
    ),
    text(
      'Samples below that pt get a larger gradient than from cross-entropy, samples above it a smaller one (Mukhoti et al. 2020, arXiv:2002.09437).',
      'dim',
    ),
  ]
}
