/** Lines over an axis, with their values at one place of it. */
import { cleanLine } from '../../../words/clean.ts'
import { createXAxis, createYAxis } from '../kit/axes.ts'
import { addHtml, addSvg, change, createSvgPool, write } from '../kit/brush.ts'
import { createLegend } from '../kit/legend.ts'
import { colorSeries, strokeSeries } from '../kit/paint.ts'
import { linePath } from '../kit/path.ts'
import { redrawOnResize } from '../kit/redraw.ts'
import type { Chart, ChartSeries, LineData } from '../kit/types.ts'
import { createCrosshair } from './crosshair.ts'
import { placeNames, placesOf } from './curve-names.ts'
import { type LineLayout, layoutLines } from './line-layout.ts'
import { describeLines, type LineReading, readLines } from './line-readout.ts'
import { createUpright } from './upright.ts'

export function createLineChart(host: HTMLElement): Chart<LineData> {
  const figure = addHtml(host, 'figure', { class: 'chart line-chart' })
  const title = addHtml(figure, 'figcaption')
  const svg = addSvg(figure, 'svg')
  const picture = createPicture(svg)
  const names = createNames(svg)
  const mark = createUpright(svg, 'mark')
  let asked: number | null = null
  let read = () => {}
  const crosshair = createCrosshair(svg, (x) => {
    if (x === asked) return
    asked = x
    read()
  })
  const legend = createLegend(figure)
  return redrawOnResize(figure, (data: LineData, width) => {
    const layout = layoutLines(data, width)
    write(title, cleanLine(data.title))
    change(svg, { width, height: layout.height, viewBox: `0 0 ${width} ${layout.height}` })
    picture.draw(data, layout)
    const named = names.draw(data, layout)
    read = () => {
      const readings = readLines(data, asked)
      drawMark(mark, data, layout, asked)
      crosshair.draw(data, layout, asked, readings)
      // What stands at the curves is not said twice; with values, it is the readout.
      legend.draw(
        readings.map((one) => ({ ...itemOf(one), isQuiet: asked === null && named.has(one.series) })),
      )
    }
    read()
  })
}

function itemOf({ series: { name, series, faint }, text }: LineReading) {
  return { name, sample: { series, faint: faint === true }, value: text }
}

/** Gives way to the line that follows the pointer, whose label has the same place. */
function drawMark(
  mark: ReturnType<typeof createUpright>,
  data: LineData,
  layout: LineLayout,
  asked: number | null,
): void {
  if (data.mark && asked === null) mark.draw(layout, data.mark.x, cleanLine(data.mark.label), data.y.label)
  else mark.hide()
}

/** All but what follows the pointer. */
function createPicture(svg: SVGSVGElement) {
  const group = addSvg(svg, 'g', { role: 'img' })
  const xAxis = createXAxis(group)
  const yAxis = createYAxis(group)
  const lines = createLines(group)
  return {
    draw(data: LineData, layout: LineLayout) {
      const { plot, xTicks, yTicks } = layout
      change(group, { 'aria-label': describeLines(data) })
      xAxis.draw(plot, xTicks, cleanLine(data.x.label))
      yAxis.draw(plot, yTicks, cleanLine(data.y.label))
      lines.draw(data, layout)
    },
  }
}

/** Pixels that a line on the very edge of the plot may stand out. */
const EDGE = 2

function createLines(parent: SVGElement) {
  // What leaves an inner drawing is cut off, without a clip path, which would need a name.
  const inner = addSvg(parent, 'svg')
  const paths = createSvgPool(inner, 'path', { class: 'series' })
  return {
    draw({ series }: LineData, { plot, x, y }: LineLayout) {
      const box = [plot.left - EDGE, plot.top - EDGE, plot.width + 2 * EDGE, plot.height + 2 * EDGE]
      change(inner, { x: box[0], y: box[1], width: box[2], height: box[3], viewBox: box.join(' ') })
      const ordered = [...series].sort((a, b) => Number(b.faint ?? false) - Number(a.faint ?? false))
      paths(series.length).forEach((path, i) => {
        change(path, { d: linePath(ordered[i].points, x, y) })
        strokeSeries(path, ordered[i].series, ordered[i].faint === true)
      })
    },
  }
}

/** The name of each curve beside it, in its colour, where there is room. */
function createNames(parent: SVGElement) {
  const group = addSvg(parent, 'g', { class: 'curve-names', 'aria-hidden': 'true' })
  const texts = createSvgPool(group, 'text', { class: 'name' })
  let last: ReadonlyMap<number, number> = new Map()
  return {
    /** Gives those that have a place. */
    draw(data: LineData, layout: LineLayout): ReadonlySet<ChartSeries> {
      const names = placeNames(data, layout, last)
      last = placesOf(names)
      texts(names.length).forEach((text, i) => {
        const { series, x, y, text: words } = names[i]
        change(text, { x, y })
        write(text, words)
        colorSeries(text, series.series, series.faint === true)
      })
      return new Set(names.map(({ series }) => series))
    },
  }
}
