/** Labels that are numbers of a regression and no classes. */
import { InputError } from '../../errors.ts'
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { scoreFamily } from '../column-names.ts'
import type { LabelSample } from '../scores/family.ts'
import { softLabels } from './binary.ts'

/** Different labels from which on they are many, such as prices in whole numbers. */
const MANY_LABELS = 8

/** Nearly every row has a number of its own for its label, and there are not as many scores. */
export function refuseRegression(
  table: Table,
  numeric: readonly number[],
  { cells, width }: LabelSample,
): void {
  const distinct = [...new Set(cells)]
  const areMany = distinct.length > Math.max(cells.length / 2, numeric.length, MANY_LABELS)
  if (width > 1 || !areMany || !distinct.every(isNumber)) return
  throw ofRegression(table.path, cells, 'as the truth of a regression is, and there are not as many scores')
}

/**
 * Beside one score per row there are two classes; where the labels are many whole numbers, nothing that its scores could be would
 * help, and what they are is not asked.
 */
export function refuseManyBesideOne(path: string, cells: readonly string[]): void {
  const distinct = [...new Set(cells)]
  if (distinct.length <= MANY_LABELS || !distinct.every(isWhole)) return
  throw ofRegression(path, cells, 'and there is one score per row, as in a regression')
}

/** The share of labels that are fractions from which on these are no bad cells. */
const MANY_FRACTIONS = 0.1

/** Labels between 0 and 1, as those of two annotators or of a teacher are. */
export function refuseSoftTarget(path: string, cells: readonly string[], scores: Table): void {
  const areShares = cells.every((cell) => parseNumber(cell) >= 0 && parseNumber(cell) <= 1)
  const fractions = cells.filter((cell) => !isWhole(cell))
  const areMany = new Set(cells).size > MANY_LABELS && fractions.length > MANY_FRACTIONS * cells.length
  if (!areShares || !areMany) return
  // 0.0 to 1.0 may be classes too.
  const names = new Set(scores.columns.map((name) => scoreFamily(name)?.member ?? name))
  if (cells.every((cell) => names.has(cell))) return
  throw softLabels(path, [...new Set(cells)])
}

function isWhole(cell: string): boolean {
  return Number.isInteger(parseNumber(cell))
}

function ofRegression(path: string, cells: readonly string[], why: string): InputError {
  const distinct = [...new Set(cells)]
  return new InputError(
    path,
    `the labels are ${distinct.length} different numbers in ${cells.length} rows (${distinct.slice(0, 3).join(', ')}, …), ${why}`,
    'name the column of the classes with --label, and those of their scores with --score',
  )
}
