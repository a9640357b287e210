/** Where everything of a chart stands, before any of it is drawn: no words over others, and none beyond the drawing. */
import { greatest } from '../../extremes.ts'
import { cleanLine } from '../../words/clean.ts'
import type { ChartAxis, ChartBlock } from '../document.ts'
import type { Figure } from '../figure.ts'
import type { Tick } from '../ticks.ts'
import type { Box } from './curve-labels.ts'
import { BOLD, WIDEST, widthOf, wrapped } from './rich-text.ts'
import { APART, alongOf, ticksOf, tickWidth } from './svg-axis.ts'
import { USUAL_FONT } from './svg-brush.ts'
import { type Head, headOf, LINE } from './svg-head.ts'
import { type Legend, legendOf } from './svg-names.ts'

/** Pixels. */
const ONE_PANEL = 640
const EACH_PANEL = 400

/** Of the height of a panel to its width. */
const SHAPE = { one: 0.66, several: 0.84 }

/** Of a panel's width, what is free beside it. */
const PADDING = 0.16

/** In the size of letters: the narrowest panel that has others beside it, and the least height that words along an axis are broken for. */
const NARROWEST = 8
const LOWEST = 13

/** In the size of letters: a tick with what is free between it and its words, and a line of words beside an axis. */
export const TICK = { size: 0.46, padding: 0.23 }
export const WORDS = 1.25

export interface DrawnAxis {
  readonly ticks: readonly Tick[]
  /** What it measures, line by line. */
  readonly title: readonly string[]
}

export interface Frame {
  readonly font: number
  readonly width: number
  readonly height: number
  readonly head: Head
  readonly legend: Legend
  readonly margins: {
    readonly top: number
    readonly bottom: number
    readonly left: number
    readonly right: number
  }
  readonly columns: number
  readonly rows: number
  /** What is free between panels. */
  readonly gap: { readonly x: number; readonly y: number }
  /** Where panels are, in their order, row by row. */
  readonly boxes: readonly Box[]
  /** What stands above each, line by line. */
  readonly titles: readonly (readonly string[])[]
  readonly x: DrawnAxis
  readonly y: DrawnAxis
}

/** @param isNamedAbove whether the names of the curves stand above them, where they have no room beside them */
export function frameOf(chart: ChartBlock, figure: Figure, isNamedAbove: boolean): Frame {
  const count = chart.panels.length
  const font = figure.fontSize ?? USUAL_FONT
  const width = figure.width ?? (count > 1 ? count * EACH_PANEL : ONE_PANEL)
  const names = isNamedAbove ? chart.panels[0].series.map(({ name }) => cleanLine(name)) : []
  const given = {
    chart,
    font,
    width,
    head: headOf(chart, figure.title, font, width),
    legend: legendOf(names, font, width),
  }
  for (let most = count; most > 1; most--) {
    const columns = Math.ceil(count / Math.ceil(count / most))
    const frame = frameIn(columns, given)
    if (frame.boxes[0].width >= NARROWEST * font) return frame
  }
  return frameIn(1, given)
}

interface Given {
  readonly chart: ChartBlock
  readonly font: number
  readonly width: number
  readonly head: Head
  readonly legend: Legend
}

/** Room that ticks need, in the size of letters. */
interface Needed {
  /** Left of the panels. */
  readonly y: number
  /** Beyond the ends of the horizontal axis. */
  readonly ends: readonly [left: number, right: number]
  readonly title: readonly string[]
}

/** How often it is looked whether ticks need more room than was left for them: more room for them is less for others. */
const PASSES = 4

function frameIn(columns: number, given: Given): Frame {
  const { chart, font } = given
  let needed: Needed = { y: 0, ends: [0, 0], title: [chart.y.label] }
  for (let pass = 0; ; pass++) {
    const frame = frameWith(columns, needed, given)
    const { ends, y, title } = needed
    const { width, height } = frame.boxes[0]
    const own = endsOf(chart.x, frame.x.ticks, width / font)
    const next: Needed = {
      y: Math.max(y, greatest(frame.y.ticks.map(tickWidth), 0)),
      ends: [Math.max(ends[0], own[0]), Math.max(ends[1], own[1])],
      title: wrapped(cleanLine(chart.y.label), Math.max(LOWEST, height / font) / WIDEST),
    }
    const isSame = next.y === y && next.ends.every((end, i) => end === ends[i])
    if ((isSame && next.title.length === title.length) || pass === PASSES) return frame
    needed = next
  }
}

/** How far the words of ticks reach beyond both ends of an axis. */
function endsOf(axis: ChartAxis, ticks: readonly Tick[], length: number): readonly [number, number] {
  const along = alongOf(axis)
  const beyond = (share: number, tick: Tick) => tickWidth(tick) / 2 - share * length
  return [
    greatest(
      ticks.map((tick) => beyond(along(tick.value), tick), 0),
      0,
    ),
    greatest(
      ticks.map((tick) => beyond(1 - along(tick.value), tick), 0),
      0,
    ),
  ]
}

function frameWith(columns: number, { y, ends, title }: Needed, given: Given): Frame {
  const { chart, font, width, head, legend } = given
  const count = chart.panels.length
  const [several, rows] = [count > 1, Math.ceil(count / columns)]
  const left = (0.55 + WORDS * title.length + y + TICK.size + TICK.padding) * font
  const right = Math.max(1.3, ends[1] + 0.3) * font
  const inner = width - left - right
  const least = (ends[0] + ends[1] + APART) * font
  const gapX = columns > 1 ? Math.max(least, (inner * PADDING) / (columns + (columns - 1) * PADDING)) : 0
  const panelWidth = (inner - gapX * (columns - 1)) / columns
  const free = columns > 1 ? gapX : 2 * right
  const titles = chart.panels.map((panel) =>
    several ? wrapped(cleanLine(panel.title), (panelWidth + free - 0.6 * font) / (BOLD * font)) : [],
  )
  const above = several ? (0.25 + WORDS * greatest(titles.map(({ length }) => length))) * font : 0
  const gapY = above + font
  const xTitle = wrapped(cleanLine(chart.x.label), (width - font) / (WIDEST * font))
  const wish = panelWidth * (columns > 1 ? SHAPE.several : SHAPE.one)
  // Words along the vertical axis may reach as far as those of the ticks below it.
  const along = (greatest(title.map(widthOf)) * WIDEST - 2) * font - (rows - 1) * gapY
  const panelHeight = Math.max(wish, along / rows)
  const top = head.height + legend.height + (legend.height > 0 ? LINE : 0.8) * font + above
  const bottom = (2.45 + WORDS * xTitle.length) * font
  const height = Math.round(top + bottom + panelHeight * rows + gapY * (rows - 1))
  const exact = (height - top - bottom - gapY * (rows - 1)) / rows
  return {
    font,
    width,
    height,
    head,
    legend,
    margins: { top, bottom, left, right },
    columns,
    rows,
    gap: { x: gapX, y: gapY },
    boxes: chart.panels.map((_, at) => ({
      x: left + (at % columns) * (panelWidth + gapX),
      y: top + Math.floor(at / columns) * (exact + gapY),
      width: panelWidth,
      height: exact,
    })),
    titles,
    x: { ticks: ticksOf(chart.x, panelWidth / font, 'across'), title: xTitle },
    y: { ticks: ticksOf(chart.y, exact / font, 'up'), title },
  }
}
