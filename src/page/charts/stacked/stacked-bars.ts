/** Shares as stacked bars: the samples first, then one per loss. */

import { formatShare } from '../../../views/words/numbers.ts'
import { cleanLine } from '../../../words/clean.ts'
import { createXAxis } from '../kit/axes.ts'
import { addHtml, addSvg, change, createPool, write } from '../kit/brush.ts'
import { createLegend, type Legend } from '../kit/legend.ts'
import { drawHatching } from '../kit/paint.ts'
import { redrawOnResize } from '../kit/redraw.ts'
import { createRoving, findCell } from '../kit/roving.ts'
import type { Chart, StackedData, StackedRow } from '../kit/types.ts'
import { createStackedBar } from './stacked-bar.ts'
import { layoutStack, type StackedLayout } from './stacked-layout.ts'

export function createStackedBars(host: HTMLElement): Chart<StackedData> {
  const figure = addHtml(host, 'figure', { class: 'chart stacked-bars' })
  const title = addHtml(figure, 'figcaption')
  const legend = createLegend(figure)
  const svg = addSvg(figure, 'svg', { role: 'group' })
  let rows: readonly StackedRow[] = []
  let asked: number | undefined
  const ask = (row: number | undefined) => {
    asked = row
    drawReadout(legend, rows, asked)
  }
  const picture = createPicture(svg, ask)
  drawHatching(host.ownerDocument)
  return redrawOnResize(figure, (data: StackedData, width) => {
    const layout = layoutStack(data, width)
    rows = data.rows
    write(title, cleanLine(data.title))
    change(svg, { width, height: layout.height, viewBox: `0 0 ${width} ${layout.height}` })
    change(svg, { 'aria-label': cleanLine(data.title) })
    picture.draw(rows, layout)
    ask(asked)
  })
}

function createPicture(svg: SVGSVGElement, onAsk: (row: number | undefined) => void) {
  const axis = createXAxis(svg)
  const bars = createPool(
    () => createStackedBar(svg),
    ({ element }) => element.remove(),
  )
  let grid: SVGElement[][] = []
  const roving = createRoving(svg, (cell) => onAsk(cell?.row))
  svg.addEventListener('pointermove', ({ target }) => onAsk(findCell(grid, target)?.row))
  svg.addEventListener('pointerleave', () => onAsk(undefined))
  return {
    draw(rows: readonly StackedRow[], layout: StackedLayout) {
      axis.draw(layout.plot, layout.xTicks, '')
      const drawn = bars(rows.length)
      drawn.forEach((bar, i) => {
        bar.draw(rows[i], layout, layout.tops[i])
      })
      grid = drawn.map(({ element }) => [element])
      roving.update(grid)
    },
  }
}

/** The kinds, with the shares of the row that somebody points at. */
function drawReadout(legend: Legend, rows: readonly StackedRow[], asked: number | undefined): void {
  const row = asked === undefined ? undefined : rows[asked]
  const items = (row ?? rows[0])?.parts.map(({ name, kind, share }) => ({
    name,
    sample: { kind },
    value: row ? formatShare(share) : '',
  }))
  legend.draw(items ?? [])
}
