/** Rows of several models below one another, which make one data set only by mistake. */
import { isNumber } from '../../formats/csv/dialect.ts'
import { namesRows } from '../column-names.ts'
import { sampleOf } from '../named-columns.ts'
import { findCrossed, findModelColumns, type IdRows, type ModelColumn, mayPart } from './evidence.ts'
import type { LongRows } from './long-rows.ts'
import {
  areFewWords,
  isOfScores,
  isOfWords,
  kindBeside,
  kindOf,
  namesModels,
  namesSetting,
  namesTuning,
  numbersRows,
} from './names.ts'
import { crossedModels, refusal } from './questions.ts'
import { nameModel } from './rows-of.ts'
import { areAsMany, areMany, areOfOneFile, ENOUGH_OF_MODELS, ENOUGH_ROWS, modelsOf } from './same-samples.ts'

/**
 * Throws an InputError where each sample comes once for each word of a column that is called like one of models, or of several
 * such columns together: the ids come again with every word, or without ids the labels do, whatever the column is called where
 * they do so by no chance. Told from the first rows.
 */
export function refuseSeveralModels(rows: LongRows): void {
  const { table, models, id } = rows
  if (!table.named) return
  const cellsOf = (column: number) => sampleOf(table, column)
  const all = idColumns(rows)
  const ids = all.find((column) => mayBeIds(cellsOf(column)))
  if (ids !== undefined && !all.some((column) => areAllNamed(cellsOf(column))))
    refuseFound(rows, ids, idRows(rows, ids, cellsOf))
  if (table.columns.some((name) => mayName(name, models)) && models === null && id !== null)
    refuseOfIds(rows, id, cellsOf)
  if (id === null) refuseOfLabels(rows, cellsOf)
}

/** Whether a column is called like one of models, or of what they differ in: of what rows of one may differ in too, where models are said. */
export function mayName(name: string, models: LongRows['models']): boolean {
  return namesModels(name) || (models === null ? namesTuning(name) : namesSetting(name))
}

/** The cells of a column, of the first rows or of others. */
type CellsOf = (column: number) => readonly string[]

function refuseOfIds(rows: LongRows, id: number, cellsOf: CellsOf): void {
  for (const one of columnsBut(rows, id, cellsOf).filter(({ kind }) => kind === 'model')) {
    const models = one.column === rows.by ? null : modelsOf(one.cells, cellsOf(id), null)
    if (models)
      throw refusal(rows, id, {
        columns: [one],
        models: [...models.keys()],
        times: models.size,
        isClear: true,
      })
  }
}

/** Without ids: the labels of one model come again, in their order, with each other one. */
export function refuseOfLabels(rows: LongRows, cellsOf: CellsOf): void {
  const { labels, models: said, by } = rows
  if (labels.length === 0) return
  const keys = joinRows(labels.map(cellsOf))
  const areNamed = rows.table.columns.some((name) => mayName(name, said))
  const free = columnsBut(rows, null, cellsOf, !areNamed).filter(({ kind }) => kind !== 'sample')
  const named = free.filter(
    ({ kind }) => kind === 'model' || kind === 'tuning' || (said !== null && kind === 'setting'),
  )
  const maySay = said === null && idColumns(rows).length === 0
  const others = maySay ? free.filter((one) => !named.includes(one) && isOfWords(one.cells)) : []
  // Where there are ids, these tell which columns belong together.
  const pairs =
    said === null && named.length > 0 && idColumns(rows).length === 0
      ? free.flatMap((one, at) => free.slice(at + 1).map((other) => [one, other]))
      : []
  const sets = [
    ...[...named, ...others].map((one) => [one]),
    ...pairs.filter((pair) => pair.some((one) => named.includes(one))),
  ]
  const found = sets.flatMap((columns) => {
    const names = keys.map((_, row) => nameModel(columns.map(({ cells }) => cells[row].trim())))
    const isOfModels = columns.some(({ kind }) => kind === 'model')
    const models = modelsOf(names, keys, isOfModels ? ENOUGH_OF_MODELS : ENOUGH_ROWS)
    const isChance = models !== null && !columns.some((one) => named.includes(one)) && !areOfOneFile(models)
    return models === null || isChance ? [] : [{ columns, models }]
  })
  const isSetting = (columns: readonly ModelColumn[]) =>
    columns.some(({ kind }) => kind === 'tuning' || kind === 'setting')
  // Models of which some have more rows than others may be several by another column.
  const best =
    found.find(({ columns, models }) => columns.length > 1 && isSetting(columns) && areAsMany(models)) ??
    found.find(({ models }) => areAsMany(models)) ??
    found.find(({ columns }) => columns.length === 1)
  if (best === undefined || best.columns.some(({ column }) => column === by)) return
  throw refusal(rows, null, {
    ...best,
    models: [...best.models.keys()],
    times: best.models.size,
    isClear: areOfOneFile(best.models) && areMany(best.models),
  })
}

function joinRows([first, ...others]: readonly (readonly string[])[]): readonly string[] {
  return first.map((cell, row) => [cell, ...others.map((cells) => cells[row])].join())
}

/** The columns that are called like ids, those that tell most rows apart first. */
export function idColumns({ table, id, labels, taken }: LongRows): readonly number[] {
  const isNamed = (name: string) => namesRows(name) && !namesModels(name) && !namesSetting(name)
  const isFree = (column: number) => column !== id && !taken.has(column) && !labels.includes(column)
  const named = table.columns.flatMap((name, column) =>
    isFree(column) && isNamed(name) && !areFewWords(name, sampleOf(table, column)) ? [column] : [],
  )
  const distinct = (column: number) => new Set(sampleOf(table, column)).size
  return [...(id === null ? [] : [id]), ...named].sort((one, other) => distinct(other) - distinct(one))
}

/** Rows with a name of their own are samples of their own; a count of rows is no name. */
export function areAllNamed(cells: readonly string[]): boolean {
  return new Set(cells).size === cells.length && !cells.every(isNumber)
}

export function mayBeIds(cells: readonly string[]): boolean {
  const { size } = new Set(cells)
  return size > 1 && size < cells.length && !cells.includes('')
}

/**
 * The columns beside ids and labels that may say of which model a row is.
 * @param ofWords whether numbers are left out, which takes no look at all of their cells
 */
function columnsBut(
  { table, labels, taken, models, by }: LongRows,
  ids: number | null,
  cellsOf: CellsOf,
  ofWords = false,
): readonly ModelColumn[] {
  const isOther = (column: number) => taken.has(column) && column !== by
  const labelWords = new Set(ids === null ? [] : labels.flatMap(cellsOf))
  return table.columns.flatMap((name, column) => {
    if (isOther(column) || labels.includes(column) || column === ids || isOfScores(name)) return []
    const cells = models?.includes(column) ? [] : cellsOf(column)
    if (ofWords && (cells.length === 0 || isNumber(cells[0]))) return []
    const kind = ids === null ? kindOf(name, cells) : kindBeside(table.columns[ids], name, cells, labelWords)
    return mayPart(cells, kind) ? [{ column, name, cells, kind }] : []
  })
}

export function idRows(rows: LongRows, ids: number, cellsOf: CellsOf): IdRows {
  const { labels } = rows
  return {
    ids: cellsOf(ids),
    areOfRows: numbersRows(rows.table.columns[ids]),
    labels: labels.length === 0 ? cellsOf(ids).map(() => '') : joinRows(labels.map(cellsOf)),
    columns: columnsBut(rows, ids, cellsOf),
  }
}

export function refuseFound(rows: LongRows, ids: number, samples: IdRows): void {
  const found = findModelColumns(samples, rows.models !== null)
  const crossed = found === null && rows.models === null ? findCrossed(samples) : null
  if (crossed !== null && crossed.columns[0].column !== rows.by) throw crossedModels(rows.table, ids, crossed)
  if (found === null || found.columns.some(({ column }) => column === rows.by)) return
  throw refusal(rows, ids, found)
}
