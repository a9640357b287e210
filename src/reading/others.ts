/** The columns beside scores and labels: ids, weights, slices. */
import { InputError } from '../errors.ts'
import { parseNumber } from '../formats/csv/dialect.ts'
import type { Table } from '../formats/table.ts'
import { writeFlag } from '../words/shell.ts'
import type { Key } from './alignment/key.ts'
import { isIdName, isWeightName } from './column-names.ts'
import { findColumn, findColumns, listColumns, sampleOf, writeColumns } from './named-columns.ts'
import type { Reading, ReadingOptions } from './reading.ts'

/** Columns of the scores' table, unless `ofLabels` says that they are of the labels'. */
export type Others = Pick<Reading, 'id' | 'weight' | 'by' | 'ofLabels'>

/**
 * The columns beside scores and labels. What a flag names for one thing is not taken for another by its name.
 * @param labels where these stand in another table; a weight or a slice may stand there too
 */
export function findOthers(
  table: Table,
  labels: Table | null,
  options: ReadingOptions,
  key: Key | null,
): Others {
  const { score, label, other, predicted, by } = options
  const claimed = new Set([
    ...(score === undefined ? [] : findColumns(table, score, '--score')),
    ...(label === undefined || labels ? [] : findColumns(table, label, '--label')),
    ...[other, predicted, by].flatMap((name) => (name === undefined ? [] : [table.columns.indexOf(name)])),
  ])
  const found = (name: string | undefined, flag: string) =>
    name === undefined ? NOWHERE : findInEither(table, labels, name, flag)
  const ofWeight = options.weight === 'none' ? NOWHERE : found(options.weight, '--weight')
  const ofSlice = found(by, '--by')
  const byName = (matches: (name: string) => boolean) => {
    const index = table.columns.findIndex((name, column) => !claimed.has(column) && matches(name))
    return index < 0 || !table.named ? null : index
  }
  return {
    id: options.id === undefined ? (key?.left ?? byName(isIdName)) : findColumn(table, options.id, '--id'),
    weight: options.weight === undefined ? findWeight(table, byName(isWeightName)) : ofWeight.column,
    by: ofSlice.column,
    ofLabels: { weight: ofWeight.isOfLabels, by: ofSlice.isOfLabels },
  }
}

const NOWHERE = { column: null, isOfLabels: false }

/** A column of the scores' table, or else of the labels'. */
function findInEither(table: Table, labels: Table | null, name: string, flag: string) {
  if (labels === null || table.columns.includes(name))
    return { column: findColumn(table, name, flag), isOfLabels: false }
  if (labels.columns.includes(name)) return { column: findColumn(labels, name, flag), isOfLabels: true }
  throw new InputError(
    table.path,
    `has no column "${name}" for ${flag}, and neither has ${labels.path}`,
    `the columns are ${listColumns(table)}, and there ${listColumns(labels)}`,
  )
}

/** The columns among these that are of the scores' table, and of the labels'. */
export function bySide({
  id,
  weight,
  by,
  ofLabels,
}: Others): readonly [scores: Set<number>, labels: Set<number>] {
  const ofScores = [id, ofLabels.weight ? null : weight, ofLabels.by ? null : by]
  const others = [ofLabels.weight ? weight : null, ofLabels.by ? by : null]
  const known = (columns: readonly (number | null)[]) => new Set(columns.filter((column) => column !== null))
  return [known(ofScores), known(others)]
}

/** A column that is called so and holds whole numbers from 11 to a million may be the weight of a person or the width of a box. */
function findWeight(table: Table, column: number | null): number | null {
  if (column === null || /^sample/i.test(table.columns[column])) return column
  const values = sampleOf(table, column).map(parseNumber)
  const large = values.find((value) => value > 10 && value < 1e6)
  if (large === undefined || !values.every(Number.isInteger)) return column
  const name = table.columns[column]
  throw new InputError(
    table.path,
    `"${name}" holds whole numbers (${large}), and may be the weight of the sample or something else`,
    `say ${writeFlag('--weight', writeColumns(table, [column]))} if each sample counts so much, or --weight none`,
  )
}
