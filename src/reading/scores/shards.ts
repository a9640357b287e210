/** Whether all shards of a data set hold scores of one scale, by their first rows. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import { columnNumbers } from '../first-numbers.ts'
import type { Reading } from '../reading.ts'
import { givenScale } from './adjusted.ts'

/** Scores from which on it is no chance that all of them lie within 0 to 1. */
const ENOUGH_VALUES = 16

/** Throws an InputError at a shard of probabilities among logits. Logits among probabilities are told row by row. */
export function refuseOtherScale(
  [first, ...others]: readonly Table[],
  { scores, ...reading }: Pick<Reading, 'from' | 'adjustment' | 'scores'>,
): void {
  if (givenScale(reading) !== 'logits' || looksProbable(first, scores)) return
  const other = others.find((table) => looksProbable(table, scores))
  if (!other) return
  throw new InputError(
    other.path,
    `its scores lie within 0 to 1, as probabilities do, and those of ${first.path} do not`,
    'shards of one data set have scores of one kind; read the two apart',
  )
}

function looksProbable(table: Table, columns: readonly number[]): boolean {
  const areProbable = (column: number) =>
    columnNumbers(table, column).every((value) => value >= 0 && value <= 1)
  return columns.length * table.sample.length >= ENOUGH_VALUES && columns.every(areProbable)
}
