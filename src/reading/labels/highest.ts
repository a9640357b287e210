/** Which score of a row is its highest, and whether one count is more than another by no chance. */
import { greatest } from '../../extremes.ts'
import type { Table } from '../../formats/table.ts'
import { numberRows } from '../first-numbers.ts'

/** Of each of the first rows the place of its highest score, -1 where two are as high. */
export function highestOf(table: Table, columns: readonly number[]): readonly number[] {
  return numberRows(table, columns).map((values) => {
    const at = values.indexOf(greatest(values))
    return values.indexOf(values[at], at + 1) < 0 ? at : -1
  })
}

/** Whether two counts differ by as much as so many throws of a coin that all fall alike. */
export function isMore(many: number, few: number, throws: number): boolean {
  return many > few && (many - few) ** 2 >= throws * (many + few)
}
