/**
 * Draws a chart as SVG, without a browser. The library for it is large, so that the build makes this a file of its own,
 * which is read when a chart is asked for.
 */

import * as Plot from '@observablehq/plot'
import { DOMParser } from 'linkedom'
import { greatest } from '../../extremes.ts'
import { cleanLine } from '../../words/clean.ts'
import type { ChartAxis, ChartBlock, ChartPanel, Document } from '../document.ts'
import type { Figure } from '../figure.ts'
import { colorOf, dashOf, inkOf } from '../series.ts'
import { type Box, freeBox, type Labelled, type Point, placeLabels } from './curve-labels.ts'
import { type Run, runsOf, SHIFTS, SMALL, widthOf, widthOfRuns } from './rich-text.ts'

const SVG = 'http://www.w3.org/2000/svg'

/** Pixels. */
const USUAL_FONT = 13
const ONE_PANEL = 640
const EACH_PANEL = 400

/** Of the height of a panel to its width. */
const SHAPE = { one: 0.66, several: 0.84 }

/** Parts of the size of letters. */
const TITLE = 1.2
const LINE = 1.5
/** How much wider bold letters are, those of the widest usual font. */
const BOLD = 1.25
const SAMPLE = 2.4
const LABEL = 0.92
const FONTS = 'Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif'

const INK = '#222222'
const FAINT = '#595959'

/** The document's chart as an SVG file. */
export function drawSvg(document: Document, figure: Figure = {}): string {
  const chart = document.find((block) => block.kind === 'chart')
  return chart ? `<?xml version="1.0" encoding="UTF-8"?>\n${drawSvgChart(chart, figure)}\n` : ''
}

/** The chart as an `svg` element. It has no styles and no scripts, and needs no fonts but the reader's. */
export function drawSvgChart(chart: ChartBlock, figure: Figure = {}): string {
  return drawChart(chart, figure, 'at the curves') ?? drawChart(chart, figure, 'above')!
}

/** Null where the names of the curves have no room beside them. */
function drawChart(chart: ChartBlock, figure: Figure, names: 'at the curves' | 'above'): string | null {
  // XML, so that text and attributes are escaped by its rules.
  const xml = new DOMParser().parseFromString(`<svg xmlns="${SVG}"/>`, 'image/svg+xml')
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
  for (const [name, value] of Object.entries({
    xmlns: SVG,
    role: 'img',
    color: INK,
    'font-family': FONTS,
    'aria-label': cleanLine((figure.title ?? chart.title) || `${chart.y.label} by ${chart.x.label}`),
  }))
    svg.setAttribute(name, value)
  svg.prepend(draw('rect', { width: '100%', height: '100%', fill: 'white' }))
  for (const element of drawHead(size.head, size, draw)) svg.append(element)
  for (const element of axisTitles(chart, boxes, size, draw)) svg.append(element)
  legend.forEach(({ x, y }, index) => {
    const [from, line] = [x + SAMPLE * font, size.head.height + y]
    svg.append(draw('line', { x1: x, x2: from, y1: line, y2: line, ...strokeOf(index, font) }))
    const place = { x: from + 0.5 * font, y: line + 0.34 * font, 'font-size': font, 'text-anchor': 'start' }
    svg.append(writeRuns(draw, place, series[index]))
  })
  for (const element of labels ? drawLabels(labels.labels, series, font, draw) : []) svg.append(element)
  for (const element of zoneWords(chart, curves, boxes, labels ?? null, svg, font, draw)) svg.append(element)
  return svg.outerHTML
}

interface Head {
  readonly lines: readonly {
    readonly runs: readonly Run[]
    readonly y: number
    readonly style: Readonly<Record<string, string | number>>
  }[]
  /** Where it ends. */
  readonly height: number
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

interface PanelLabels {
  readonly panel: number
  readonly labels: readonly Labelled[]
}

/** In the panel where the curves are farthest apart: they look the same in the others. Null where there is room in none. */
function labelsOf(
  curves: readonly (readonly (readonly Point[])[])[],
  boxes: readonly Box[],
  series: readonly (readonly Run[])[],
  font: number,
): PanelLabels | null {
  const letter = font * LABEL
  const sizes = series.map((runs) => [widthOfRuns(runs) * letter, letter] as const)
  const found = curves.flatMap((ones, panel) => {
    const placed = placeLabels(ones, sizes, { frame: boxes[panel], letter })
    return placed ? [{ panel, ...placed }] : []
  })
  return found.sort((a, b) => a.cost - b.cost)[0] ?? null
}

type Brush = ReturnType<typeof createBrush>

function drawLabels(
  labels: readonly Labelled[],
  series: readonly (readonly Run[])[],
  font: number,
  draw: Brush,
) {
  return labels.flatMap(({ box, leader }, index) => {
    const place = { x: round(box.x), y: round(box.y + box.height * 0.8), fill: inkOf(index) }
    const words = writeRuns(
      draw,
      { ...place, 'font-size': font * LABEL, 'text-anchor': 'start' },
      series[index],
    )
    if (!leader) return [words]
    const [[x1, y1], [x2, y2]] = leader.map(([x, y]) => [round(x), round(y)])
    return [
      draw('line', { x1, y1, x2, y2, stroke: inkOf(index), 'stroke-width': 0.8 }),
      draw('circle', { cx: x1, cy: y1, r: round(0.17 * font), fill: inkOf(index) }),
      words,
    ]
  })
}

/** What the zone is, in each panel that has room for it. */
function zoneWords(
  { zone, zoneName = '' }: ChartBlock,
  curves: readonly (readonly (readonly Point[])[])[],
  boxes: readonly Box[],
  labels: PanelLabels | null,
  svg: Svg,
  font: number,
  draw: Brush,
) {
  if (!zone) return []
  const size = font * LABEL
  const lines = zoneName.split('\n').map(runsOf)
  const [width, height] = [greatest(lines.map(widthOfRuns)) * size, lines.length * 1.25 * size]
  return boxes.flatMap((frame, panel) => {
    const [from, to] = zone.map((at) => Number(svg.scale('x')!.apply(at)))
    const x = (from + to) / 2 - width / 2
    const [high, low] = [frame.y + 0.5 * font, frame.y + frame.height - height - 0.5 * font]
    const steps = Array.from({ length: 24 }, (_, i) => high + ((low - high) * i) / 23)
    const taken = labels?.panel === panel ? labels.labels.map(({ box }) => box) : []
    const box = freeBox(
      steps.map((y) => ({ x, y, width, height })),
      curves[panel],
      taken,
    )
    return box === null
      ? []
      : lines.map((runs, line) =>
          writeRuns(
            draw,
            {
              x: round(x + width / 2),
              y: round(box.y + (line * 1.25 + 0.95) * size),
              fill: FAINT,
              'font-size': size,
              'text-anchor': 'middle',
            },
            runs,
          ),
        )
  })
}

/** Title and subtitle, line by line; where a title is wanted at all. */
function headOf(
  { title, subtitle, isGiven }: ChartBlock,
  given: string | undefined,
  font: number,
  width: number,
): Head {
  const words = given ?? title
  const plain = (text: string) => [{ text, place: 'line' as const }]
  const sides = 1.8 * font
  const own = words === '' ? [] : wrapped(cleanLine(words), (width - sides) / (TITLE * BOLD * font))
  const below =
    words === '' || subtitle === '' ? [] : wrapped(cleanLine(subtitle), (width - sides) / (1.1 * font))
  const lines = [
    ...own.map((line, at) => ({
      runs: given === undefined ? runsOf(line) : plain(line),
      y: (0.5 + TITLE + at * TITLE * 1.25) * font,
      style: { 'font-size': TITLE * font, 'font-weight': 'bold' },
    })),
    ...below.map((line, at) => ({
      runs: isGiven ? plain(line) : runsOf(line),
      y: (0.5 + TITLE * (1 + (own.length - 1) * 1.25) + LINE + at * 1.3) * font,
      style: { 'font-size': font, fill: FAINT },
    })),
  ]
  return { lines, height: lines.length === 0 ? 0 : lines[lines.length - 1].y + 0.45 * font }
}

/** Words in lines of at most a width, in the size of letters; a word that is longer has a line of its own. */
function wrapped(words: string, width: number): readonly string[] {
  const lines: string[] = []
  for (const word of words.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines[lines.length - 1]} ${word}`
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

function drawHead({ lines }: Head, { font }: Size, draw: Brush) {
  return lines.map(({ runs, y, style }) =>
    writeRuns(draw, { x: round(0.9 * font), y: round(y), 'text-anchor': 'start', ...style }, runs),
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

/** Where each name of a legend in lines begins, below the head. */
function legendOf(
  series: readonly (readonly Run[])[],
  font: number,
  width: number,
): readonly { x: number; y: number }[] {
  const start = 0.9 * font
  let [x, line] = [start, 1]
  return series.map((runs) => {
    const needed = (SAMPLE + 0.5 + widthOfRuns(runs) + 1.6) * font
    if (x > start && x + needed > width) [x, line] = [start, line + 1]
    const place = { x, y: (line - 0.35) * LINE * font }
    x += needed
    return place
  })
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

const round = (value: number): number => Math.round(value * 100) / 100

/** Words with what is higher or lower in them; plain ones as one piece of text. */
function writeRuns(draw: Brush, attributes: Readonly<Record<string, string | number>>, runs: readonly Run[]) {
  if (runs.every(({ place, isVariable }) => place === 'line' && !isVariable))
    return draw('text', attributes, runs.map(({ text }) => text).join(''))
  const size = Number(attributes['font-size'])
  const element = draw('text', { ...attributes, 'xml:space': 'preserve' })
  let at = 0
  for (const { text, place, isVariable } of runs) {
    const shift = SHIFTS[place] * size
    element.append(
      draw(
        'tspan',
        {
          dy: round(shift - at),
          ...(place !== 'line' && { 'font-size': round(size * SMALL) }),
          ...(isVariable && { 'font-style': 'italic' }),
        },
        text,
      ),
    )
    at = shift
  }
  return element
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
