/** Several models below one another of which the first rows show one: told from all rows, where names of columns say that there may be some. */
import type { Table } from '../../formats/table.ts'
import type { Texts } from '../../formats/texts.ts'
import { sampleOf } from '../named-columns.ts'
import { mayPart } from './evidence.ts'
import type { LongRows } from './long-rows.ts'
import { isOfScores, isOfWords, kindBeside, kindOf } from './names.ts'
import {
  areAllNamed,
  idColumns,
  idRows,
  mayBeIds,
  mayName,
  refuseFound,
  refuseOfLabels,
} from './recognise.ts'
import { goesOn, MAX_MODELS } from './rows-of.ts'

/** Rows of some of the ids that are kept at the most, and labels of a model where there are no ids. */
const MAX_KEPT = 20_000
const MAX_LABELS = 1000

/** Other columns that are read at the most. */
const MAX_COLUMNS = 12

/** Throws an InputError as `refuseSeveralModels` does. */
export async function refuseModelsOfAll(tables: readonly Table[], rows: LongRows): Promise<void> {
  const { table, labels, models } = rows
  if (!table.named || (tables.length === 1 && !goesOn(table))) return
  const free = freeColumns(rows)
  const ids = idColumns(rows)
  const mayNameByIds = namesByIds(rows, ids)
  const naming = free.filter(
    (column) =>
      mayName(table.columns[column], models) ||
      mayNameByIds(column) ||
      (ids.length === 0 && mayNameByLabels(column, rows)),
  )
  if (naming.length === 0 || !(await areSeveral(tables, naming))) return
  const kept = ids.length > 0 ? ids.map(rowsOfSomeIds) : [firstOfEach(naming)]
  const columns = [...new Set([...ids, ...labels, ...naming, ...free.slice(0, MAX_COLUMNS)])]
  for (const shard of tables)
    for await (const { texts, length, ragged } of shard.read({ numbers: [], texts: columns })) {
      const broken = new Set(ragged)
      const cells = new Map<number, Texts>(columns.map((column, at) => [column, texts[at]]))
      for (let row = 0; row < length; row++)
        if (!broken.has(row))
          for (const one of kept) one.add((column) => cells.get(column)!.at(row)!, columns)
    }
  const cellsOf = kept.map((one) => (column: number) => one.rows().map((row) => row.get(column) ?? ''))
  if (ids.length === 0) refuseOfLabels(rows, cellsOf[0])
  if (ids.some((column, at) => areAllNamed(cellsOf[at](column)))) return
  for (const [at, column] of ids.entries())
    if (mayBeIds(cellsOf[at](column))) refuseFound(rows, column, idRows(rows, column, cellsOf[at]))
}

/** Whether nothing but one word or number stands in a column, or ids come again, where these are such that anything may tell models. */
function namesByIds({ table, labels }: LongRows, ids: readonly number[]): (column: number) => boolean {
  const words = new Set(labels.flatMap((label) => sampleOf(table, label)))
  const known = ids.map((id) => ({ name: table.columns[id], comesAgain: mayBeIds(sampleOf(table, id)) }))
  return (column) => {
    if (known.length === 0) return false
    const cells = sampleOf(table, column)
    const isConstant = new Set(cells).size === 1
    return known.some(
      ({ name, comesAgain }) =>
        (isConstant || comesAgain) && kindBeside(name, table.columns[column], cells, words) === 'tuning',
    )
  }
}

/** Whether nothing but one word stands in a column, where no ids tell samples apart. */
function mayNameByLabels(column: number, rows: LongRows): boolean {
  const cells = sampleOf(rows.table, column)
  if (rows.models !== null || rows.id !== null) return false
  const isOfModels = ['unknown', 'tuning', 'setting'].includes(kindOf(rows.table.columns[column], cells))
  return (
    isOfModels && isOfWords(cells) && new Set(cells).size === 1 && !isOfScores(rows.table.columns[column])
  )
}

/** Columns of few words or whole numbers beside the labels and what is known. */
function freeColumns({ table, labels, taken, models }: LongRows): readonly number[] {
  return [...table.columns.keys()].filter((column) => {
    const cells = sampleOf(table, column)
    const isConstant = new Set(cells).size === 1
    const isKnown = taken.has(column) || labels.includes(column) || (models?.includes(column) ?? false)
    return !isKnown && (isConstant || mayPart(cells, kindOf(table.columns[column], cells)))
  })
}

/** Whether one of the columns has two words among the first and the last rows, as far as these are known. */
async function areSeveral(tables: readonly Table[], columns: readonly number[]): Promise<boolean> {
  const seen = columns.map(() => new Set<string>())
  for (const table of tables) {
    if (!table.last) return true
    for (const row of [...table.sample, ...(await table.last())])
      for (const [at, column] of columns.entries()) seen[at].add(row[column])
    if (seen.some((words) => words.size > 1)) return true
  }
  return false
}

type Row = ReadonlyMap<number, string>

interface Kept {
  add(cell: (column: number) => string, columns: readonly number[]): void
  rows(): readonly Row[]
}

/** All rows of those ids whose hash is low: how low follows from how many there are. */
function rowsOfSomeIds(ids: number): Kept {
  let [limit, kept] = [2 ** 32, [] as { readonly hash: number; readonly row: Row }[]]
  return {
    add: (cell, columns) => {
      const hash = hashOf(cell(ids))
      if (hash >= limit) return
      kept.push({ hash, row: new Map(columns.map((column) => [column, cell(column)])) })
      if (kept.length <= MAX_KEPT) return
      limit /= 2
      kept = kept.filter((one) => one.hash < limit)
    },
    rows: () => kept.map(({ row }) => row),
  }
}

function firstOfEach(naming: readonly number[]): Kept {
  const counts = new Map<string, number>()
  const kept: Row[] = []
  return {
    add: (cell, columns) => {
      const name = JSON.stringify(naming.map(cell))
      const count = counts.get(name) ?? 0
      if (count === MAX_LABELS || (count === 0 && counts.size === MAX_MODELS)) return
      counts.set(name, count + 1)
      kept.push(new Map(columns.map((column) => [column, cell(column)])))
    },
    rows: () => kept,
  }
}

/** FNV-1a, and its bits mixed: ids that count are spread too. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
