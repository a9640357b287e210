/** Draws a document as GitHub-flavoured Markdown, to be pasted into a pull request or posted by a bot. */
import { cleanLine } from '../../words/clean.ts'
import {
  type Block,
  type Column,
  type Document,
  type HeatBlock,
  left,
  type Row,
  right,
  type TableBlock,
} from '../document.ts'

export function drawMarkdown(document: Document): string {
  return `${document.flatMap(drawBlock).join('\n\n')}\n`
}

function drawBlock(block: Block): string | [] {
  // A chart's figures stand in the table beside it.
  if (block.kind === 'chart') return []
  if (block.kind === 'text') return escapeText(block.text)
  if (block.kind === 'heat') return drawBlock(tableOf(block))
  const head = `| ${block.columns.map(({ title }) => escapeMarkdown(title)).join(' | ')} |`
  const rule = `|${block.columns.map(ruleOf).join('|')}|`
  return [head, rule, ...block.rows.map((row) => drawRow(row, block.columns.length))].join('\n')
}

/** The numbers behind the shades. */
export function tableOf({ rowTitle, columnTitle, rows, columns, texts }: HeatBlock): TableBlock {
  return {
    kind: 'table',
    columns: [left(`${rowTitle} \\ ${columnTitle}`), ...columns.map((title) => right(title))],
    rows: rows.map((label, i) => ({
      cells: [{ text: label }, ...texts[i].map((words) => ({ text: words }))],
    })),
  }
}

function ruleOf({ align }: Column): string {
  return align === 'right' ? '---:' : '---'
}

function drawRow(row: Row, width: number): string {
  if ('heading' in row) return `| **${escapeMarkdown(cleanLine(row.heading))}** |${' |'.repeat(width - 1)}`
  return `| ${row.cells.map(({ text }) => escapeMarkdown(cleanLine(text))).join(' | ')} |`
}

/** Lines stay lines, and none begins a list. */
function escapeText(text: string): string {
  return escapeMarkdown(text)
    .replace(/^(\s*\d*)([-+.)])(?=\s)/gm, '$1\\$2')
    .replaceAll('\n', '\\\n')
}

/**
 * Foreign text must stay text: no markup, no HTML, no formula, no new cell, no link. GitHub looks for mentions once
 * backslashes are gone, so an entity of no width parts them.
 */
function escapeMarkdown(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('$', '&#36;')
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/[@#]/g, '\\$&&#8203;')
    .replace(/:(?=\/\/)|\bwww(?=\.)/gi, '$&&#8203;')
}
