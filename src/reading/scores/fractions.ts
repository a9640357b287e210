/** Which columns hold numbers that are not whole. */
import type { Table } from '../../formats/table.ts'
import { columnNumbers } from '../first-numbers.ts'
import { sampleOf } from '../named-columns.ts'

/** Those with fractions among their first cells, where there are any, or else those that are written as such: 0.0 beside 0. */
export function withFractions(table: Table, columns: readonly number[]): number[] {
  const found = columns.filter((index) => columnNumbers(table, index).some(isFraction))
  if (found.length > 0) return found
  const written = columns.filter((index) => sampleOf(table, index).some((cell) => /\d\.\d/.test(cell)))
  return written.length > 0 ? written : [...columns]
}

function isFraction(value: number): boolean {
  return !Number.isNaN(value) && !Number.isInteger(value)
}

export function holdsFractions(table: Table, columns: readonly number[]): boolean {
  return withFractions(table, columns).some((index) => columnNumbers(table, index).some(isFraction))
}
