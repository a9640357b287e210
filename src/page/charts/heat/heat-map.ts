/** Numbers over two axes as shades of a colour, with the current setting marked; a cell can be picked. */
import { cleanLine } from '../../../words/clean.ts'
import { createXAxis, createYAxis } from '../kit/axes.ts'
import { addHtml, addSvg, change, write } from '../kit/brush.ts'
import type { GridCell } from '../kit/grid-keys.ts'
import { redrawOnResize } from '../kit/redraw.ts'
import type { Chart, HeatData } from '../kit/types.ts'
import { createHeatCells } from './heat-cells.ts'
import { type HeatLayout, layoutHeat } from './heat-layout.ts'
import { createHeatLegend } from './heat-legend.ts'
import { createHeatNumbers } from './heat-numbers.ts'
import { createCellTexts, describeHeat } from './heat-readout.ts'
import { createHeatRing } from './heat-ring.ts'
import { createShades, type Shades } from './heat-shade.ts'

export function createHeatMap(
  host: HTMLElement,
  onPick: (row: number, column: number) => void,
): Chart<HeatData> {
  const figure = addHtml(host, 'figure', { class: 'chart heat-map' })
  const title = addHtml(figure, 'figcaption')
  const svg = addSvg(figure, 'svg')
  let asked: GridCell | null = null
  let read = () => {}
  const picture = createPicture(svg, onPick, (cell) => {
    asked = cell
    read()
  })
  const legend = createHeatLegend(figure)
  const readout = addHtml(figure, 'p', { class: 'readout', 'aria-hidden': 'true' })
  return redrawOnResize(figure, (data: HeatData, width) => {
    const [layout, shades, textOf] = [layoutHeat(data, width), createShades(data), createCellTexts(data)]
    write(title, cleanLine(data.title))
    change(svg, { width, height: layout.height, viewBox: `0 0 ${width} ${layout.height}` })
    picture.draw(data, layout, shades, textOf)
    legend.draw(data, shades)
    read = () => {
      // The map may have become smaller under the pointer.
      const cell = asked && data.values[asked.row]?.[asked.column] !== undefined ? asked : null
      picture.point(cell, layout)
      write(readout, cell ? textOf(cell) : '')
    }
    read()
  })
}

function createPicture(
  svg: SVGSVGElement,
  onPick: (row: number, column: number) => void,
  onAsk: (cell: GridCell | null) => void,
) {
  const columnAxis = createXAxis(svg)
  const rowAxis = createYAxis(svg)
  const grid = addSvg(svg, 'g', { role: 'grid' })
  const cells = createHeatCells(grid, onPick, onAsk)
  const numbers = createHeatNumbers(svg)
  const current = createHeatRing(svg, 'current')
  const pointed = createHeatRing(svg, 'pointed')
  return {
    draw(data: HeatData, layout: HeatLayout, shades: Shades, textOf: (cell: GridCell) => string) {
      change(grid, { 'aria-label': describeHeat(data) })
      columnAxis.draw(layout.plot, layout.columnTicks, cleanLine(data.columnAxis.label))
      rowAxis.draw(layout.plot, layout.rowTicks, cleanLine(data.rowAxis.label))
      cells.draw(data, layout, shades, textOf)
      numbers.draw(data, layout, shades)
      current.draw(data.current, layout)
    },
    point: pointed.draw,
  }
}
