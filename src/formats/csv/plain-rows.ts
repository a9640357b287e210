/**
 * The first rows of text without quotes, parted by hand: csv-parse takes longer to load and to warm up than all the rest
 * of a small file takes.
 */
import type { Syntax } from './records.ts'

/** The rows that the head of a file holds whole, as csv-parse gives them; null where only that can tell. */
export function plainRows(
  head: Buffer,
  isWhole: boolean,
  { separator, lineEnds }: Pick<Syntax, 'separator' | 'lineEnds'>,
): string[][] | null {
  if (head.includes('"') || lineEnds.includes('\r')) return null
  const end = isWhole ? head.length : head.lastIndexOf('\n') + 1
  const text = decode(head.subarray(0, end))
  if (text === null) return null
  const lines = text.split(/\r?\n/).filter((line) => line !== '')
  return lines.map((line) => line.split(separator))
}

/** Without a byte-order mark. Null for bytes that are no UTF-8. */
function decode(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
