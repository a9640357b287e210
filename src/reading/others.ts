/** The columns beside scores and labels: ids, weights, slices. */
import { InputError } from '../errors.ts'
import { parseNumber } from '../formats/csv/dialect.ts'
import type { Table } from '../formats/table.ts'
import { writeFlag } from '../words/shell.ts'
import type { Key } from './alignment/key.ts'
import { isIdName, isWeightName } from './column-names.ts'
import { findColumn, findColumns, sampleOf, writeColumns } from './named-columns.ts'
import type { ReadingOptions } from './reading.ts'

/** The columns beside scores and labels. What a flag names for one thing is not taken for another by its name. */
export function findOthers(table: Table, apart: boolean, options: ReadingOptions, key: Key | null) {
  const { score, label, other, predicted, by } = options
  const claimed = new Set([
    ...(score === undefined ? [] : findColumns(table, score, '--score')),
    ...(label === undefined || apart ? [] : findColumns(table, label, '--label')),
    ...[other, predicted, by].flatMap((name) => (name === undefined ? [] : [table.columns.indexOf(name)])),
  ])
  const byFlag = (flag: string | undefined, what: string) =>
    flag === undefined ? null : findColumn(table, flag, `--${what}`)
  const byName = (matches: (name: string) => boolean) => {
    const index = table.columns.findIndex((name, column) => !claimed.has(column) && matches(name))
    return index < 0 || !table.named ? null : index
  }
  return {
    id: byFlag(options.id, 'id') ?? key?.left ?? byName(isIdName),
    weight:
      options.weight === 'none'
        ? null
        : (byFlag(options.weight, 'weight') ?? findWeight(table, byName(isWeightName))),
    by: byFlag(options.by, 'by'),
  }
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
