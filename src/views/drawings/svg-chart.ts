/**
 * Draws a chart as SVG, without a browser. The library for it is large, so that the build makes this a file of its own,
 * which is read when a chart is asked for.
 */

import * as Plot from '@observablehq/plot'
import { DOMParser } from 'linkedom'
import { greatest } from '../../extremes.ts'
import { cleanLine } from '../../words/clean.ts'
import type { ChartAxis, ChartBlock, ChartPanel, Document, HeatBlock } from '../document.ts'
import type { Figure } from '../figure.ts'
import { colorOf, dashOf } from '../series.ts'
import type { Box, Point } from './curve-labels.ts'
import { runsOf } from './rich-text.ts'
import { type Brush, INK, type Mark, round, SVG, USUAL_FONT, writeRuns } from './svg-brush.ts'
import { drawHead, type Head, headOf, LINE } from './svg-head.ts'
import { drawHeat } from './svg-heat.ts'
import { drawLabels, labelsOf, legendOf, SAMPLE, zoneWords } from './svg-names.ts'

/** Pixels. */
const ONE_PANEL = 640
const EACH_PANEL = 400

/** Of the height of a panel to its width. */
const SHAPE = { one: 0.66, several: 0.84 }

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
  const font = figure.fontSize ?? USUAL_FONT
  const width = figure.width ?? (chart.panels.length > 1 ? chart.panels.length * EACH_PANEL : ONE_PANEL)
  const legend = names === 'above' ? legendOf(series, font, width) : []
  const size = sizeOf(
    chart,
    figure,
    font,
    width,
    greatest(
      legend.map(({ y }) => y),
      0,
    ),
  )
  const svg = plotPanels(chart, xml, size)
  const boxes = panelBoxes(svg, chart, size)
  const curves = boxes.map((_, at) => curvesOf(svg, chart, at))
  const labels = names === 'above' ? undefined : labelsOf(curves, boxes, series, font)
  if (labels === null) return null
  const draw = createBrush(xml)
  svg.querySelector('style')?.remove()
  // A picture is one thing to whoever has it read, and a group has no name without a role.
  for (const group of svg.querySelectorAll('g'))
    for (const name of ['aria-label', 'aria-hidden']) group.removeAttribute(name)
  dress(svg, (figure.title ?? chart.title) || `${chart.y.label} by ${chart.x.label}`)
  svg.prepend(draw('rect', { width: '100%', height: '100%', fill: 'white' }) as never)
  const marks: readonly Mark[] = [
    ...drawHead(size.head, font, draw),
    ...axisTitles(chart, boxes, size, draw),
    ...legend.flatMap(({ x, y }, index) => {
      const [from, line] = [x + SAMPLE * font, size.head.height + y]
      const place = { x: from + 0.5 * font, y: line + 0.34 * font, 'font-size': font, 'text-anchor': 'start' }
      return [
        draw('line', { x1: x, x2: from, y1: line, y2: line, ...strokeOf(index, font) }),
        writeRuns(draw, place, series[index]),
      ]
    }),
    ...(labels ? drawLabels(labels.labels, series, font, draw) : []),
    ...(chart.zone
      ? zoneWords(chart, zoneEnds(svg, chart.zone), curves, boxes, labels ?? null, font, draw)
      : []),
  ]
  for (const mark of marks) svg.append(mark as never)
  return svg.outerHTML
}

interface Size {
  readonly font: number
  readonly width: number
  readonly height: number
  readonly head: Head
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
  /** Width of one panel. */
  readonly panel: number
}

const PADDING = 0.14

function sizeOf(chart: ChartBlock, figure: Figure, font: number, width: number, legend: number): Size {
  const { panels, x, y } = chart
  const several = panels.length > 1
  const head = headOf(chart, figure.title, font, width)
  const top = head.height + legend + (legend > 0 ? LINE : 0.8) * font + (several ? LINE * font : 0)
  const bottom = 3.7 * font
  const left = (2.6 + (y.unit === 'share' ? 2.9 : y.domain[0] < 0 ? 2.8 : 2.1)) * font
  // Half of the last tick's words.
  const right = (x.unit === 'share' ? 1.9 : 1.3) * font
  const inner = width - left - right
  const panel = several ? (inner / (panels.length - PADDING)) * (1 - PADDING) : inner
  const height = Math.round(top + bottom + panel * (several ? SHAPE.several : SHAPE.one))
  return { font, width, height, head, top, bottom, left, right, panel }
}

type Svg = ReturnType<typeof Plot.plot>

function zoneEnds(svg: Svg, zone: readonly number[]): readonly number[] {
  return zone.map((at) => Number(svg.scale('x')!.apply(at)))
}

function plotPanels({ x, y, zone, panels }: ChartBlock, document: unknown, size: Size): Svg {
  const several = panels.length > 1
  const { font } = size
  return Plot.plot({
    document: document as never,
    width: size.width,
    height: size.height,
    marginTop: size.top,
    marginBottom: size.bottom,
    marginLeft: size.left,
    marginRight: size.right,
    fx: { label: null, padding: PADDING, domain: panels.map(panelTitle) },
    x: axisOf(x),
    y: axisOf(y),
    marks: [
      ...(several
        ? [Plot.axisFx({ anchor: 'top', fontSize: font, fontWeight: 'bold', dy: -0.3 * font })]
        : []),
      ...(zone ? [Plot.rect([zone], { x1: zone[0], x2: zone[1], fill: INK, fillOpacity: 0.06 })] : []),
      Plot.axisX({ label: null, fontSize: font, ...ticksOf(x, size.panel / (5.2 * font)) }),
      Plot.axisY({
        label: null,
        fontSize: font,
        ...ticksOf(y, (size.height - size.top - size.bottom) / (3 * font)),
      }),
      Plot.gridX({ strokeOpacity: 0.12 }),
      Plot.gridY({ strokeOpacity: 0.12 }),
      ...panels.flatMap((panel) =>
        panel.series.map(({ points }, index) =>
          Plot.line(points, {
            x: ([a]: readonly number[]) => a,
            y: ([, b]: readonly number[]) => b,
            fx: several ? () => panelTitle(panel) : undefined,
            ...plotStrokeOf(index, font),
          }),
        ),
      ),
    ],
  })
}

/** Where the panels are, in pixels. */
function panelBoxes(
  svg: Svg,
  { panels }: ChartBlock,
  { top, height, bottom, left, panel }: Size,
): readonly Box[] {
  const fx = panels.length > 1 ? svg.scale('fx') : undefined
  return panels.map((one) => ({
    x: fx ? Number(fx.apply(panelTitle(one))) : left,
    y: top,
    width: fx?.bandwidth ?? panel,
    height: height - top - bottom,
  }))
}

/** The curves of a panel in pixels. */
function curvesOf(svg: Svg, { panels }: ChartBlock, at: number): readonly (readonly Point[])[] {
  const [x, y] = [svg.scale('x')!, svg.scale('y')!]
  const offset = panels.length > 1 ? Number(svg.scale('fx')!.apply(panelTitle(panels[at]))) : 0
  const first = panels.length > 1 ? Number(svg.scale('fx')!.apply(panelTitle(panels[0]))) : 0
  // Scales of several panels are those of a panel at the first one's place.
  const shift = offset - first + (panels.length > 1 ? first - Number(x.range![0]) : 0)
  return panels[at].series.map(({ points }) =>
    points.map(([a, b]) => [Number(x.apply(a)) + shift, Number(y.apply(b))] as const),
  )
}

function axisTitles({ x, y }: ChartBlock, boxes: readonly Box[], { font, height }: Size, draw: Brush) {
  const [first, last] = [boxes[0], boxes[boxes.length - 1]]
  const middle = { x: (first.x + last.x + last.width) / 2, y: first.y + first.height / 2 }
  const style = { 'font-size': font, 'text-anchor': 'middle' }
  const turned = { transform: `translate(${round(1.3 * font)},${round(middle.y)}) rotate(-90)`, ...style }
  return [
    writeRuns(draw, { x: round(middle.x), y: round(height - 0.75 * font), ...style }, runsOf(x.label)),
    writeRuns(draw, turned, runsOf(y.label)),
  ]
}

function panelTitle({ title }: ChartPanel): string {
  return cleanLine(title)
}

function axisOf({ domain, isLog }: ChartAxis) {
  return { domain: [...domain], ...(isLog && { type: 'log' as const }) }
}

/** As many as have room. */
function ticksOf({ unit, domain: [low, high], isLog }: ChartAxis, room: number) {
  const format =
    unit === 'share' ? { tickFormat: (value: number) => `${Number((value * 100).toFixed(6))} %` } : {}
  if (!isLog) return { ticks: Math.max(2, Math.min(unit === 'share' ? 5 : 6, Math.floor(room))), ...format }
  const [first, last] = [Math.ceil(Math.log10(low)), Math.floor(Math.log10(high))]
  const step = Math.max(1, Math.ceil((last - first + 1) / room))
  const ticks = Array.from(
    { length: Math.floor((last - first) / step) + 1 },
    (_, i) => 10 ** (last - i * step),
  )
  return { ticks: ticks.map((tick) => Number(tick.toPrecision(6))), ...format }
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
