/** How keys move in a grid, as the ARIA practices for grids have it. */

export interface GridCell {
  readonly row: number
  readonly column: number
}

interface Key {
  readonly key: string
  readonly ctrlKey: boolean
}

/** Null for a key that it has no use for. */
export function moveInGrid({ key, ctrlKey }: Key, { row, column }: GridCell, rows: number, columns: number) {
  const target = targetOf(key, ctrlKey, { row, column }, { row: rows - 1, column: columns - 1 })
  if (!target || rows === 0 || columns === 0) return null
  return { row: within(target.row, rows), column: within(target.column, columns) }
}

function targetOf(
  key: string,
  isWhole: boolean,
  { row, column }: GridCell,
  last: GridCell,
): GridCell | undefined {
  switch (key) {
    case 'ArrowRight':
      return { row, column: column + 1 }
    case 'ArrowLeft':
      return { row, column: column - 1 }
    case 'ArrowDown':
      return { row: row + 1, column }
    case 'ArrowUp':
      return { row: row - 1, column }
    case 'Home':
      return { row: isWhole ? 0 : row, column: 0 }
    case 'End':
      return { row: isWhole ? last.row : row, column: last.column }
    case 'PageUp':
      return { row: 0, column }
    case 'PageDown':
      return { row: last.row, column }
  }
}

function within(index: number, length: number): number {
  return Math.min(length - 1, Math.max(0, index))
}
