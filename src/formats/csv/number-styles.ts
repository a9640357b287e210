/** Numbers that a column writes in another way than programs do: 5.24%, and 0,5 where something else parts the cells. */
import { isNumber, parseNumber } from './dialect.ts'

export interface NumberStyle {
  /** Whether % stands behind each number. */
  readonly percent: boolean
  /** Whether a comma stands where a point would. */
  readonly comma: boolean
}

/** The style of each column that has one, by what all of its first cells hold. */
export function findStyles(
  rows: readonly (readonly string[])[],
  separator: string,
): ReadonlyMap<number, NumberStyle> {
  const width = rows[0]?.length ?? 0
  const columns = Array.from({ length: width }, (_, column) => rows.map((row) => row[column]))
  const isSure = separator === ',' ? DECIMALS : DECIMAL
  const hasCommas = columns.some((cells) => areDecimal(parted(cells).numbers, isSure))
  const styles = columns.map((cells) => styleOf(cells, hasCommas))
  return new Map(styles.flatMap((style, column) => (style ? [[column, style] as const] : [])))
}

/** @param hasCommas whether a column of the file has decimal commas: then those of all others are decimal too */
function styleOf(cells: readonly string[], hasCommas: boolean): NumberStyle | null {
  const { percent, numbers } = parted(cells)
  if (numbers.every(isNumber)) return percent ? { percent, comma: false } : null
  return hasCommas && areWithCommas(numbers) ? { percent, comma: true } : null
}

/** What is written, and whether % stands behind all of it. */
function parted(cells: readonly string[]) {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  const percent = filled.length > 0 && filled.every((cell) => cell.endsWith('%'))
  return { percent, numbers: percent ? filled.map((cell) => cell.slice(0, -1)) : filled }
}

function areWithCommas(numbers: readonly string[]): boolean {
  return numbers.every((text) => !text.includes('.') && isNumber(text.replace(',', '.')))
}

/** A comma may also part thousands, unless it stands behind a 0 or before more or fewer than three digits. */
const DECIMAL = /^[+-]?0,|,(?!\d{3}$)/

/** Where commas part cells those in quotes may part a list of 0 and 1, unless more digits stand behind a 0. */
const DECIMALS = /^[+-]?0,\d{2}/

function areDecimal(numbers: readonly string[], isSure: RegExp): boolean {
  return areWithCommas(numbers) && numbers.some((text) => text.includes(',') && isSure.test(text))
}

/** The same number as programs write it; any other cell as it is. */
export function plainNumber(cell: string, { percent, comma }: NumberStyle): string {
  const text = cell.trim()
  if (percent && !text.endsWith('%')) return text === '' ? text : Number.NaN.toString()
  const bare = percent ? text.slice(0, -1) : text
  if (comma && bare.includes('.')) return Number.NaN.toString()
  return comma ? bare.replace(',', '.') : bare
}

/** NaN for what is no number in that style: a bare 0.05 among percentages. */
export function parseStyled(style: NumberStyle | undefined): (cell: string) => number {
  return style ? (cell) => parseNumber(plainNumber(cell, style)) : parseNumber
}
