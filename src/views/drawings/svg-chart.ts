/**
 * Draws a chart as SVG, without a browser. The library for it is large, so that the build makes this a file of its own,
 * which is read when a chart is asked for.
 */

import * as Plot from '@observablehq/plot'
import { DOMParser } from 'linkedom'
import { greatest } from '../../extremes.ts'
import { cleanLine } from '../../words/clean.ts'
import type { ChartAxis, ChartBlock, ChartPanel, Document } from '../document.ts'
import { colorOf, dashOf } from '../series.ts'

const SVG = 'http://www.w3.org/2000/svg'

/** Pixels. */
const FONT = 13
const HEIGHT = 440
const MARGIN = { top: 84, bottom: 52, left: 76 }
const ONE_PANEL = 560
const EACH_PANEL = 380
const LEGEND = { gap: 28, sample: 34, line: 22, letter: 0.6 * FONT }

const INK = '#222222'
const FAINT = '#595959'

/** The document's chart as an SVG file. */
export function drawSvg(document: Document): string {
  const chart = document.find((block) => block.kind === 'chart')
  return chart ? `<?xml version="1.0" encoding="UTF-8"?>\n${drawSvgChart(chart)}\n` : ''
}

/** The chart as an `svg` element. It has no styles and no scripts, and needs no fonts but the reader's. */
export function drawSvgChart(chart: ChartBlock): string {
  const { panels } = chart
  // XML, so that text and attributes are escaped by its rules.
  const xml = new DOMParser().parseFromString(`<svg xmlns="${SVG}"/>`, 'image/svg+xml')
  const names = panels[0].series.map(({ name }) => cleanLine(name))
  const width = panels.length > 1 ? panels.length * EACH_PANEL : ONE_PANEL
  const right = LEGEND.gap + LEGEND.sample + 10 + greatest(names.map((name) => name.length)) * LEGEND.letter
  const svg = plotPanels(chart, xml, MARGIN.left + width + right, right)
  const draw = createBrush(xml)
  svg.querySelector('style')?.remove()
  svg.setAttribute('xmlns', SVG)
  svg.setAttribute('role', 'img')
  svg.setAttribute('color', INK)
  const title = cleanLine(chart.title)
  svg.setAttribute('aria-label', title)
  svg.prepend(draw('rect', { width: '100%', height: '100%', fill: 'white' }))
  const head = { x: 16, 'text-anchor': 'start' }
  svg.append(draw('text', { ...head, y: 28, 'font-size': 16, 'font-weight': 'bold' }, title))
  svg.append(draw('text', { ...head, y: 48, 'font-size': FONT, fill: FAINT }, cleanLine(chart.subtitle)))
  names.forEach((name, index) => {
    const x = MARGIN.left + width + LEGEND.gap
    const y = MARGIN.top + 8 + index * LEGEND.line
    const line = { x1: x, x2: x + LEGEND.sample, y1: y, y2: y, ...strokeOf(index) }
    svg.append(draw('line', line))
    const text = { x: x + LEGEND.sample + 8, y, dy: '0.32em', 'font-size': FONT, 'text-anchor': 'start' }
    svg.append(draw('text', text, name))
  })
  return svg.outerHTML
}

function plotPanels({ x, y, panels }: ChartBlock, document: unknown, width: number, right: number) {
  const several = panels.length > 1
  return Plot.plot({
    document: document as never,
    width,
    height: HEIGHT,
    marginTop: MARGIN.top,
    marginBottom: MARGIN.bottom,
    marginLeft: MARGIN.left,
    marginRight: right,
    fx: { label: null, padding: 0.14, domain: panels.map(panelTitle) },
    x: axisOf(x),
    y: axisOf(y),
    marks: [
      ...(several ? [Plot.axisFx({ anchor: 'top', fontSize: FONT, fontWeight: 'bold', dy: -4 })] : []),
      Plot.axisX({
        label: x.label,
        labelAnchor: 'center',
        labelArrow: 'none',
        fontSize: FONT,
        ...ticksOf(x),
      }),
      Plot.axisY({
        label: y.label,
        labelAnchor: 'center',
        labelArrow: 'none',
        labelOffset: MARGIN.left - 12,
        fontSize: FONT,
        ...ticksOf(y),
      }),
      Plot.gridX({ strokeOpacity: 0.12 }),
      Plot.gridY({ strokeOpacity: 0.12 }),
      ...panels.flatMap((panel) =>
        panel.series.map(({ points }, index) =>
          Plot.line(points, {
            x: ([a]: readonly number[]) => a,
            y: ([, b]: readonly number[]) => b,
            fx: several ? () => panelTitle(panel) : undefined,
            ...plotStrokeOf(index),
          }),
        ),
      ),
    ],
  })
}

function panelTitle({ title }: ChartPanel): string {
  return cleanLine(title)
}

function axisOf({ domain }: ChartAxis) {
  return { domain: [...domain] }
}

function ticksOf({ unit }: ChartAxis) {
  const percent = (value: number) => `${Number((value * 100).toFixed(6))} %`
  return unit === 'share' ? { ticks: 5, tickFormat: percent } : { ticks: 6 }
}

function plotStrokeOf(series: number) {
  return { stroke: colorOf(series), strokeWidth: 2, strokeDasharray: dashOf(series) || undefined }
}

function strokeOf(series: number): Record<string, string | number> {
  const dash = dashOf(series)
  return { stroke: colorOf(series), 'stroke-width': 2, ...(dash && { 'stroke-dasharray': dash }) }
}

/** Makes elements. Text goes in as text and is escaped on the way out. */
function createBrush(xml: ReturnType<DOMParser['parseFromString']>) {
  return (name: string, attributes: Readonly<Record<string, string | number>>, text = '') => {
    const element = xml.createElementNS(SVG, name, undefined)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, `${value}`)
    if (text) element.textContent = text
    return element
  }
}
