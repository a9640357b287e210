/** Draws a document as GitHub-flavoured Markdown, to be pasted into a pull request or posted by a bot. */
import { greatest } from '../../extremes.ts'
import { cleanLine } from '../../words/clean.ts'
import {
  type Block,
  type CodeBlock,
  type Column,
  type Document,
  type HeatBlock,
  left,
  type Row,
  right,
  type TableBlock,
  withoutStacks,
} from '../document.ts'
import { thinMap } from './thin.ts'

export function drawMarkdown(document: Document): string {
  return `${document.flatMap(drawBlock).join('\n\n')}\n`
}

function drawBlock(block: Block): string | [] {
  // A chart's figures stand in the table beside it.
  if (block.kind === 'chart') return []
  if (block.kind === 'text') return escapeText(block.text)
  if (block.kind === 'code') return `${escapeText(block.title)}\n\n${drawCode(block)}`
  if (block.kind === 'heat') {
    const [map, rest] = thinMap(block, MAX_HEAT)
    return [drawTable(tableOf(map)), ...rest.map(escapeText)].join('\n\n')
  }
  return drawTable(block)
}

/** Most rows and columns of a map. */
const MAX_HEAT = 50

function drawTable(table: TableBlock): string {
  const { columns, rows } = withoutStacks(table)
  const head = `| ${columns.map(({ title }) => escapeMarkdown(title)).join(' | ')} |`
  const rule = `|${columns.map(ruleOf).join('|')}|`
  return [head, rule, ...rows.map((row) => drawRow(row, columns.length))].join('\n')
}

/** Between fences that no line of it ends. */
function drawCode({ language, lines }: CodeBlock): string {
  const code = lines.map(cleanLine)
  const ticks = code.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length)
  const fence = '`'.repeat(
    greatest(
      ticks.map((length) => length + 1),
      3,
    ),
  )
  return [`${fence}${language}`, ...code, fence].join('\n')
}

/** The numbers behind the shades. */
export function tableOf({ rowTitle, columnTitle, rows, columns, textOf }: HeatBlock): TableBlock {
  return {
    kind: 'table',
    columns: [left(`${rowTitle} \\ ${columnTitle}`), ...columns.map((title) => right(title))],
    rows: rows.map((label, i) => ({
      cells: [{ text: label }, ...columns.map((_, j) => ({ text: textOf(i, j) }))],
    })),
  }
}

function ruleOf({ align }: Column): string {
  return align === 'right' ? '---:' : '---'
}

function drawRow(row: Row, width: number): string {
  if ('heading' in row) return `| ${bold(row.heading)} |${' |'.repeat(width - 1)}`
  return `| ${row.cells.map(({ text }) => escapeMarkdown(cleanLine(text))).join(' | ')} |`
}

/** Foreign text within a line. */
export function markdownLine(text: string): string {
  return escapeMarkdown(cleanLine(text).trim())
}

/** Stars next to a space, or around nothing, would be stars. */
function bold(heading: string): string {
  const words = escapeMarkdown(cleanLine(heading).trim())
  return words && `**${words}**`
}

/** Lines stay lines, and none begins a list, a rule, a heading, a table or, indented, a block of code. */
function escapeText(text: string): string {
  return escapeMarkdown(text.trimEnd())
    .replace(/^[ \t]*(\d*)([-+=:.)])/gm, '$1\\$2')
    .replace(/^[ \t]+/gm, '')
    .replaceAll('\n', '\\\n')
}

/** Parts what GitHub looks for once backslashes and entities are gone: mentions, issues, links, emoji. */
const NOTHING = '&#8203;'

/** What stands for a character that HTML or a formula begins with. */
const ENTITIES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['$', '&#36;'],
])

/**
 * Foreign text must stay text: no markup, no HTML, no formula, no new cell, no link. In one go, since an escape is made
 * of what is escaped.
 */
function escapeMarkdown(text: string): string {
  return text.replace(/[&<>$]|[\\`*_[\]|~]|[@#]|:(?=\/\/|[\w+-]+:)|www(?=\.)/gi, (found) => {
    const entity = ENTITIES.get(found)
    if (entity !== undefined) return entity
    if (found === ':' || found.length > 1) return `${found}${NOTHING}`
    return found === '@' || found === '#' ? `\\${found}${NOTHING}` : `\\${found}`
  })
}
