/** Which columns hold numbers that are not whole. */
import type { Table } from '../../formats/table.ts'
import { columnNumbers } from '../first-numbers.ts'

/** Those with fractions among their first cells, where there are any. */
export function withFractions(table: Table, columns: readonly number[]): number[] {
  const found = columns.filter((index) => columnNumbers(table, index).some(isFraction))
  return found.length > 0 ? found : [...columns]
}

function isFraction(value: number): boolean {
  return !Number.isNaN(value) && !Number.isInteger(value)
}

export function holdsFractions(table: Table, columns: readonly number[]): boolean {
  return withFractions(table, columns).some((index) => columnNumbers(table, index).some(isFraction))
}
