/** Draws a document as GitHub-flavoured Markdown, to be pasted into a pull request or posted by a bot. */
import { cleanLine } from './clean.ts'
import type { Block, Column, Document, Row } from './document.ts'

export function drawMarkdown(document: Document): string {
  return `${document.map(drawBlock).join('\n\n')}\n`
}

function drawBlock(block: Block): string {
  if (block.kind === 'text') return escapeMarkdown(block.text)
  const head = `| ${block.columns.map(({ title }) => escapeMarkdown(title)).join(' | ')} |`
  const rule = `|${block.columns.map(ruleOf).join('|')}|`
  return [head, rule, ...block.rows.map((row) => drawRow(row, block.columns.length))].join('\n')
}

function ruleOf({ align }: Column): string {
  return align === 'right' ? '---:' : '---'
}

function drawRow(row: Row, width: number): string {
  if ('heading' in row) return `| **${escapeMarkdown(row.heading)}** |${' |'.repeat(width - 1)}`
  return `| ${row.cells.map(({ text }) => escapeMarkdown(cleanLine(text))).join(' | ')} |`
}

/** Foreign text must stay text: no markup, no HTML, no new cell. */
function escapeMarkdown(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]|~#@]/g, '\\$&')
}
