/** The last rows of a text table, from its end alone. */
import { readSync } from 'node:fs'
import { withFile } from '../../sources/reading.ts'
import type { Syntax } from './records.ts'

/** Bytes that are looked at, and rows. */
const MAX_BYTES = 1 << 14
const MAX_ROWS = 16

/**
 * Those that the last bytes hold whole.
 *
 * @param headerRows above the first row of the table: a header stands among the last lines of a short file
 */
export async function readLastRows(
  syntax: Syntax,
  headerRows: number,
): Promise<readonly (readonly string[])[]> {
  const size = Number(syntax.state.size)
  const start = Math.max(0, size - MAX_BYTES)
  const bytes = await withFile(syntax, async ({ handle }) => {
    const buffer = Buffer.alloc(Math.max(0, size - start))
    const bytesRead = readSync(handle.fd, buffer, 0, buffer.length, start)
    return buffer.subarray(0, bytesRead)
  })
  const lines = bytes.toString('utf8').split(syntax.lineEnds.includes('\r') ? '\r' : '\n')
  // The first one may have begun before.
  const whole = start > 0 ? lines.slice(1) : lines
  const all = whole.filter((line) => line.trim() !== '')
  const rows = start > 0 ? all : all.slice(headerRows)
  return rows.slice(-MAX_ROWS).map((line) => partCells(line.replace(/\r$/, ''), syntax.separator))
}

/** A cell in quotes may hold the separator. */
function partCells(line: string, separator: string): readonly string[] {
  // A tab at an end is an empty cell.
  const text = line.replace(/[\r\n]/g, '')
  const parts = separator === ' ' ? text.trim().split(/ +/) : text.split(separator)
  const cells: string[] = []
  for (const part of parts) {
    const last = cells.at(-1)
    if (last !== undefined && isOpen(last)) cells[cells.length - 1] = `${last}${separator}${part}`
    else cells.push(part)
  }
  return cells.map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
}

function isOpen(cell: string): boolean {
  return cell.split('"').length % 2 === 0
}
