/** Rows and columns that are too many to be shown, left out evenly. */
import type { HeatBlock } from '../document.ts'

/** Indices of at most `most` of `length` places, the first and the last among them. */
export function thin(length: number, most: number): readonly number[] {
  if (length <= most) return Array.from({ length }, (_, i) => i)
  return Array.from({ length: most }, (_, i) => Math.round((i * (length - 1)) / Math.max(1, most - 1)))
}

/** A map with at most so many rows and columns, and in a sentence what was left out; none when all are there. */
export function thinMap(map: HeatBlock, most: number): readonly [map: HeatBlock, rest: readonly string[]] {
  const [rows, columns] = [thin(map.rows.length, most), thin(map.columns.length, most)]
  const small = {
    ...map,
    rows: rows.map((i) => map.rows[i]),
    columns: columns.map((j) => map.columns[j]),
    values: rows.map((i) => columns.map((j) => map.values[i][j])),
    textOf: (row: number, column: number) => map.textOf(rows[row], columns[column]),
  }
  return [small, leftOut(map, rows.length, columns.length)]
}

export function leftOut(
  { rows, columns }: HeatBlock,
  shownRows: number,
  shownColumns: number,
): readonly string[] {
  const words = [
    ...(shownRows < rows.length ? [`${shownRows} of ${rows.length} rows`] : []),
    ...(shownColumns < columns.length ? [`${shownColumns} of ${columns.length} columns`] : []),
  ]
  return words.length > 0 ? [`shown are ${words.join(' and ')}; --format csv has all`] : []
}
