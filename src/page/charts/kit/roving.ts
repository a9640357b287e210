/** Rows and cells of which one at a time can be reached with Tab, and the others from there with arrow keys. */
import { change } from './brush.ts'
import { type GridCell, moveInGrid } from './grid-keys.ts'

export interface Roving {
  /** Once the elements are there; the one that has the focus keeps it. */
  update(elements: readonly (readonly SVGElement[])[]): void
}

/** `onFocus` gets null when the focus leaves. */
export function createRoving(container: SVGElement, onFocus: (cell: GridCell | null) => void): Roving {
  let grid: readonly (readonly SVGElement[])[] = []
  let reachable: GridCell = { row: 0, column: 0 }
  const mark = (cell: GridCell) => {
    const [before, after] = [grid[reachable.row]?.[reachable.column], grid[cell.row]?.[cell.column]]
    if (before) change(before, { tabindex: -1 })
    if (after) change(after, { tabindex: 0 })
    reachable = cell
  }
  container.addEventListener('focusin', ({ target }) => {
    const cell = findCell(grid, target)
    if (cell) mark(cell)
    onFocus(cell)
  })
  container.addEventListener('focusout', () => onFocus(null))
  container.addEventListener('keydown', (event) => {
    const cell = moveInGrid(event, reachable, grid.length, grid[0]?.length ?? 0)
    if (!cell) return
    event.preventDefault()
    grid[cell.row][cell.column].focus()
  })
  return {
    update(elements) {
      grid = elements
      for (const element of grid.flat())
        if (!element.hasAttribute('tabindex')) change(element, { tabindex: -1 })
      const isThere = reachable.column < (grid[reachable.row]?.length ?? 0)
      mark(isThere ? reachable : { row: 0, column: 0 })
    },
  }
}

export function findCell(grid: readonly (readonly Element[])[], target: EventTarget | null): GridCell | null {
  for (const [row, elements] of grid.entries()) {
    const column = elements.findIndex((element) => target instanceof Node && element.contains(target))
    if (column >= 0) return { row, column }
  }
  return null
}
