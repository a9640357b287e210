/** Lays out a solution: the value, what it does, before and after. */
import type { SolveReport } from '../../questions/tune/solve.ts'
import { type Document, text } from '../document.ts'
import type { Value } from '../drawings/csv.ts'
import { formatShort } from '../words/numbers.ts'
import { formatQuantity } from '../words/quantities.ts'
import { sourceLine, sourceNotes } from '../words/source-line.ts'
import { bandTable, lossTable } from './compare.ts'

export function layoutSolve(report: SolveReport): Document {
  const { comparison } = report
  const notes = sourceNotes(comparison.source, comparison.losses)
  return [
    text(sourceLine(comparison.source), 'dim'),
    text(verdict(report), 'strong'),
    lossTable(comparison),
    bandTable(comparison),
    ...(notes.length > 0 ? [text(notes.join('\n'), 'dim')] : []),
  ]
}

function verdict(report: SolveReport): string {
  const { parameter, want, quantityKind: kind, method, solution, before, after, loss } = report
  const wish = `${want.quantity} ${want.relation} ${formatQuantity(kind, want.value)}`
  const now = formatQuantity(kind, before)
  if (solution === null) return `No ${parameter} of ${loss} gives ${wish}; ${reach(report)}.`
  if (method === 'as it stands')
    return `${parameter} = ${formatShort(solution, 10)} gives it already: ${wish}, it is ${now}.`
  return `${parameter} = ${formatShort(solution, 10)} gives ${want.quantity} ${formatQuantity(kind, after)} (${now} before); found by ${method}.`
}

/** What the parameter can do at most. */
function reach({ reach, want, quantityKind: kind, parameter }: SolveReport): string {
  const ends = reach.map(([end, value]) => `${formatQuantity(kind, value)} at ${parameter} = ${end}`)
  return `${want.quantity} is ${ends.join(' and ')}`
}

export function flattenSolve(report: SolveReport): Record<string, Value>[] {
  const { comparison, loss, parameter, want, method, solution, before, after } = report
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
      before,
      after,
    },
  ]
}

export function layoutRule({ p0, gamma }: { readonly p0: number; readonly gamma: number }): Document {
  return [
    text(
      `gamma = ${formatShort(gamma, 10)} is where focal loss and cross-entropy have the same gradient at pt = ${p0}.`,
      'strong',
    ),
    text(
      'Samples below that pt get a larger gradient than from cross-entropy, samples above it a smaller one (Mukhoti et al. 2020, arXiv:2002.09437).',
      'dim',
    ),
  ]
}
