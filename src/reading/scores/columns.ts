/** Which columns hold the scores: by flag, by names, by what the cells hold. */
import { InputError } from '../../errors.ts'
import { isNumber, parseNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { writePattern } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { isScoreName, scoreFamily } from '../column-names.ts'
import {
  findColumns,
  groupFamilies,
  listColumns,
  listNames,
  MAX_ADVISED,
  sampleOf,
  unclear,
  writeColumns,
} from '../named-columns.ts'
import { numberHint } from '../number-hints.ts'
import { rowsSumToOne } from './scale.ts'

/**
 * @param flag what `--score` says
 * @param taken columns that hold something else
 * @param labelSample the first labels
 */
export function findScores(
  table: Table,
  flag: string | undefined,
  taken: ReadonlySet<number>,
  labelSample: readonly string[],
  reasons: string[],
): number[] {
  if (flag !== undefined) {
    reasons.push(`scores are "${flag}", as --score says`)
    return findColumns(table, flag, '--score')
  }
  const free = table.columns.map((_, index) => index).filter((index) => !taken.has(index))
  const numeric = free.filter((index) => isNumeric(table, index))
  if (numeric.length === 0) throw noScores(table, free)
  if (numeric.length === 1) return numeric
  if (table.named) return findScoresByName(table, numeric, labelSample, reasons)
  refuseIndex(table, numeric)
  return numeric
}

function isNumeric(table: Table, column: number): boolean {
  const cells = sampleOf(table, column).filter((cell) => cell.trim() !== '' && cell.toLowerCase() !== 'nan')
  return cells.length > 0 && cells.filter(isNumber).length > cells.length / 2
}

/** Shows a cell of the column that was most likely meant. */
function noScores(table: Table, free: readonly number[]): InputError {
  const elsewhere = `say --score NAME, or --labels FILE if the labels stand elsewhere; the columns are ${listColumns(table)}`
  const likely = free.find((index) => isScoreName(table.columns[index]) || scoreFamily(table.columns[index]))
  const column = likely ?? free[0] ?? 0
  const cells = sampleOf(table, column).filter((text) => text.trim() !== '')
  // In a column that is half numbers the first cell may be one.
  const cell = cells.find((text) => !isNumber(text)) ?? cells[0] ?? ''
  const hint = numberHint(cell) ?? elsewhere
  if (free.length === 0 || cell === '')
    return new InputError(table.path, 'has no column of scores beside the labels', hint)
  const shown = cell.length > 40 ? `${cell.slice(0, 40)}…` : cell
  return new InputError(
    table.path,
    `has no column of scores: ${table.named ? '' : 'column '}"${table.columns[column]}" holds "${shown}", which is not a number`,
    hint,
  )
}

/** A nameless column of 0, 1, 2, ... is more likely an index than the scores of a class. */
function refuseIndex(table: Table, numeric: readonly number[]): void {
  const index = numeric.find((column) => {
    const values = sampleOf(table, column).map(parseNumber)
    return values.length > 2 && values.every((value, row) => value === Math.trunc(values[0]) + row)
  })
  if (index === undefined) return
  const others = numeric.filter((column) => column !== index)
  throw new InputError(
    table.path,
    `column ${index} counts the rows and looks like an index`,
    others.length > MAX_ADVISED
      ? 'say --score and the columns of scores'
      : `say ${writeFlag('--score', others.join(','))} to leave it out`,
  )
}

function findScoresByName(
  table: Table,
  numeric: readonly number[],
  labelSample: readonly string[],
  reasons: string[],
): number[] {
  const names = (columns: readonly number[]) => columns.map((index) => table.columns[index])
  const family = findFamily(table, numeric)
  if (family) {
    reasons.push(
      `scores are the ${family.length} columns ${listNames(names(family))}, one a class, by their names`,
    )
    return [...family]
  }
  const single = numeric.filter((index) => isScoreName(table.columns[index]))
  if (single.length === 1) {
    reasons.push(`scores are "${table.columns[single[0]]}", by its name`)
    return single
  }
  if (single.length > 1) throw unclear(table, single, 'scores', '--score')
  return findClasses(table, numeric, labelSample, reasons)
}

/**
 * Columns named for the classes, all of them: each name occurs as a label, or all columns together sum to 1. A column
 * that does neither may hold anything.
 */
function findClasses(
  table: Table,
  numeric: readonly number[],
  labelSample: readonly string[],
  reasons: string[],
): number[] {
  const labels = new Set(labelSample.map((label) => label.trim()).filter((label) => label !== ''))
  const named = numeric.filter((index) => labels.has(table.columns[index]))
  if (named.length === 0 || named.length < labels.size) throw unclear(table, numeric, 'scores', '--score')
  const names = named.map((index) => table.columns[index])
  if (named.length === numeric.length || rowsSumToOne(table, numeric)) {
    reasons.push(`scores are the ${numeric.length} columns whose names are the labels`)
    return [...numeric]
  }
  const others = numeric.filter((index) => !named.includes(index)).map((index) => table.columns[index])
  throw new InputError(
    table.path,
    `it is unclear whether ${listNames(others)} beside ${listNames(names)} is a class`,
    named.length > MAX_ADVISED
      ? 'say --score and the column of each class'
      : `say --score and the column of each class, as in ${writeFlag('--score', writeColumns(table, named), 'LIST')}`,
  )
}

/** Columns named alike, such as prob_0, prob_1, ...; undefined when there are none. */
function findFamily(table: Table, numeric: readonly number[]): readonly number[] | undefined {
  const found = groupFamilies(table, numeric, scoreFamily)
  const first = (members: readonly number[]) => table.columns[members[0]]
  if (found.length > 1) {
    throw new InputError(
      table.path,
      `several groups of columns may hold the scores: ${found.map(([, members]) => `${first(members)} …`).join(', ')}`,
      `say ${writeFlag('--score', writePattern(first(found[0][1]).slice(0, found[0][0].length)))} or whichever it is`,
    )
  }
  if (found.length > 0) refuseStranger(table, found[0][1])
  return found[0]?.[1]
}

/** Among prob_0, prob_1, ... a prob_max is no class. */
function refuseStranger(table: Table, family: readonly number[]): void {
  const isIndexed = (index: number) => /^\d+$/.test(scoreFamily(table.columns[index])!.member)
  const indexed = family.filter(isIndexed).map((index) => table.columns[index])
  const strangers = family.filter((index) => !isIndexed(index)).map((index) => table.columns[index])
  if (indexed.length === 0 || strangers.length === 0) return
  throw new InputError(
    table.path,
    `it is unclear whether ${listNames(strangers)} beside ${listNames(indexed)} is a class`,
    'say --score and the columns of scores',
  )
}
