/** The cells of a heat map, a grid that arrow keys walk through. */
import { addSvg, change, createPool, createSvgPool } from '../kit/brush.ts'
import type { GridCell } from '../kit/grid-keys.ts'
import { createRoving, findCell } from '../kit/roving.ts'
import type { HeatData } from '../kit/types.ts'
import type { HeatLayout } from './heat-layout.ts'
import type { Shades } from './heat-shade.ts'

export function createHeatCells(
  grid: SVGGElement,
  onPick: (row: number, column: number) => void,
  onAsk: (cell: GridCell | null) => void,
) {
  const rows = createPool(
    () => createRow(grid),
    ({ element }) => element.remove(),
  )
  let elements: SVGElement[][] = []
  const roving = createRoving(grid, onAsk)
  grid.addEventListener('pointermove', ({ target }) => onAsk(findCell(elements, target)))
  grid.addEventListener('pointerleave', () => onAsk(null))
  followPicks(grid, (target) => {
    const cell = findCell(elements, target)
    if (cell) onPick(cell.row, cell.column)
  })
  return {
    draw(data: HeatData, layout: HeatLayout, shades: Shades, textOf: (cell: GridCell) => string) {
      const drawn = rows(data.values.length)
      elements = drawn.map((row, i) => row.draw(data.values[i], layout, shades, i))
      elements.forEach((row, i) => {
        row.forEach((element, j) => {
          describe(element, textOf({ row: i, column: j }), isAt(data.current, i, j))
        })
      })
      roving.update(elements)
    },
  }
}

/** A click, Enter or the space bar. */
function followPicks(grid: SVGGElement, onPick: (target: EventTarget | null) => void): void {
  grid.addEventListener('click', ({ target }) => onPick(target))
  grid.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    onPick(event.target)
  })
}

function createRow(grid: SVGGElement) {
  const element = addSvg(grid, 'g', { role: 'row' })
  const cells = createSvgPool(element, 'rect', { class: 'cell', role: 'gridcell' })
  return {
    element,
    draw(values: HeatData['values'][number], layout: HeatLayout, shades: Shades, row: number): SVGElement[] {
      const { plot, cellWidth, cellHeight } = layout
      const [width, height] = [cellWidth - 1, cellHeight - 1]
      const y = plot.top + row * cellHeight + 0.5
      const drawn = cells(values.length)
      drawn.forEach((cell, column) => {
        change(cell, { x: plot.left + column * cellWidth + 0.5, y, width, height })
        shadeCell(cell, shades.of(values[column]))
      })
      return drawn
    },
  }
}

function describe(element: SVGElement, text: string, isCurrent: boolean): void {
  change(element, { 'aria-label': text, 'aria-selected': `${isCurrent}` })
}

function isAt(current: HeatData['current'], row: number, column: number): boolean {
  return current?.row === row && current.column === column
}

function shadeCell(element: SVGElement, shade: number | null): void {
  element.classList.toggle('empty', shade === null)
  element.style.setProperty('--shade', `${(shade ?? 0) * 100}%`)
}
