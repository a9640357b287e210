/** What a heat map says of a cell, and of itself. */

import { formatRatio, formatShare } from '../../../views/words/numbers.ts'
import { clean } from '../../../words/clean.ts'
import type { GridCell } from '../kit/grid-keys.ts'
import type { HeatAxis, HeatData } from '../kit/types.ts'

export function formatHeat(value: number | null, unit: HeatData['unit']): string {
  return unit === 'share' ? formatShare(value) : formatRatio(value)
}

/** What each cell says: alpha 0.25, gamma 2: 52.1 %. Rows and columns are put into words once. */
export function createCellTexts({ rowAxis, columnAxis, values, unit }: HeatData): (cell: GridCell) => string {
  const rows = rowAxis.values.map((_, row) => placeText(rowAxis, row))
  const columns = columnAxis.values.map((_, column) => placeText(columnAxis, column))
  return ({ row, column }) => {
    const place = [rows[row], columns[column]].filter((text) => text !== '').join(', ')
    return `${place}: ${formatHeat(values[row][column], unit)}`
  }
}

/** Empty for the single row of a map with one axis. */
function placeText({ label, values }: HeatAxis, index: number): string {
  return clean(`${label} ${values[index]}`.trim())
}

export function describeHeat({ title, rowAxis, columnAxis }: HeatData): string {
  const rows = rowAxis.label && `a row for each ${clean(rowAxis.label)}, `
  return `${clean(title)}; ${rows}a column for each ${clean(columnAxis.label)}. Enter goes to a setting.`
}
