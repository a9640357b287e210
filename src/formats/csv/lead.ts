/** Lines above the names of a table: comments, the `sep=;` of spreadsheets, a title; and names that leave out that of the rows. */
import { DECIMAL_COMMA, detectSeparator, isNumber, parseNumber } from './dialect.ts'

export interface Lead {
  /** Lines above the names; empty ones are not counted. */
  readonly rows: number
  readonly separator: string
}

/** A separator in quotes parts no cells. */
const QUOTED = /"[^"]*"/g

const SEP_LINE = /^"?sep=(.)"?$/i

/** Rows that all have as many cells, from which on it is no chance. */
const ENOUGH_ROWS = 3

/**
 * @param head how the file begins, a byte-order mark and all
 * @param isWhole whether that is all of it; its last line may be cut off otherwise
 */
export function findLead(head: string, isWhole: boolean): Lead {
  const lines = head
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n/)
    .filter((line) => line.trim() !== '')
  const whole = isWhole ? lines : lines.slice(0, -1)
  if (holdsOnly(LIST, whole)) return { rows: 0, separator: '\t' }
  if (areDecimals(whole)) return { rows: 0, separator: ';' }
  const said = SEP_LINE.exec(lines[0] ?? '')
  if (said) return { rows: 1, separator: said[1] }
  const comments = lines.findIndex((line) => !/^\s*#/.test(line))
  const separator = detectSeparator(comments > 0 ? lines.slice(comments).join('\n') : head)
  const widthOf = (line: string) => line.replaceAll(QUOTED, '').split(separator).length
  const widths = whole.map(widthOf)
  if (comments > 0) {
    // Names without a number above a row that has some are those of the columns.
    const hasNumber = (line = '') => line.split(separator).some(isNumber)
    if (!hasNumber(lines[comments]) && hasNumber(lines[comments + 1])) return { rows: comments, separator }
    // The last comment may hold the names, as numpy writes them; what has as many cells above it is a row, and left out by nobody.
    const rows = widths[comments - 1] === widths[comments] ? comments - 1 : comments
    const areRows = widths.slice(0, rows).includes(widths[comments])
    return areRows ? { rows: 0, separator: detectSeparator(head) } : { rows, separator }
  }
  const [first, ...rest] = widths
  const isTitle =
    first === 1 && rest.length >= ENOUGH_ROWS && rest.every((width) => width === rest[0] && width > 1)
  return { rows: isTitle && !lines[0].includes('"') ? 1 : 0, separator }
}

const LIST = /^\s*[[(][^[\]()"]*[\])]\s*$/

/** Whether a name stands above one list or one number a row, without quotes: their commas part no columns. */
function holdsOnly(cell: RegExp, [name, ...rows]: readonly string[]): boolean {
  return rows.length >= ENOUGH_ROWS && /^[^,;\t]+$/.test(name) && rows.every((row) => cell.test(row))
}

/** One column of numbers with commas for their points, of which programs write whole ones without. */
const DECIMAL_OR_WHOLE = new RegExp(`${DECIMAL_COMMA.source}|^\\s*[+-]?\\d{1,9}\\s*$`, 'i')

/** Two whole numbers a row, or lists of them, are written neither as `-0,5` nor as `4,003`. */
const SURELY_DECIMAL = /^\s*-0,|,0\d/

function areDecimals(rows: readonly string[]): boolean {
  if (holdsOnly(DECIMAL_COMMA, rows)) return true
  const all = holdsOnly(DECIMAL_OR_WHOLE, rows) || rows.every((row) => DECIMAL_COMMA.test(row))
  return all && rows.length >= ENOUGH_ROWS && rows.some((row) => SURELY_DECIMAL.test(row))
}

/**
 * Whether all rows have one cell more than there are names, and the first ones name the rows: R writes so, without a name above
 * these, and pandas reads it so.
 */
export function lacksNameOfRows(names: readonly string[], rows: readonly (readonly string[])[]): boolean {
  const width = names.length + 1
  const first = new Set(rows.map(([cell]) => cell))
  return (
    rows.length >= ENOUGH_ROWS &&
    first.size === rows.length &&
    // Fractions name nothing: they are the first of a list of numbers below one name.
    !rows.some(([cell]) => isNumber(cell) && !Number.isInteger(parseNumber(cell))) &&
    rows.every((row) => row.length === width && row[width - 1].trim() !== '')
  )
}
