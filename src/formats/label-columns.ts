/** Which columns hold the labels: by flag, by names, by what the cells hold. */
import { InputError } from '../errors.ts'
import { isIdName, isLabelName, labelFamily, scoreFamily } from './column-names.ts'
import { isNumber, parseNumber } from './csv-dialect.ts'
import { findColumns, groupFamilies, listColumns, sampleOf, unclear } from './named-columns.ts'
import type { Table } from './table.ts'

/**
 * @param flag what `--label` says
 * @param taken columns that hold something else
 */
export function findLabels(
  table: Table,
  flag: string | undefined,
  taken: ReadonlySet<number>,
  reasons: string[],
): number[] {
  if (flag !== undefined) {
    reasons.push(`labels are "${flag}", as --label says`)
    return findColumns(table, flag, '--label')
  }
  const free = table.columns.map((_, index) => index).filter((index) => !taken.has(index))
  if (free.length === 1) return free
  return table.named ? findLabelsByName(table, free, reasons) : findLabelsByValue(table, free, reasons)
}

function findLabelsByName(table: Table, free: readonly number[], reasons: string[]): number[] {
  const byName = free.filter((index) => isLabelName(table.columns[index]))
  if (byName.length === 1) {
    reasons.push(`labels are "${table.columns[byName[0]]}", by its name`)
    return byName
  }
  if (byName.length > 1) throw unclear(table, byName, 'labels', '--label')
  const family = findFamily(table, free)
  if (family) {
    reasons.push(
      `labels are the ${family.length} columns "${table.columns[family[0]]}" … , one a class, by their names`,
    )
    return [...family]
  }
  const byClass = free.filter((index) => holdsClassNames(table, index))
  if (byClass.length === 1) {
    reasons.push(
      `labels are "${table.columns[byClass[0]]}", whose cells are the classes that the scores are named for`,
    )
    return byClass
  }
  // An index or an id beside one other column.
  const others = free.filter((index) => !isIdName(table.columns[index]))
  if (free.length === 2 && others.length === 1) return others
  throw unclearLabels(table)
}

/** Columns of 0 and 1 that are named alike, such as label_cat, label_dog; undefined when there are none. */
function findFamily(table: Table, free: readonly number[]): readonly number[] | undefined {
  const candidates = free.filter((index) => holdsZeroOne(table, index))
  const found = groupFamilies(table, candidates, labelFamily)
  return found.length === 1 ? found[0][1] : undefined
}

/** By most of its cells, so that a bad one is told as what it is. */
function holdsZeroOne(table: Table, column: number): boolean {
  const cells = sampleOf(table, column)
  return cells.filter((cell) => parseNumber(cell) === 0 || parseNumber(cell) === 1).length > cells.length / 2
}

/** Whether the cells of a column are words that other columns are named for: cat, dog beside prob_cat, prob_dog. */
function holdsClassNames(table: Table, column: number): boolean {
  const classes = new Set(table.columns.map((name) => scoreFamily(name)?.member ?? name))
  return sampleOf(table, column).every((cell) => !isNumber(cell) && classes.has(cell.trim()))
}

/** Without names: the one column of whole numbers among fractions; or a matrix of 0 and 1. */
function findLabelsByValue(table: Table, free: readonly number[], reasons: string[]): number[] {
  const matrix = free.every((index) => sampleOf(table, index).every((cell) => cell === '0' || cell === '1'))
  if (matrix) {
    reasons.push('labels are a matrix of 0 and 1, one column a class')
    return [...free]
  }
  const whole = free.filter((index) =>
    sampleOf(table, index).every((cell) => Number.isInteger(parseNumber(cell))),
  )
  if (whole.length === 1) {
    reasons.push(`labels are column ${whole[0]}, the only one of whole numbers`)
    return whole
  }
  throw unclearLabels(table)
}

function unclearLabels(table: Table): InputError {
  return new InputError(
    table.path,
    'it is unclear which column holds the labels',
    `say --label NAME, or --labels FILE if they stand elsewhere; the columns are ${listColumns(table)}`,
  )
}
