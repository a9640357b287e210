/** An index without a name, as pandas writes one, beside names of rows that are the same numbers in another order. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import { quoteWord } from '../../words/shell.ts'
import { isIdName, isUnnamed } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'

/** Whether a column counts the rows, from any number on. */
export function countsRows(table: Table, column: number): boolean {
  const values = columnNumbers(table, column)
  return values.every((value, row) => value === values[0] + row)
}

/**
 * Throws an InputError where one file counts its rows without a name for that, and the other names them by such numbers in
 * another order: the index may be that name, or what pandas gave to rows that are in the order of the other file.
 */
export function refuseUnnamedIndex(a: Table, b: Table): void {
  refuseIn(a, b)
  refuseIn(b, a)
}

function refuseIn(counted: Table, shuffled: Table): void {
  if (!counted.named || !shuffled.named) return
  const index = counted.columns.findIndex((name, column) => isUnnamed(name) && countsRows(counted, column))
  const id = shuffled.columns.findIndex((name) => isIdName(name) && !isUnnamed(name))
  if (index < 0 || id < 0) return
  const first = columnNumbers(counted, index)[0]
  const end = first + counted.expectedRows * 2
  const values = columnNumbers(shuffled, id)
  const areRows = values.every((value) => Number.isInteger(value) && value >= first && value < end)
  const rises = values.every((value, row) => row === 0 || value > values[row - 1])
  if (!areRows || rises) return
  throw new InputError(
    shuffled.path,
    `names its rows in "${shuffled.columns[id]}", in another order than they are counted in the first column of ${counted.path}, which has no name`,
    `say --by-row if both are in the same order, or name that column ${quoteWord(shuffled.columns[id])}`,
  )
}
