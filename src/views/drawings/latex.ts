/** Draws the table of a document in LaTeX, by booktabs, under a caption that is the document's sentence. */
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
  const notes = texts.filter((block) => block !== sentence).flatMap((block) => block.text.split('\n'))
  const caption = (sentence?.text ?? kind).split('\n').map(cleanLine).join(' ')
  const body = [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${escapeLatex(caption)}}`,
    `  \\label{tab:lossctl-${kind}}`,
    ...(tables.length > 0 ? drawTable(tables[0]) : []),
    '\\end{table}',
    '',
  ]
  const comments = [
    'Needs \\usepackage{booktabs}.',
    ...(body.some((line) => FOREIGN.test(line)) ? [NEEDS_FONT] : []),
    ...notes.filter((note) => note.trim() !== ''),
    ...(tables.length > 1 ? ['There are more tables: --format markdown has all.'] : []),
  ]
  return [...comments.map((line) => `% ${cleanLine(line)}`), ...body].join('\n')
}

/** Beyond the Latin letters that pdflatex sets as they stand. */
const FOREIGN = /[\u{180}-\u{10ffff}]/u
const NEEDS_FONT =
  'Names have letters that pdflatex lacks: set it by xelatex or lualatex, in a font that has them.'

function asTable(block: Block): readonly TableBlock[] {
  if (block.kind === 'table') return [block]
  return block.kind === 'heat' ? [tableOf(thinMap(block, MAX_HEAT)[0])] : []
}

function drawTable(table: TableBlock): string[] {
  const { columns, rows } = withoutStacks(table)
  return [
    `  \\begin{tabular}{${columns.map(({ align }) => align[0]).join('')}}`,
    '    \\toprule',
    `    ${columns.map(({ title }) => escapeLatex(cleanLine(title))).join(' & ')} \\\\`,
    '    \\midrule',
    ...rows.flatMap((row, index) => drawRow(row, columns, index === 0)),
    '    \\bottomrule',
    '  \\end{tabular}',
  ]
}

function drawRow(row: Row, columns: readonly Column[], isFirst: boolean): string[] {
  if ('heading' in row)
    return [
      ...(isFirst ? [] : ['    \\addlinespace']),
      `    \\multicolumn{${columns.length}}{l}{${escapeLatex(cleanLine(row.heading).trim())}} \\\\`,
    ]
  return [`    ${row.cells.map(drawCell).join(' & ')} \\\\`]
}

/** What stands indented below a heading stays so. */
function drawCell({ text: given, isGiven }: TextCell): string {
  const text = cleanLine(given)
  const words = text.trimStart()
  if (isGiven) return escapeCharacters(words.trimEnd())
  return `${words.length < text.length ? '\\quad ' : ''}${escapeLatex(words.trimEnd())}`
}
