/** Marks a cell of a heat map with a ring around it, or a place between cells with a small one that hides no number. */
import { addSvg, change } from '../kit/brush.ts'
import type { GridCell } from '../kit/grid-keys.ts'
import type { HeatLayout } from './heat-layout.ts'

/** Pixels. */
const CORNER = 3
const SMALL = 10

export function createHeatRing(svg: SVGSVGElement, name: string) {
  const group = addSvg(svg, 'g', { class: `heat-ring ${name}`, 'aria-hidden': 'true' })
  // A stroke inside one of paper.
  const rects = [addSvg(group, 'rect'), addSvg(group, 'rect')]
  return {
    draw(cell: GridCell | null, layout: HeatLayout) {
      change(group, { display: cell ? null : 'none' })
      if (cell) for (const rect of rects) change(rect, boxAt(cell, layout))
    },
  }
}

function boxAt({ row, column }: GridCell, { plot, cellWidth, cellHeight }: HeatLayout) {
  const isCell = Number.isInteger(row) && Number.isInteger(column)
  const [width, height] = isCell ? [cellWidth, cellHeight] : [SMALL, SMALL]
  const x = plot.left + (column + 0.5) * cellWidth - width / 2
  const y = plot.top + (row + 0.5) * cellHeight - height / 2
  return { x, y, width, height, rx: isCell ? CORNER : SMALL / 2 }
}
