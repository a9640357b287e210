/** Draws a document as one page that needs nothing else: charts are inline SVG, and there are no scripts. */
import {
  type Block,
  type CodeBlock,
  type Document,
  type Row,
  type TableBlock,
  type TextCell,
  withoutStacks,
} from '../document.ts'
import { colorOf, dashOf, MAX_SERIES } from '../series.ts'
import { tableOf } from './markdown.ts'
import { drawPage, escapeHtml } from './page-shell.ts'
import { thinMap } from './thin.ts'

const STYLE = `
body { margin: 2rem auto; max-width: 64rem; padding: 0 1rem; font: 15px/1.5 system-ui, sans-serif; color: #222; background: #fff }
svg { max-width: 100%; height: auto }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: .2rem .8rem; border-bottom: 1px solid #ddd; text-align: left; font-weight: normal; white-space: nowrap }
thead th, tr.heading th { font-weight: bold }
.right { text-align: right }
p { white-space: pre-line }
pre { overflow-x: auto }
.dim { color: #595959 }
.strong { font-weight: bold }
.key { vertical-align: middle; margin-right: .5rem }
`

/** The page. `drawChart` makes an `svg` element of a chart. */
export function drawHtml(document: Document, drawChart: ChartDrawer): string {
  const chart = document.find((block) => block.kind === 'chart')
  return drawPage({
    title: chart?.title ?? 'lossctl',
    style: STYLE,
    body: document.map((block) => drawBlock(block, drawChart)).join('\n'),
  })
}

/** Most rows and columns of a map. */
const MAX_HEAT = 50

type ChartDrawer = (chart: Extract<Block, { kind: 'chart' }>) => string

function drawBlock(block: Block, drawChart: ChartDrawer): string {
  if (block.kind === 'chart') return drawChart(block)
  if (block.kind === 'text') return `<p${classOf(block.tone)}>${escapeLines(block.text)}</p>`
  if (block.kind === 'code') return `<p>${escapeHtml(block.title)}</p>\n${drawCode(block)}`
  if (block.kind === 'table') return drawTable(block)
  const [map, rest] = thinMap(block, MAX_HEAT)
  return [drawTable(tableOf(map)), ...rest.map((line) => `<p>${escapeHtml(line)}</p>`)].join('\n')
}

function drawCode({ lines }: CodeBlock): string {
  return `<pre><code>${lines.map(escapeHtml).join('\n')}</code></pre>`
}

function drawTable(table: TableBlock): string {
  const { columns, rows } = withoutStacks(table)
  const aligns = columns.map(({ align }) => classOf(align === 'right' ? 'right' : undefined))
  const head = columns.map(({ title }, i) => `<th scope="col"${aligns[i]}>${escapeHtml(title)}</th>`)
  const drawRow = (row: Row) => {
    if ('heading' in row)
      return `<tr class="heading"><th scope="rowgroup" colspan="${columns.length}">${escapeHtml(row.heading)}</th></tr>`
    return `<tr>${row.cells.map((cell, i) => drawCell(cell, i === 0, aligns[i])).join('')}</tr>`
  }
  return `<table>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${rows.map(drawRow).join('\n')}
</tbody>
</table>`
}

function drawCell({ text, series }: TextCell, first: boolean, align: string): string {
  const words = `${drawKey(series)}${escapeHtml(text)}`
  return first ? `<th scope="row"${align}>${words}</th>` : `<td${align}>${words}</td>`
}

/** A piece of the curve that a row is about. */
function drawKey(series: number | undefined): string {
  if (series === undefined || series >= MAX_SERIES) return ''
  const dash = dashOf(series)
  const dashes = dash && ` stroke-dasharray="${dash}"`
  return `<svg class="key" width="34" height="8" aria-hidden="true"><line x1="0" x2="34" y1="4" y2="4" stroke="${colorOf(series)}" stroke-width="2"${dashes}/></svg>`
}

function classOf(name: string | undefined): string {
  return name === undefined || name === 'plain' ? '' : ` class="${name}"`
}

function escapeLines(text: string): string {
  return text.split('\n').map(escapeHtml).join('\n')
}
