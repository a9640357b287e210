/** Rows of plain values as CSV: full precision, a header, quotes only where they are needed. */

import { noFigure } from './figures.ts'

export type Value = string | number | boolean | null

/** Characters after which a piece is handed on. */
const PIECE = 65_536

/** Records with the same keys, as a text in pieces, since there may be a million; the keys of the first are the header. */
export function* drawCsv(records: Iterable<Readonly<Record<string, Value>>>): Iterable<string> {
  let header: readonly string[] | undefined
  let piece = ''
  for (const record of records) {
    if (header === undefined) {
      header = Object.keys(record)
      piece = csvLine(header)
    }
    piece += csvLine(header.map((key) => record[key]))
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

/** One line with its end. */
export function csvLine(values: readonly Value[]): string {
  return `${values.map(quote).join(',')}\n`
}

const ODD = /[",\r\n]|^\s*:/

/** One value as it stands in a line. */
export function quote(value: Value): string {
  if (value === null) return ''
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw noFigure('CSV', 'number')
    return `${value}`
  }
  if (typeof value !== 'string') return String(value)
  // A line that begins with :: would be a command in the log of a GitHub workflow.
  return ODD.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

/** Whether texts stand in a line as they are, each of which is a part of this one. It is denied of some that do. */
export function needNoQuotes(all: string): boolean {
  return !/[",\r\n:]/.test(all)
}
