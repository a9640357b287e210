/** Columns of a dump as Parquet: what holds numbers alone is numbers there. */
import { type ParquetColumn, writeParquet } from '../parquet.ts'
import type { Column } from './cells.ts'

export function tableAsParquet(columns: readonly Column[]): Buffer {
  // pandas has a name for an index without one.
  return writeParquet(columns.map((column) => typed({ ...column, name: column.name || '__index_level_0__' })))
}

function typed({ name, cells }: Column): ParquetColumn {
  const found = cells.filter((cell) => cell !== '')
  const written = <T>(of: (cell: string) => T) => cells.map((cell) => (cell === '' ? null : of(cell)))
  if (found.every((cell) => /^(?:true|false)$/i.test(cell)))
    return { name, type: 'BOOLEAN', cells: written((cell) => /^true$/i.test(cell)) }
  if (found.every((cell) => /^-?(?:0|[1-9]\d{0,14})$/.test(cell)))
    return { name, type: 'INT64', cells: written(BigInt) }
  if (found.every((cell) => !Number.isNaN(Number(cell))))
    return { name, type: 'DOUBLE', cells: written(Number) }
  return { name, type: 'TEXT', cells: written(String) }
}
