/** Samples by pt on a log-odds axis, a panel a class, parted by a line that can be moved. */
import { createXAxis } from '../kit/axes.ts'
import { addHtml, addSvg, change, createPool, write } from '../kit/brush.ts'
import { boxOf } from '../kit/plot.ts'
import { leaves, pointIn } from '../kit/pointer.ts'
import { redrawOnResize } from '../kit/redraw.ts'
import type { Bin, Chart, HistogramData } from '../kit/types.ts'
import { type HistogramLayout, layoutHistogram } from './histogram-layout.ts'
import { createHistogramHalf } from './histogram-panel.ts'
import { binText, describeHistogram, hardText } from './histogram-readout.ts'
import { createThresholdLine } from './threshold-line.ts'

export function createHistogram(
  host: HTMLElement,
  onThreshold: (margin: number) => void,
): Chart<HistogramData> {
  const figure = addHtml(host, 'figure', { class: 'chart histogram' })
  const svg = addSvg(figure, 'svg')
  const [behind, hover] = [addSvg(svg, 'g', { role: 'img' }), addSvg(svg, 'rect', { class: 'hover' })]
  const line = createThresholdLine(svg, onThreshold)
  const picture = createPicture(behind, addSvg(svg, 'g', { 'aria-hidden': 'true' }))
  const readout = addHtml(figure, 'p', { class: 'readout', 'aria-hidden': 'true' })
  let asked: number | null = null
  let read = () => {}
  const ask = (x: number | null) => {
    asked = x
    read()
  }
  // On the line, and while it is dragged, the answer is what it parts.
  svg.addEventListener('pointermove', (event) => ask(line.has(event.target) ? null : pointIn(svg, event).x))
  svg.addEventListener('pointerleave', (event) => leaves(event) && ask(null))
  return redrawOnResize(figure, (data: HistogramData, width) => {
    const layout = layoutHistogram(data, width)
    change(svg, { width, height: layout.height, viewBox: `0 0 ${width} ${layout.height}` })
    picture.draw(data, layout)
    line.draw(data, layout)
    read = () => {
      const bin = binAt(data.bins, layout, asked)
      drawHover(hover, layout, bin)
      write(readout, bin ? binText(data, bin) : hardText(data))
    }
    read()
  })
}

function binAt(bins: readonly Bin[], { x }: HistogramLayout, place: number | null): Bin | undefined {
  if (place === null) return undefined
  const margin = x.valueAt(place)
  return bins.find(({ from, to }) => from <= margin && margin < to)
}

function drawHover(hover: SVGRectElement, { x, plot }: HistogramLayout, bin: Bin | undefined): void {
  change(hover, { display: bin ? null : 'none' })
  if (!bin) return
  const left = x.at(bin.from)
  change(hover, boxOf({ ...plot, left, width: x.at(bin.to) - left }))
}

function createPicture(group: SVGGElement, above: SVGGElement) {
  const xAxis = createXAxis(group)
  const panels = createPool(
    () => createHistogramHalf(group, above),
    ({ remove }) => remove(),
  )
  return {
    draw(data: HistogramData, layout: HistogramLayout) {
      change(group, { 'aria-label': describeHistogram(data) })
      xAxis.draw(layout.plot, layout.xTicks, 'pt, the probability given to the truth (log-odds scale)')
      panels(data.kinds.length).forEach((panel, kind) => {
        panel.draw(data, kind, layout)
      })
    },
  }
}
