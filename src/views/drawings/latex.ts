/** Draws the table of a document in LaTeX, by booktabs, as wide as an article, under a caption that is the document's sentence. */
import { cleanLine } from '../../words/clean.ts'
import {
  type Block,
  type Column,
  type Document,
  type Row,
  type TableBlock,
  type TextCell,
  withoutStacks,
} from '../document.ts'
import { type Fitted, type FittedTable, fitTable, isLong, TEXT_WIDTH } from './latex-fit.ts'
import { escapeCharacters, escapeLatex } from './latex-text.ts'
import { tableOf } from './markdown.ts'
import { thinMap } from './thin.ts'

/** Most rows and columns of a map that a page holds. */
const MAX_HEAT = 12

/** @param kind what is reported: the table's label is made of it */
export function drawLatex(document: Document, kind: string): string {
  const texts = document.flatMap((block) => (block.kind === 'text' ? [block] : []))
  const sentence = texts.find(({ tone }) => tone === 'strong') ?? texts.at(0)
  const tables = document.flatMap(asTable)
  const fitted = tables.length > 0 ? fitTable(withoutStacks(tables[0])) : null
  const notes = texts.filter((block) => block !== sentence).flatMap((block) => block.text.split('\n'))
  const caption = (sentence?.text ?? kind).split('\n').map(cleanLine).join(' ')
  const body = [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${escapeLatex(caption)}}`,
    `  \\label{tab:lossctl-${kind}}`,
    ...(fitted ? drawFitted(fitted) : []),
    '\\end{table}',
    '',
  ]
  const comments = [
    'Needs \\usepackage{booktabs}.',
    ...(body.some((line) => FOREIGN.test(line)) ? [NEEDS_FONT] : []),
    ...notes.filter((note) => note.trim() !== '' && hasSign(note, fitted)),
    ...(fitted && fitted.absent.length > 0
      ? [`No room for ${[...new Set(fitted.absent)].join(', ')}: --format markdown has all.`]
      : []),
    ...(tables.length > 1 ? ['There are more tables: --format markdown has all.'] : []),
  ]
  return [...comments.map((line) => `% ${cleanLine(line)}`), ...body].join('\n')
}

/** A note that begins so tells what a sign in a table means. */
const SIGN = /^([±~]) is /u

/** Whether a table that is printed has the sign that a note is about. */
function hasSign(note: string, fitted: Fitted | null): boolean {
  const sign = SIGN.exec(note)?.[1]
  const rows = fitted?.parts.flatMap(({ table }) => table.rows) ?? []
  return (
    sign === undefined ||
    rows.some(
      (row) => 'cells' in row && row.cells.some(({ text, isGiven }) => !isGiven && text.includes(sign)),
    )
  )
}

/** Beyond the Latin letters that pdflatex sets as they stand. */
const FOREIGN = /[\u{180}-\u{10ffff}]/u
const NEEDS_FONT =
  'Names have letters that pdflatex lacks: set it by xelatex or lualatex, in a font that has them.'

function asTable(block: Block): readonly TableBlock[] {
  if (block.kind === 'table') return [block]
  return block.kind === 'heat' ? [tableOf(thinMap(block, MAX_HEAT)[0])] : []
}

/** A row between two parts. */
const APART = ['', '  \\bigskip']

function drawFitted({ parts, isSmall }: Fitted): string[] {
  return [
    ...(isSmall ? ['  \\small', '  \\setlength{\\tabcolsep}{4pt}'] : []),
    ...parts.flatMap((part, index) => [...(index > 0 ? APART : []), ...drawTable(part, isSmall)]),
  ]
}

function drawTable({ table, lines }: FittedTable, isSmall: boolean): string[] {
  const { columns, rows } = table
  const kinds = columns.map(({ align }, index) => (lines[index] === null ? align[0] : `p{${lines[index]}pt}`))
  const ends = isSmall ? '@{}' : ''
  return [
    `  \\begin{tabular}{${ends}${kinds.join('')}${ends}}`,
    '    \\toprule',
    `    ${columns.map(({ title }) => escapeLatex(cleanLine(title))).join(' & ')} \\\\`,
    '    \\midrule',
    ...rows.flatMap((row, index) => drawRow(row, columns, index === 0)),
    '    \\bottomrule',
    '  \\end{tabular}',
  ]
}

function drawRow(row: Row, columns: readonly Column[], isFirst: boolean): string[] {
  if ('heading' in row) {
    const kind = isLong(row.heading) ? `@{}p{${TEXT_WIDTH}pt}@{}` : 'l'
    return [
      ...(isFirst ? [] : ['    \\addlinespace']),
      `    \\multicolumn{${columns.length}}{${kind}}{${escapeLatex(cleanLine(row.heading).trim())}} \\\\`,
    ]
  }
  return [`    ${row.cells.map(drawCell).join(' & ')} \\\\`]
}

/** What stands indented below a heading stays so. */
function drawCell({ text: given, isGiven }: TextCell): string {
  const text = cleanLine(given)
  const words = text.trimStart()
  if (isGiven) return escapeCharacters(words.trimEnd())
  return `${words.length < text.length ? '\\quad ' : ''}${escapeLatex(words.trimEnd())}`
}
