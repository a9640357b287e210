/**
 * Draws a chart as SVG, without a browser. The library for it is large, so that the build makes this a file of its own,
 * which is read when a chart is asked for.
 */

import * as Plot from '@observablehq/plot'
import { DOMParser } from 'linkedom'
import { greatest } from '../../extremes.ts'
import { cleanLine } from '../../words/clean.ts'
import type { ChartAxis, ChartBlock, Document, HeatBlock } from '../document.ts'
import type { Figure } from '../figure.ts'
import { colorOf, dashOf } from '../series.ts'
import type { Box, Point } from './curve-labels.ts'
import { runsOf, WIDEST, widthOfRuns } from './rich-text.ts'
import { alongOf } from './svg-axis.ts'
import { type Brush, INK, type Mark, round, SVG, USUAL_FONT, writeRuns } from './svg-brush.ts'
import { type DrawnAxis, type Frame, frameOf, TICK, WORDS } from './svg-frame.ts'
import { drawHead } from './svg-head.ts'
import { drawHeat } from './svg-heat.ts'
import { drawLabels, drawLegend, labelsOf, zoneWords } from './svg-names.ts'

const FONTS = 'Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif'

/** The document's chart as an SVG file. */
export function drawSvg(document: Document, figure: Figure = {}): string {
  const [block] = document.filter((one) => one.kind === 'chart' || one.kind === 'heat')
  if (block === undefined) throw new Error('a document without a chart has nothing to draw')
  const svg = block.kind === 'chart' ? drawSvgChart(block, figure) : drawSvgHeat(block, figure)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`
}

/** Numbers over two axes as an `svg` element. */
export function drawSvgHeat(map: HeatBlock, figure: Figure = {}): string {
  const xml = emptyDrawing()
  const { width, height, elements } = drawHeat(map, figure, createBrush(xml))
  const svg = xml.documentElement
  const title = (figure.title ?? map.title) || `${map.rowTitle} by ${map.columnTitle}`
  dress(svg, title, { viewBox: `0 0 ${width} ${height}`, width, height, fill: 'currentColor' })
  svg.append(createBrush(xml)('rect', { width: '100%', height: '100%', fill: 'white' }) as never)
  for (const element of elements) svg.append(element as never)
  return svg.outerHTML
}

/** XML, so that text and attributes are escaped by its rules. */
function emptyDrawing() {
  // Of an empty text nothing is parsed: the build leaves the parser out.
  const xml = new DOMParser().parseFromString('', 'image/svg+xml')
  xml.append(xml.createElementNS(SVG, 'svg', undefined))
  return xml
}

/** What every drawing says of itself. */
function dress(
  svg: { setAttribute(name: string, value: string): void },
  title: string,
  more: Readonly<Record<string, string | number>> = {},
): void {
  const own = { xmlns: SVG, role: 'img', color: INK, 'font-family': FONTS, 'aria-label': cleanLine(title) }
  for (const [name, value] of Object.entries({ ...own, ...more })) svg.setAttribute(name, `${value}`)
}

/** The chart as an `svg` element. It has no styles and no scripts, and needs no fonts but the reader's. */
export function drawSvgChart(chart: ChartBlock, figure: Figure = {}): string {
  return drawChart(chart, figure, 'at the curves') ?? drawChart(chart, figure, 'above')!
}

/** Null where the names of the curves have no room beside them. */
function drawChart(chart: ChartBlock, figure: Figure, names: 'at the curves' | 'above'): string | null {
  const xml = emptyDrawing()
  const series = chart.panels[0].series.map(({ name }) => runsOf(cleanLine(name)))
  const frame = frameOf(chart, figure, names === 'above')
  const { font, boxes, head, legend } = frame
  const curves = curvesOf(chart, boxes)
  const labels = names === 'above' ? undefined : labelsOf(curves, boxes, series, font)
  if (labels === null) return null
  const svg = plotPanels(chart, xml, frame)
  const draw = createBrush(xml)
  svg.querySelector('style')?.remove()
  // A picture is one thing to whoever has it read, and a group has no name without a role.
  for (const group of svg.querySelectorAll('g'))
    for (const name of ['aria-label', 'aria-hidden']) group.removeAttribute(name)
  dress(svg, (figure.title ?? chart.title) || `${chart.y.label} by ${chart.x.label}`)
  svg.prepend(draw('rect', { width: '100%', height: '100%', fill: 'white' }) as never)
  const marks: readonly Mark[] = [
    ...drawHead(head, font, draw),
    ...panelTitles(frame, draw),
    ...axisTitles(frame, draw),
    ...drawLegend(legend, head.height, font, (index) => strokeOf(index, font), draw),
    ...(labels ? drawLabels(labels.labels, series, font, draw) : []),
    ...(chart.zone
      ? zoneWords(chart, chart.zone.map(alongOf(chart.x)), curves, boxes, labels ?? null, font, draw)
      : []),
  ]
  for (const mark of marks) svg.append(mark as never)
  return svg.outerHTML
}

type Svg = ReturnType<typeof Plot.plot>

function plotPanels({ x, y, zone, panels }: ChartBlock, document: unknown, frame: Frame): Svg {
  const { font, width, height, margins, columns, rows, gap, boxes } = frame
  const [{ width: panelWidth, height: panelHeight }] = boxes
  const several = panels.length > 1
  const facet = (count: number, free: number, size: number) => ({
    axis: null,
    domain: Array.from({ length: count }, (_, at) => at),
    paddingInner: count > 1 ? free / (free + size) : 0,
    paddingOuter: 0,
    round: false,
  })
  return Plot.plot({
    document: document as never,
    width,
    height,
    marginTop: margins.top,
    marginBottom: margins.bottom,
    marginLeft: margins.left,
    marginRight: margins.right,
    ...(several && { fx: facet(columns, gap.x, panelWidth), fy: facet(rows, gap.y, panelHeight) }),
    x: axisOf(x),
    y: axisOf(y),
    marks: [
      ...(zone ? [Plot.rect([zone], { x1: zone[0], x2: zone[1], fill: INK, fillOpacity: 0.06 })] : []),
      Plot.axisX(tickMarks(frame.x, font)),
      Plot.axisY(tickMarks(frame.y, font)),
      Plot.gridX(valuesOf(frame.x), { strokeOpacity: 0.12 }),
      Plot.gridY(valuesOf(frame.y), { strokeOpacity: 0.12 }),
      ...panels.flatMap((panel, at) =>
        panel.series.map(({ points }, index) =>
          Plot.line(points, {
            x: ([a]: readonly number[]) => a,
            y: ([, b]: readonly number[]) => b,
            ...(several && { fx: () => at % columns, fy: () => Math.floor(at / columns) }),
            ...plotStrokeOf(index, font),
          }),
        ),
      ),
    ],
  })
}

const valuesOf = ({ ticks }: DrawnAxis): readonly number[] => ticks.map(({ value }) => value)

function tickMarks(axis: DrawnAxis, font: number) {
  return {
    label: null,
    fontSize: font,
    tickSize: round(TICK.size * font),
    tickPadding: round(TICK.padding * font),
    ticks: [...valuesOf(axis)],
    tickFormat: (value: number) => axis.ticks.find((tick) => tick.value === value)!.text,
  }
}

/** The curves of each panel in pixels. */
function curvesOf({ x, y, panels }: ChartBlock, boxes: readonly Box[]) {
  const [right, up] = [alongOf(x), alongOf(y)]
  return panels.map(({ series }, at) =>
    series.map(({ points }) =>
      points.map(([a, b]): Point => {
        const box = boxes[at]
        return [box.x + right(a) * box.width, box.y + (1 - up(b)) * box.height]
      }),
    ),
  )
}

function panelTitles({ font, boxes, titles }: Frame, draw: Brush): readonly Mark[] {
  const style = { 'font-size': font, 'font-weight': 'bold', 'text-anchor': 'middle' }
  return boxes.flatMap(({ x, y, width }, at) =>
    titles[at].map((line, index) => {
      const above = 0.55 + WORDS * (titles[at].length - 1 - index)
      return draw('text', { x: round(x + width / 2), y: round(y - above * font), ...style }, line)
    }),
  )
}

function axisTitles({ boxes, font, width, height, x, y, margins }: Frame, draw: Brush): readonly Mark[] {
  const style = { 'font-size': font, 'text-anchor': 'middle' }
  const lengthOf = (line: string) => widthOfRuns(runsOf(line)) * WIDEST * font
  const half = greatest(x.title.map(lengthOf)) / 2 + 0.3 * font
  // In the middle of the axis, or as near as the drawing allows.
  const middle = Math.max(half, Math.min((margins.left + width - margins.right) / 2, width - half))
  const [top, bottom] = [boxes[0].y, height - margins.bottom]
  return [
    ...x.title.map((line, index) => {
      const below = 0.75 + WORDS * (x.title.length - 1 - index)
      return writeRuns(draw, { x: round(middle), y: round(height - below * font), ...style }, runsOf(line))
    }),
    ...y.title.map((line, index) => {
      const at = Math.max((top + bottom) / 2, top - 0.3 * font + lengthOf(line) / 2)
      const turned = `translate(${round((1.3 + WORDS * index) * font)},${round(at)}) rotate(-90)`
      return writeRuns(draw, { transform: turned, ...style }, runsOf(line))
    }),
  ]
}

function axisOf({ domain, isLog }: ChartAxis) {
  return { domain: [...domain], ...(isLog && { type: 'log' as const }) }
}

/** A line as thick as suits the letters, with dashes that go with it. */
function penOf(series: number, font: number) {
  const scale = font / USUAL_FONT
  const dash = dashOf(series)
    .split(' ')
    .map((length) => `${round(Number(length) * scale)}`)
    .join(' ')
  return { stroke: colorOf(series), width: round(2 * scale), dash: dashOf(series) === '' ? undefined : dash }
}

function plotStrokeOf(series: number, font: number) {
  const { stroke, width, dash } = penOf(series, font)
  return { stroke, strokeWidth: width, strokeDasharray: dash }
}

function strokeOf(series: number, font: number): Record<string, string | number> {
  const { stroke, width, dash } = penOf(series, font)
  return { stroke, 'stroke-width': width, ...(dash && { 'stroke-dasharray': dash }) }
}

/** Makes elements. Text goes in as text and is escaped on the way out. */
function createBrush(xml: ReturnType<typeof emptyDrawing>): Brush {
  return (name, attributes, text = '') => {
    const element = xml.createElementNS(SVG, name, undefined)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, `${value}`)
    if (text) element.textContent = text
    return element
  }
}
