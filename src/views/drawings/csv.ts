/** Rows of plain values as CSV: full precision, a header, quotes only where they are needed. */

export type Value = string | number | boolean | null

/** Records with the same keys; those of the first one are the header. */
export function drawCsv(records: readonly Readonly<Record<string, Value>>[]): string {
  if (records.length === 0) return ''
  const header = Object.keys(records[0])
  return `${csvLine(header)}${records.map((record) => csvLine(header.map((key) => record[key]))).join('')}`
}

/** One line with its end. */
export function csvLine(values: readonly Value[]): string {
  return `${values.map(quote).join(',')}\n`
}

function quote(value: Value): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  // A line that begins with :: would be a command in the log of a GitHub workflow.
  return /[",\r\n]|^\s*:/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
