/** Where the cells of a heat map go, and what there is room to write. */

import { greatest } from '../../../extremes.ts'
import { NO_NUMBER } from '../../../views/words/numbers.ts'
import { clean } from '../../../words/clean.ts'
import { type PlacedTick, type Plot, X_AXIS_HEIGHT, Y_LABEL_HEIGHT } from '../kit/plot.ts'
import { textWidth } from '../kit/text-size.ts'
import type { HeatAxis, HeatData } from '../kit/types.ts'

export interface HeatLayout {
  readonly height: number
  readonly plot: Plot
  readonly cellWidth: number
  readonly cellHeight: number
  readonly rowTicks: readonly PlacedTick[]
  readonly columnTicks: readonly PlacedTick[]
  /** What stands in each cell; empty where there is no room in any one. */
  readonly texts: readonly (readonly string[])[]
}

/** Pixels. */
const CELL = { lowest: 20, highest: 30, widest: 72, toWidth: 0.75 }
const RIGHT = 4
const PADDING = 3

export function layoutHeat(data: HeatData, width: number): HeatLayout {
  const [rows, columns] = [textsOf(data.rowAxis), textsOf(data.columnAxis)]
  const left = Math.ceil(greatest(rows.map(textWidth), 0)) + 12
  const cellWidth = Math.min(CELL.widest, Math.max(1, width - left - RIGHT) / Math.max(1, columns.length))
  const cellHeight = Math.min(CELL.highest, Math.max(CELL.lowest, cellWidth * CELL.toWidth))
  const size = { width: cellWidth * columns.length, height: cellHeight * rows.length }
  const plot = { left, top: Y_LABEL_HEIGHT, ...size }
  return {
    height: plot.top + plot.height + X_AXIS_HEIGHT,
    plot,
    cellWidth,
    cellHeight,
    rowTicks: rows.map((text, i) => ({ at: plot.top + (i + 0.5) * cellHeight, text })),
    columnTicks: everyFew(
      columns.map((text, i) => ({ at: left + (i + 0.5) * cellWidth, text })),
      cellWidth,
    ),
    texts: textsThatFit(data, cellWidth - 2 * PADDING),
  }
}

function textsOf({ values }: HeatAxis): string[] {
  return values.map((value) => clean(`${value}`))
}

/** Every second, third ... where not all find room. */
function everyFew(ticks: readonly PlacedTick[], step: number): PlacedTick[] {
  const widest =
    greatest(
      ticks.map(({ text }) => textWidth(text)),
      0,
    ) +
    2 * PADDING
  const every = Math.max(1, Math.ceil(widest / step))
  return ticks.filter((_, i) => i % every === 0)
}

/** With as many digits as fit into every cell, so that all have as many. */
function textsThatFit({ values, unit }: HeatData, room: number): string[][] {
  for (const digits of unit === 'share' ? [1, 0] : [3, 2]) {
    const texts = values.map((row) => row.map((value) => numberText(value, unit, digits)))
    if (texts.every((row) => row.every((text) => textWidth(text) <= room))) return texts
  }
  return values.map((row) => row.map(() => ''))
}

/** Per cent without its sign, which the legend has. */
function numberText(value: number | null, unit: HeatData['unit'], digits: number): string {
  if (value === null) return NO_NUMBER
  return unit === 'share' ? (value * 100).toFixed(digits) : String(Number(value.toPrecision(digits)))
}
