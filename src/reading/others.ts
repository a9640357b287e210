/** The columns beside scores and labels: ids, weights, slices. */
import { InputError } from '../errors.ts'
import { parseNumber } from '../formats/csv/dialect.ts'
import type { Table } from '../formats/table.ts'
import { writeFlag } from '../words/shell.ts'
import type { Key } from './alignment/key.ts'
import { type Beside, type OwnFile, refuseNoFile } from './beside.ts'
import { isIdName, isWeightName } from './column-names.ts'
import { sidesOfBox } from './labels/boxes.ts'
import { areFewWords } from './models/names.ts'
import { wordsIn } from './name-words.ts'
import { findColumn, findColumns, listColumns, sampleOf, writeColumns } from './named-columns.ts'
import type { Reading, ReadingOptions, Side } from './reading.ts'

/** Columns of the scores' table, unless `sides` says otherwise. */
export interface Others extends Pick<Reading, 'id' | 'weight' | 'by' | 'sides'> {
  /** Columns that are called weights and are not in use: no scores and no labels either, unless a flag says so. */
  readonly spare?: Readonly<Record<'scores' | 'labels', readonly number[]>>
}

/** Where they stand when nothing is known. */
export const NO_OTHERS: Others = {
  id: null,
  weight: null,
  by: null,
  sides: { weight: 'scores', by: 'scores' },
}

/**
 * The columns beside scores and labels. What a flag names for one thing is not taken for another by its name.
 * @param labels where these stand in another table; a weight or a slice may stand there too
 * @param beside weights and slices that are files
 */
export function findOthers(
  table: Table,
  labels: Table | null,
  options: ReadingOptions,
  key: Key | null,
  beside: Beside,
): Others {
  const { score, label, other, predicted, by } = options
  const claimed = new Set([
    ...(score === undefined ? [] : findColumns(table, score, '--score')),
    ...(label === undefined || labels ? [] : findColumns(table, label, '--label')),
    ...[other, predicted, by].flatMap((name) => (name === undefined ? [] : [table.columns.indexOf(name)])),
  ])
  const found = (name: string | undefined, own: OwnFile | null, flag: string): Found => {
    if (own !== null) return { column: 0, side: 'own' }
    return name === undefined ? NOWHERE : findInEither(table, labels, name, flag)
  }
  const ofWeight = options.weight === 'none' ? NOWHERE : found(options.weight, beside.weight, '--weight')
  const ofSlice = found(by, beside.by, '--by')
  const spare =
    options.weight === undefined
      ? undefined
      : {
          scores: weightsIn(table, claimed),
          labels: labels
            ? weightsIn(labels, label === undefined ? [] : findColumns(labels, label, '--label'))
            : [],
        }
  // The width of a box may be called w.
  const sides = new Set(sidesOfBox(table))
  const byName = (matches: (name: string, column: number) => boolean) => {
    const index = table.columns.findIndex(
      (name, column) => !claimed.has(column) && !sides.has(column) && matches(name, column),
    )
    return index < 0 || !table.named ? null : index
  }
  const isId = (name: string, column: number) => isIdName(name) && !areFewWords(name, sampleOf(table, column))
  return {
    id: options.id === undefined ? (key?.left ?? byName(isId)) : findColumn(table, options.id, '--id'),
    weight: options.weight === undefined ? findWeight(table, byName(isWeightName)) : ofWeight.column,
    by: ofSlice.column,
    sides: { weight: ofWeight.side, by: ofSlice.side },
    ...(spare ? { spare } : {}),
  }
}

/** Columns that are called so, and that no flag names for anything else. */
function weightsIn({ columns, named }: Table, claimed: Iterable<number>): readonly number[] {
  const other = new Set(claimed)
  return named
    ? [...columns.keys()].filter((column) => isWeightName(columns[column]) && !other.has(column))
    : []
}

interface Found {
  readonly column: number | null
  readonly side: Side
}

const NOWHERE: Found = { column: null, side: 'scores' }

/** A column of the scores' table, or else of the labels'. */
function findInEither(table: Table, labels: Table | null, name: string, flag: string): Found {
  if (!table.columns.includes(name) && labels?.columns.includes(name))
    return { column: findColumn(labels, name, flag), side: 'labels' }
  if (!table.columns.includes(name)) refuseNoFile(name, flag, table)
  if (labels === null || table.columns.includes(name))
    return { column: findColumn(table, name, flag), side: 'scores' }
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
  sides,
  spare,
}: Others): readonly [scores: Set<number>, labels: Set<number>] {
  const known = (columns: readonly (number | null)[]) => new Set(columns.filter((column) => column !== null))
  const of = (side: Side) => [sides.weight === side ? weight : null, sides.by === side ? by : null]
  return [
    known([id, ...of('scores'), ...(spare?.scores ?? [])]),
    known([...of('labels'), ...(spare?.labels ?? [])]),
  ]
}

/** What stands beside the weight of a person, and beside the width of a box. */
const BESIDE_WEIGHT = new Set(['height', 'bmi', 'length', 'waist', 'stature'])
const BESIDE_WIDTH = new Set(['h', 'height'])

/**
 * A column that is called so and holds whole numbers from 11 to a million may be the weight of a person or the width of a box; so may one
 * whose numbers are all above 10, and one beside a height.
 */
function findWeight(table: Table, column: number | null): number | null {
  if (column === null || /^sample/i.test(table.columns[column])) return column
  const name = table.columns[column]
  const values = sampleOf(table, column).map(parseNumber).filter(Number.isFinite)
  const large = values.find((value) => value > 10 && value < 1e6)
  const known = /^w$/i.test(name) ? BESIDE_WIDTH : BESIDE_WEIGHT
  const beside = table.columns.find((other) => wordsIn(other).some((word) => known.has(word)))
  const isAmount =
    large !== undefined && (values.every(Number.isInteger) || values.every((value) => value > 10))
  if (!isAmount && beside === undefined) return column
  const what = beside === undefined ? `such as ${large ?? values[0]}` : `beside "${beside}"`
  throw new InputError(
    table.path,
    `"${name}" holds ${values.every(Number.isInteger) ? 'whole ' : ''}numbers ${what}, and may be the weight of the sample or something else`,
    `say ${writeFlag('--weight', writeColumns(table, [column]))} if each sample counts so much, or --weight none`,
  )
}
