/** Which separator a text file uses and whether its first row is a header, told from its first rows. */

/** The comma last: where another parts the lines as evenly, it may stand in decimal numbers. */
const SEPARATORS = ['\t', ';', '|', ','] as const

/** The separator that parts the first lines most evenly; a comma where there is only one column. */
export function detectSeparator(head: string): string {
  const rows = bareRows(head)
  // The last row may be cut off in the middle.
  const whole = (rows.length > 1 ? rows.slice(0, -1) : rows).slice(0, 50)
  const scored = SEPARATORS.map((separator) => {
    const counts = whole.map((row) => row.split(separator).length - 1)
    const even = counts.every((count) => count === counts[0])
    return { separator, even, first: counts[0] ?? 0, decimal: even && hasDecimalCommas(whole, separator) }
  }).filter(({ first }) => first > 0)
  scored.sort(
    (a, b) => Number(b.even) - Number(a.even) || Number(b.decimal) - Number(a.decimal) || b.first - a.first,
  )
  return scored[0]?.separator ?? ','
}

/** Whether all commas stand in numbers for their point, as in 0,25;-1,5: there are more of them than of what parts the numbers. */
function hasDecimalCommas(rows: readonly string[], separator: string): boolean {
  const cells = rows.flatMap((row) => row.split(separator)).filter((cell) => cell.includes(','))
  return cells.length > 0 && cells.every((cell) => DECIMAL_COMMA.test(cell))
}

/** The rows that are not blank, without what is in quotes: there a separator parts nothing, and no line ends. */
function bareRows(head: string): readonly string[] {
  const rows = head.match(/(?:[^\r\n"]|"[^"]*(?:"|$))+/g) ?? []
  return rows.filter((row) => row.trim() !== '').map((row) => row.replace(/"[^"]*(?:"|$)/g, ''))
}

/** A lone CR ends lines only where no LF does: old Macs wrote so, and elsewhere it is part of a cell. */
export function detectLineEnds(head: string): readonly string[] {
  return head.includes('\n') ? ['\r\n', '\n'] : ['\r\n', '\n', '\r']
}

/** Whether a cell is a number by itself: decimal, with an exponent if need be. */
export function isNumber(text: string): boolean {
  return !Number.isNaN(parseNumber(text))
}

/**
 * The number in a cell, NaN for anything else. `inf` and `nan` of numpy and pandas are no finite number
 * either way.
 */
export function parseNumber(text: string): number {
  const value = Number(text)
  if (value === 0 && text.trim() === '') return Number.NaN
  // Number() also takes 0x1f, 0b1 and 0o7, which no prediction file means.
  return Number.isInteger(value) && /^\s*[+-]?0[xob]/i.test(text) ? Number.NaN : value
}

/** The names in a header. numpy.savetxt puts a # before the first. */
export function columnNames(header: readonly string[]): string[] {
  return header.map((name, index) => (index === 0 ? name.replace(/^\s*#/, '') : name).trim())
}

/**
 * Whether the first row names the columns: no cell of it is a number, or a name stands above a number.
 * A class index above a column of scores (0, 1, 2, ...) is a name as long as one other cell is none.
 * In a lone column of words, the first is a label like the others when it comes again.
 */
export function hasHeader([first, ...rest]: readonly (readonly string[])[]): boolean {
  if (countsColumns(first) && rest.some((row) => row.some(isFraction))) return true
  if (numbersClasses(first, rest) || first.some((cell, column) => standsOut(cell, column, rest))) return true
  if (!first.some(isValue)) {
    return first.length > 1 || !rest.some((row) => row[0] === first[0])
  }
  // A label above another that is a number, as one to be left out may be, comes again; a name does so in a header alone.
  const comesAgain = (cell: string, column: number) =>
    rest.some((row) => row[column] === cell && row.some((other, i) => other !== first[i]))
  return first.some(
    (cell, column) => isName(cell, column) && isNumber(rest[0]?.[column] ?? '') && !comesAgain(cell, column),
  )
}

/** pandas names the columns of an array 0, 1, 2, ... */
function countsColumns(cells: readonly string[]): boolean {
  return cells.every((cell, column) => cell.trim() === `${column}`)
}

/** Three numbers or more from 0 or 1 on, in any order, above columns of which each has fractions, or that all hold 0 and 1. */
function numbersClasses(cells: readonly string[], rest: readonly (readonly string[])[]): boolean {
  const numbered = [...cells.keys()].filter((column) => isNumber(cells[column]))
  const known = new Set(numbered.map((column) => cells[column].trim()))
  const counts = (first: number) => numbered.every((_, place) => known.has(`${place + first}`))
  if (numbered.length < 3 || rest.length === 0 || !(counts(0) || counts(1))) return false
  return (
    numbered.every((column) => rest.some((row) => isFraction(row[column] ?? ''))) ||
    rest.every((row) => row.every((cell) => /^\s*[01](?:\.0*)?\s*$/.test(cell)))
  )
}

function isFraction(cell: string): boolean {
  return (isNumber(cell) && !Number.isInteger(parseNumber(cell))) || DECIMAL_COMMA.test(cell)
}

/** Rows from which on it is no chance that their cells begin alike. */
const ENOUGH_ROWS = 3

/** Whether a word stands above words that begin alike or, long ones, are of one length, and is not like them: id above img/1, img/2. */
function standsOut(cell: string, column: number, rest: readonly (readonly string[])[]): boolean {
  const below = rest.map((row) => row[column] ?? '')
  if (rest.length < ENOUGH_ROWS || !isName(cell, column) || below.some(isNumber)) return false
  if (new Set(below).size < below.length) return false
  const [one] = below
  const alike = (text: string) => text.slice(0, 2) === one.slice(0, 2) && one.length > 2
  const asLong = (text: string) => text.length === one.length && one.length > 7
  return [alike, asLong].some((is) => below.every(is) && !is(cell))
}

/** A number with a comma for its point: of float64 up to 17 digits behind the zeros, of a small one many zeros. */
export const DECIMAL_COMMA = /^\s*[+-]?\d{1,9},\d{1,40}(?:e[+-]?\d{1,3})?\s*$/i

/** How pandas, numpy and R write a number that is not there or not finite. */
const NO_NUMBER = /^\s*[+-]?(nan|na|null|inf|infinity)\s*$/i

/** Only the first name may be empty: pandas leaves it so above its index. */
function isName(cell: string, column: number): boolean {
  if (cell.trim() === '') return column === 0
  return !isValue(cell)
}

function isValue(cell: string): boolean {
  return isNumber(cell) || NO_NUMBER.test(cell) || DECIMAL_COMMA.test(cell)
}
