/** What is said where it is unclear which column holds the labels. */
import { InputError } from '../../errors.ts'
import { isNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { joinMember } from '../../sources/member.ts'
import { writeFlag } from '../../words/shell.ts'
import { isIdName, isLabelName, isScoreName } from '../column-names.ts'
import { columnNumbers } from '../first-numbers.ts'
import { saysOther, saysPredicted } from '../name-words.ts'
import { listColumns, sampleOf, writeColumns } from '../named-columns.ts'
import { canonical } from './codes.ts'
import { isWhatScoresSay } from './decisions.ts'

export function unclearLabels(table: Table, likely: readonly number[] = []): InputError {
  const beside = labelsBeside(table)
  if (beside !== undefined && !table.named)
    return new InputError(
      table.path,
      'holds scores and no labels',
      `say ${writeFlag('--labels', beside, 'FILE')}, or --label NAME if a column of it holds them`,
    )
  const label =
    likely.length > 0
      ? `${writeFlag('--label', writeColumns(table, [likely[0]]))} if that is it`
      : '--label NAME'

  return new InputError(
    table.path,
    'it is unclear which column holds the labels',
    `say ${label}, or --labels FILE if they stand elsewhere; the columns are ${listColumns(table)}`,
  )
}

/** The array of labels in the file of which the table is one array; undefined where there is none or several may be. */
function labelsBeside({ partOf, expectedRows }: Table): string | undefined {
  const found = partOf?.arrays.filter(
    ({ name, shape, fault }) => fault === null && shape?.[0] === expectedRows && isLabelName(name),
  )
  return found?.length === 1 ? joinMember(partOf!.path, found[0].name) : undefined
}

/**
 * Columns of few values that come again, those of two first, and numbers before words. Words that a score decides, such as
 * High and Low, are no truth.
 */
export function likelyLabels(table: Table, free: readonly number[]): readonly number[] {
  const isWorded = (column: number) => !sampleOf(table, column).some(isNumber)
  const values = (column: number) =>
    new Set(sampleOf(table, column).map((cell) => canonical(cell.trim()))).size
  const isLikely = (column: number) => {
    const name = table.columns[column]
    const isOther = isIdName(name) || saysOther(name) || saysPredicted(name) || isScoreName(name)
    const count = values(column)
    return (
      !isOther && !mayBeAmount(table, column) && count > 1 && count <= Math.max(2, table.sample.length / 4)
    )
  }
  const rank = (column: number) => 2 * Number(values(column) > 2) + Number(isWorded(column))
  return free
    .filter((column) => isLikely(column) && !(isWorded(column) && isWhatScoresSay(table, column)))
    .sort((a, b) => rank(a) - rank(b))
}

/** A coordinate or an amount may be called y or target. */
export function mayBeAmount(table: Table, column: number): boolean {
  return columnNumbers(table, column).some((value) => !Number.isNaN(value) && !Number.isInteger(value))
}
