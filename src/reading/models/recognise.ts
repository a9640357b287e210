/** Rows of several models below one another, which make one data set only by mistake. */
import { InputError } from '../../errors.ts'
import { isNumber } from '../../formats/csv/dialect.ts'
import type { Table } from '../../formats/table.ts'
import { joinNames, nameSome } from '../../words/names.ts'
import { writeFlag } from '../../words/shell.ts'
import { namesRows } from '../column-names.ts'
import { sampleOf, writeColumns } from '../named-columns.ts'
import { type FoundModels, findModelColumns, type IdRows, type ModelColumn, mayPart } from './evidence.ts'
import { writeModels } from './models.ts'
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
  surelyModels,
} from './names.ts'
import { goesOn, nameModel } from './rows-of.ts'
import { areAsMany, areOfOneFile, ENOUGH_OF_MODELS, ENOUGH_ROWS, modelsOf } from './same-samples.ts'

/** Most models that a message names. */
const MAX_SHOWN = 3

/** Where samples stand, and what columns hold something else. */
export interface LongRows {
  readonly table: Table
  readonly id: number | null
  /** Labels in this table, if there are any. */
  readonly labels: readonly number[]
  readonly taken: ReadonlySet<number>
  /** What `--model` and `--by` name; null for nothing. */
  readonly models: readonly number[] | null
  readonly by: number | null
}

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

/** Asks about the models of a table; a question that compares them needs no answer where rows can be of nothing else. */
export class ModelsBelow extends InputError {
  /** What `--model` takes; null where the rows may be parts of a sample, or the mean over all of them may be meant. */
  readonly model: string | null

  constructor(table: Table, problem: string, hint: string, model: string | null) {
    super(table.path, problem, hint)
    this.model = model
  }
}

/** The cells of a column, of the first rows or of others. */
type CellsOf = (column: number) => readonly string[]

function refuseOfIds(rows: LongRows, id: number, cellsOf: CellsOf): void {
  for (const one of columnsBut(rows, id, cellsOf).filter(({ kind }) => kind === 'model')) {
    const models = one.column === rows.by ? null : modelsOf(one.cells, cellsOf(id), null)
    if (models)
      throw severalModels(rows.table, id, { columns: [one], models: [...models.keys()], times: models.size })
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
  throw refusal(rows, null, { ...best, models: [...best.models.keys()], times: best.models.size })
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
  if (found === null || found.columns.some(({ column }) => column === rows.by)) return
  throw refusal(rows, ids, found)
}

/** @param ids null where labels tell that samples come again */
function refusal(rows: LongRows, ids: number | null, found: FoundModels): InputError {
  return rows.models === null ? severalModels(rows.table, ids, found) : mixedModels(rows, ids, found)
}

function nameSample(table: Table, ids: number | null): string {
  return ids === null ? 'sample' : nameSome([table.columns[ids]], 1)
}

/** The first rows may end among those of a sample. */
function countTimes(table: Table, times: number): string {
  return goesOn(table) ? 'several' : `${times}`
}

function severalModels(
  table: Table,
  ids: number | null,
  { columns, models, times }: FoundModels,
): ModelsBelow {
  const names = columns.map(({ name }) => name)
  const shown = nameSome(models.slice(0, MAX_SHOWN), models.length)
  const unknown = columns.filter(({ kind }) => kind === 'unknown')
  const others = columns.filter((one) => !unknown.includes(one)).map(({ column }) => column)
  const doubt =
    others.length === 0 || unknown.length === 0
      ? ''
      : `, or ${writeFlag('--model', writeModels(table, others))} if ${listed(unknown.map(({ name }) => name))} ${unknown.length === 1 ? 'tells' : 'tell'} samples of one ${nameSample(table, ids)} apart`
  const all = columns.map(({ column }) => column)
  const mean = meanOfAll(table, columns)
  return new ModelsBelow(
    table,
    names.length === 1
      ? `each sample comes once for each ${listed(names)}: ${shown}`
      : `each ${nameSample(table, ids)} comes ${countTimes(table, times)} times with the same label, once for each ${listed(names)} together: ${shown}`,
    `${sideBySide(table, all, models[0])}${doubt}${mean}`,
    doubt === '' && mean === '' ? writeModels(table, all) : null,
  )
}

/** Where words for models are those of something else as well, or nothing but the labels tells. */
function meanOfAll(table: Table, columns: readonly ModelColumn[]): string {
  const maybe =
    columns.find(({ kind }) => kind === 'model') ??
    (columns.length === 1 ? columns[0] : columns.find(({ kind }) => kind === 'tuning'))
  if (maybe === undefined || columns.some(({ name }) => surelyModels(name))) return ''
  return `, or ${writeFlag('--by', writeColumns(table, [maybe.column]))} for the mean over all of them`
}

/** Where `--model` names too few columns. */
function mixedModels({ table, models }: LongRows, ids: number | null, found: FoundModels): InputError {
  const own = found.columns.map(({ column }) => column)
  const all = table.columns.flatMap((_, column) =>
    models!.includes(column) || own.includes(column) ? [column] : [],
  )
  const model = nameModel(models!.map((column) => table.sample[0][column]))
  const names = found.columns.map(({ name }) => name)
  return new InputError(
    table.path,
    `each ${nameSample(table, ids)} comes ${countTimes(table, found.times)} times within the model ${nameSome([model], 1)}, once for each ${listed(names)}: ${nameSome(found.models.slice(0, MAX_SHOWN), found.models.length)}`,
    `say ${writeFlag('--model', writeModels(table, all))} if these are models of their own, or ${writeFlag('--by', writeColumns(table, own.slice(0, 1)))} for the mean over all of them`,
  )
}

function sideBySide(table: Table, columns: readonly number[], first: string): string {
  const flag = writeModels(table, columns)
  return `say ${writeFlag('--model', flag)} to take the models side by side with compare, diff or report or ${writeFlag('--model', `${flag}=${joinNames([first])}`)} for one of them`
}

function listed(names: readonly string[]): string {
  const quoted = names.map((name) => nameSome([name], 1))
  return quoted.length === 1 ? quoted[0] : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`
}
