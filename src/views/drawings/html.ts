/** Draws a document as one page that needs nothing else: charts are inline SVG, and there are no scripts. */
import {
  type Block,
  type ChartBlock,
  type CodeBlock,
  type Document,
  type Row,
  type TableBlock,
  type TextCell,
  withoutStacks,
} from '../document.ts'
import type { Figure } from '../figure.ts'
import { colorOf, dashOf, inkOf, litOf, MAX_SERIES } from '../series.ts'
import { tableOf } from './markdown.ts'
import { drawPage, escapeHtml } from './page-shell.ts'
import { runsOf } from './rich-text.ts'
import { thinMap } from './thin.ts'

/** Light and dark, as the system has it, with the colours of a report's page; 4.5 to 1 and more for every word. */
const STYLE = `
:root { color-scheme: light dark; --paper: light-dark(#fff, #14171b); --ink: light-dark(#16191d, #e9ecf0); --faint: light-dark(#59616b, #a2abb6); --line: light-dark(#d9dde2, #363c45) }
* { box-sizing: border-box }
body { margin: 0; color: var(--ink); background: var(--paper); font: 15px/1.5 system-ui, sans-serif; -webkit-text-size-adjust: 100% }
main { max-width: 64rem; margin: 0 auto; padding: 28px 32px 64px }
h1 { margin: 0 0 .5rem; font-size: 24px; line-height: 1.25 }
figure { margin: 1.5rem 0 }
figure svg { display: block; max-width: 100%; height: auto; color: var(--ink); margin-bottom: 1rem }
.narrow { display: none }
figure [fill="white"] { fill: var(--paper) }
figure [fill="#222222"] { fill: var(--ink) }
figure [fill="#595959"] { fill: var(--faint) }
.scroll { overflow-x: auto; margin: 1rem 0 }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { padding: .25rem .8rem; border-bottom: 1px solid var(--line); text-align: left; font-weight: normal; white-space: nowrap }
th:first-child { padding-left: 0 }
thead th, tr.heading th { font-weight: bold }
.right { text-align: right }
p { white-space: pre-line; overflow-wrap: break-word }
pre { overflow-x: auto }
sub, sup { line-height: 0 }
.dim { color: var(--faint) }
.strong { font-weight: bold }
.key { vertical-align: middle; margin-right: .5rem; color: var(--ink) }
@media (max-width: 640px) { main { padding: 16px 16px 48px } .narrow { display: block } .wide { display: none } }
@media print { main { padding: 0 } }
@media (prefers-color-scheme: dark) {
${Array.from({ length: MAX_SERIES }, (_, series) => litRule(series)).join('\n')}
}
`

/** A curve and its name, as bright on dark as they are dark on white. */
function litRule(series: number): string {
  const [color, ink, lit] = [colorOf(series), inkOf(series), litOf(series)]
  return `[stroke="${color}"], [stroke="${ink}"] { stroke: ${lit} } [fill="${ink}"] { fill: ${lit} }`
}

/** Pixels of the drawing on a phone. */
const NARROW = 343

/** The page. `drawChart` makes an `svg` element of a chart. */
export function drawHtml(document: Document, drawChart: ChartDrawer, figure: Figure = {}): string {
  const chart = document.find((block) => block.kind === 'chart' || block.kind === 'heat')
  const title = figure.title || (chart?.title ?? 'lossctl')
  const isGiven = Boolean(figure.title)
  return drawPage({
    title,
    style: STYLE,
    body: `<main>
<h1>${isGiven ? escapeHtml(title) : drawRuns(title)}</h1>
${document.map((block) => drawBlock(block, drawChart, figure)).join('\n')}
</main>`,
  })
}

/** Most rows and columns of a map. */
const MAX_HEAT = 50

type ChartDrawer = (chart: ChartBlock, figure: Figure) => string

function drawBlock(block: Block, drawChart: ChartDrawer, figure: Figure): string {
  if (block.kind === 'chart') return drawFigure(block, drawChart, figure)
  if (block.kind === 'text')
    return `<p${classOf(block.tone)}>${block.isFormula ? drawRuns(block.text) : escapeLines(block.text)}</p>`
  if (block.kind === 'code') return `<p>${escapeHtml(block.title)}</p>\n${drawCode(block)}`
  if (block.kind === 'table') return drawTable(block)
  const [map, rest] = thinMap(block, MAX_HEAT)
  return [drawTable(tableOf(map)), ...rest.map((line) => `<p>${escapeHtml(line)}</p>`)].join('\n')
}

/** The drawing, and for a phone one that is narrower, with its panels one below the other. Its title is the page's. */
function drawFigure(chart: ChartBlock, drawChart: ChartDrawer, { width, fontSize }: Figure): string {
  const wide = drawChart(chart, { width, fontSize, title: '' })
  const narrow = chart.panels.map((panel) =>
    drawChart(
      { ...chart, panels: [{ ...panel, title: '' }], subtitle: '' },
      { width: NARROW, title: panel.title },
    ),
  )
  return `<figure class="wide">${wide}</figure>
<figure class="narrow">${narrow.join('\n')}</figure>`
}

/** Words of ours, with what is higher or lower in them. */
function drawRuns(words: string): string {
  return runsOf(words)
    .map(({ text, place, isVariable }) => {
      const escaped = text.split('\n').map(escapeHtml).join('\n')
      if (place === 'line') return isVariable ? `<var>${escaped}</var>` : escaped
      const name = place === 'index' ? 'sub' : 'sup'
      return `<${name}>${escaped}</${name}>`
    })
    .join('')
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
  // What is wider than the screen is moved by keys too.
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(columns[0].title || 'table')}"><table>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${rows.map(drawRow).join('\n')}
</tbody>
</table></div>`
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

/** Text and tables, for a page that has a style of its own. */
export function drawBlocks(document: Document): string {
  const draw = (block: Block) => {
    if (block.kind === 'text') return `<p${classOf(block.tone)}>${escapeLines(block.text)}</p>`
    return block.kind === 'table' ? drawTable(block) : ''
  }
  return document.map(draw).join('\n')
}
