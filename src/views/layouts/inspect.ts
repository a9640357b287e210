/** Lays out how a file would be read and why. */
import type { InspectReport } from '../../questions/inspect/inspect.ts'
import { clean, cleanLine } from '../../words/clean.ts'
import { type Document, left, right, text } from '../document.ts'
import type { Value } from '../drawings/csv.ts'
import { formatShort } from '../words/numbers.ts'

export function layoutInspect(report: InspectReport): Document {
  const { name, format, files, reasons, columns, samples, labelsFile } = report
  return [
    text(
      cleanLine(
        `${name}: ${format}${files > 1 ? `, ${files} files` : ''}${labelsFile ? `; labels in ${labelsFile}` : ''}`,
      ),
      'strong',
    ),
    text(reasons.map((reason) => cleanLine(`· ${reason}`)).join('\n')),
    {
      kind: 'table',
      columns: [left('column'), left('read as'), left('first cells')],
      rows: columns.map(({ name: column, role, first }) => ({
        cells: [
          { text: clean(column) },
          { text: role, tone: role === 'not read' ? 'dim' : 'strong' },
          { text: clean(first.join('  ')), tone: 'dim' },
        ],
      })),
    },
    text('The first samples as they would be evaluated:'),
    {
      kind: 'table',
      columns: [left('row'), left('label'), right('score'), right('pt'), right('margin')],
      rows: samples.map(({ row, label, score, pt, margin }) => ({
        cells: [
          { text: `${row}` },
          { text: clean(label) },
          { text: formatShort(score, 6) },
          { text: formatShort(pt, 6) },
          { text: margin.toFixed(4) },
        ],
      })),
    },
  ]
}

export function flattenInspect({ name, columns }: InspectReport): Record<string, Value>[] {
  return columns.map(({ name: column, role, first }) => ({
    file: name,
    column,
    role,
    first: first.join(' '),
  }))
}
