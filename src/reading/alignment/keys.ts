/** The values of a column that names rows. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'

/** Most rows that can be joined in another order: a Map of V8's holds 2^24 keys. */
export const MAX_KEYS = 16_000_000

/** pandas writes 7 as 7.0 where the column has a gap. */
export function cleanKey(cell: string): string {
  const text = cell.trim()
  return text.endsWith('.0') ? text.replace(/^(-?\d+)\.0+$/, '$1') : text
}

/** All values of the column; null where one stands there twice. */
export async function readKeys(tables: readonly Table[], column: number): Promise<Set<string> | null> {
  const keys = new Set<string>()
  let rows = 0
  for (const table of tables) {
    for await (const { texts, length } of table.read({ numbers: [], texts: [column] })) {
      rows += length
      if (rows > MAX_KEYS) throw tooMany(table)
      for (const cell of texts[0]) keys.add(cleanKey(cell))
      if (keys.size < rows) return null
    }
  }
  return keys
}

export function tooMany(table: Table): InputError {
  return new InputError(
    table.path,
    `has more than ${MAX_KEYS} rows, too many to join by id`,
    'put both files in the same order and say --by-row',
  )
}
