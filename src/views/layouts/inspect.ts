/** Lays out how a file would be read and why, or what has to be said before it can be. */
import type { CompareReport } from '../../questions/compare/compare.ts'
import type { InspectedColumn } from '../../questions/inspect/columns.ts'
import type {
  InspectedArray,
  InspectedSketch,
  InspectReport,
  OpenQuestion,
} from '../../questions/inspect/inspect.ts'
import type { SampleReport } from '../../questions/samples/samples.ts'
import { clean, cleanLine } from '../../words/clean.ts'
import { type Block, type Document, left, right, text } from '../document.ts'
import type { Value } from '../drawings/csv.ts'
import { givenCell } from '../words/given.ts'
import { formatLoss, formatShort, withMinus } from '../words/numbers.ts'
import { plural } from '../words/plural.ts'
import { sourceNotes } from '../words/source-line.ts'
import { headLine } from './compare.ts'

export function layoutInspect(report: InspectReport): Document {
  return report.sketch ? layoutSketch(report, report.sketch) : layoutPredictions(report)
}

const NEEDS_ROWS = 'It has no rows: samples, diff and diagnose need the predictions it was made from.'

function layoutSketch(
  { name, format, questions, compare }: InspectReport,
  sketch: InspectedSketch,
): Document {
  const { thresholds, kinks, perClass, by, slices, rows, samples, segments } = sketch
  const facts = [
    `${plural(samples, 'sample')} in ${plural(segments, 'segment')} of margins`,
    `easy and hard are parted at pt ${thresholds.join(' and ')}`,
    ...(kinks.length > 0
      ? [
          `parted at ${plural(kinks.length, 'margin')} more, for losses that are not smooth or bins of calibration`,
        ]
      : []),
    ...(by === null ? [] : [`the ${plural(slices.length, 'value')} of "${by}" are kept apart`]),
    ...(perClass ? ['the classes are kept apart'] : []),
    ...(rows ? ['brier and label-smooth of whole rows are known'] : []),
  ]
  return [
    text(cleanLine(`${name}: a sketch; ${format}`), 'strong'),
    text(facts.map((fact) => cleanLine(`· ${fact}`)).join('\n')),
    ...(compare ? comparison(compare) : []),
    ...questionBlocks(name, questions),
    text(NEEDS_ROWS, 'dim'),
  ]
}

function layoutPredictions(report: InspectReport): Document {
  const { name, format, files, reasons, arrays, columns, samples, labelsFile, questions, compare } = report
  return [
    text(
      cleanLine(
        `${name}: ${format}${files > 1 ? `, ${files} files` : ''}${labelsFile ? `; labels in ${labelsFile}` : ''}`,
      ),
      'strong',
    ),
    ...(reasons.length > 0 ? [text(reasons.map((reason) => cleanLine(`· ${reason}`)).join('\n'))] : []),
    ...(arrays ? [arrayTable(arrays)] : []),
    columnTable(columns),
    ...(samples.length > 0
      ? [text('The first samples as they would be evaluated:'), sampleTable(samples)]
      : []),
    ...(compare ? comparison(compare) : []),
    ...questionBlocks(name, questions),
  ]
}

function arrayTable(arrays: readonly InspectedArray[]): Block {
  return {
    kind: 'table',
    columns: [left('array'), left('type'), left('shape'), { ...left(''), elastic: true }],
    rows: arrays.map(({ name, type, shape, problem }) => ({
      cells: [
        givenCell(name),
        { text: clean(type) },
        { text: shape === null ? '' : `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})` },
        { text: clean(problem ?? ''), tone: 'dim' },
      ],
    })),
  }
}

function columnTable(columns: readonly InspectedColumn[]): Block {
  return {
    kind: 'table',
    columns: [left('column'), left('read as'), { ...left('first cells'), elastic: true }],
    rows: columns.map((column) => ({
      cells: [
        givenCell(column.name),
        { text: roleWords(column), tone: column.role === 'not read' ? 'dim' : 'strong' },
        { text: clean(column.first.map(shortCell).join('  ')), tone: 'dim' },
      ],
    })),
  }
}

/** Digits of a cell that is a number, as those of a score that is evaluated. */
const DIGITS = 6

/** A number of many digits leaves no room for the next; one that would be whole by it stays as it is. */
function shortCell(cell: string): string {
  if (!/^-?\d*\.\d{9,}(e[-+]?\d+)?$/.test(cell)) return cell
  const short = formatShort(Number(cell), DIGITS)
  return Number.isInteger(Number(short)) ? cell : short
}

function roleWords({ role, could }: InspectedColumn): string {
  if (role === null) return `? ${could.join(', ')}`
  return role === 'not read' && could.length > 0 ? `not read (${could[0]}?)` : role
}

function sampleTable(samples: readonly SampleReport[]): Block {
  return {
    kind: 'table',
    columns: [left('row'), left('label'), right('score'), right('pt'), right('margin')],
    rows: samples.map(({ row, label, score, pt, margin }) => ({
      cells: [
        { text: `${row}` },
        givenCell(label),
        { text: withMinus(formatShort(score, DIGITS)) },
        { text: formatShort(pt, DIGITS) },
        { text: withMinus(margin.toFixed(4)) },
      ],
    })),
  }
}

function comparison(report: CompareReport): Block[] {
  const [ce] = report.losses
  const notes = sourceNotes(report.source, report.losses)
  const mean = `The mean cross-entropy is ${formatLoss(ce.value)}.`
  return [text('What compare would say:'), text([headLine(report), mean, ...notes].join('\n'), 'dim')]
}

/** A question that is not about the file as a whole says where it arose. */
function questionBlocks(name: string, questions: readonly OpenQuestion[]): Block[] {
  if (questions.length === 0) return []
  const lines = questions.map(({ place, problem, hint }) =>
    cleanLine(`? ${place === name ? '' : `${place}: `}${problem}${hint && `; ${hint}`}`),
  )
  return [text('What compare would say:'), text(lines.join('\n'), 'strong')]
}

export function flattenInspect({ name, columns }: InspectReport): Record<string, Value>[] {
  return columns.map(({ name: column, role, could, first }) => ({
    file: name,
    column,
    role,
    could: could.join(' or '),
    first: first.join(' '),
  }))
}
