/** The first rows of a table as numbers, each parsed once: many questions are asked of them. */
import { parseNumber } from '../formats/csv/dialect.ts'
import type { Table } from '../formats/table.ts'

const known = new WeakMap<Table['sample'], Map<number, readonly number[]>>()

/** A column of the sample; NaN for what is no number. */
export function columnNumbers({ sample }: Pick<Table, 'sample'>, column: number): readonly number[] {
  const columns = known.get(sample) ?? new Map<number, readonly number[]>()
  known.set(sample, columns)
  const numbers = columns.get(column) ?? sample.map((row) => parseNumber(row[column]))
  columns.set(column, numbers)
  return numbers
}

/** Some columns of the sample, row by row. */
export function numberRows(table: Pick<Table, 'sample'>, columns: readonly number[]): readonly number[][] {
  const numbers = columns.map((column) => columnNumbers(table, column))
  return table.sample.map((_, row) => numbers.map((column) => column[row]))
}
