/** Which separator a text file uses and whether its first row is a header, told from its first rows. */

const SEPARATORS = [',', ';', '\t', '|'] as const

/** The separator that parts the first lines most evenly; a comma where there is only one column. */
export function detectSeparator(head: string): string {
  const lines = head.split(/\r?\n/).filter((line) => line.trim() !== '')
  // The last line may be cut off in the middle.
  const whole = (lines.length > 1 ? lines.slice(0, -1) : lines).slice(0, 50)
  const scored = SEPARATORS.map((separator) => {
    const counts = whole.map((line) => countOutsideQuotes(line, separator))
    return { separator, even: counts.every((count) => count === counts[0]), first: counts[0] ?? 0 }
  }).filter(({ first }) => first > 0)
  scored.sort((a, b) => Number(b.even) - Number(a.even) || b.first - a.first)
  return scored[0]?.separator ?? ','
}

function countOutsideQuotes(line: string, separator: string): number {
  let quoted = false
  let count = 0
  for (const character of line) {
    if (character === '"') quoted = !quoted
    else if (character === separator && !quoted) count++
  }
  return count
}

/** Whether a cell is a number by itself: decimal, with an exponent if need be. */
export function isNumber(text: string): boolean {
  return !Number.isNaN(parseNumber(text))
}

/** The number in a cell, NaN for anything else. `inf` and `nan` of numpy and pandas are no finite number either way. */
export function parseNumber(text: string): number {
  const value = Number(text)
  if (value === 0 && text.trim() === '') return Number.NaN
  // Number() also takes 0x1f, 0b1 and 0o7, which no prediction file means.
  return Number.isInteger(value) && /^\s*[+-]?0[xob]/i.test(text) ? Number.NaN : value
}

/**
 * Whether the first row names the columns: no cell of it is a number, or a name stands above a number.
 * A class index above a column of scores (0, 1, 2, ...) is a name as long as one other cell is none.
 */
export function hasHeader(first: readonly string[], second: readonly string[] | undefined): boolean {
  if (first.every(isNumber)) return false
  if (!first.some(isNumber)) return true
  return first.some((cell, column) => !isNumber(cell) && isNumber(second?.[column] ?? ''))
}
