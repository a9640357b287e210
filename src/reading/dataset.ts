/** A data set: one file or many shards of scores, labels in them or beside them, and how they are read. */
import { InputError } from '../errors.ts'
import { parseNumber } from '../formats/csv/dialect.ts'
import { openTable } from '../formats/index.ts'
import type { Table } from '../formats/table.ts'
import { type Precision, widest } from '../losses/task.ts'
import { refuseTwice } from '../sources/same-file.ts'
import { joinTables } from './alignment/join.ts'
import { findKey } from './alignment/key.ts'
import { detectReading } from './columns.ts'
import { expandPath } from './expand-path.ts'
import { findColumns } from './named-columns.ts'
import type { Reading, ReadingOptions } from './reading.ts'
import { changeColumns, formOf, ofPositive } from './scores/changed.ts'
import { refuseOtherScale } from './scores/shards.ts'

export interface Dataset {
  /** As the user named it. */
  readonly name: string
  readonly scores: readonly Table[]
  /** The same tables, when scores and labels stand in one file. */
  readonly labels: readonly Table[]
  readonly reading: Reading
  /** Of the scores: the widest of their files. */
  readonly precision: Precision
}

/** Most shards whose first rows are looked at besides the first one's, and how many rows. */
const MAX_LOOKED_AT = 1000
const ROWS_LOOKED_AT = 16

/** Most shards of one data set. */
const MAX_SHARDS = 100_000

/** The files of a data set, before it is known what is in them. */
export interface FileSet {
  /** As the user named them. */
  readonly name: string
  readonly scores: readonly Table[]
  /** Null when labels stand beside the scores. */
  readonly labels: readonly Table[] | null
}

/**
 * Opens a file, a folder, or a glob pattern as one data set.
 * @param labels where the labels are, when they are not in the file itself
 */
export async function openDataset(
  name: string,
  labels: string | undefined,
  options: ReadingOptions,
): Promise<Dataset> {
  return readFileSet(await openFileSet(name, labels), options)
}

export async function openFileSet(name: string, labels: string | undefined): Promise<FileSet> {
  return {
    name,
    scores: await openShards(name),
    labels: labels === undefined ? null : await openShards(labels),
  }
}

/** Throws an InputError that names the flag to use where it is not clear what is what. */
export async function readFileSet(
  { name, scores, labels }: FileSet,
  options: ReadingOptions,
): Promise<Dataset> {
  const precision = widest(scores.map((table) => table.precision))
  if (labels === null) {
    const reading = detectReading(scores[0], scores[0], options, null)
    const tables = asRead(scores, reading, options.skips ?? false)
    return { name, scores: tables, labels: tables, reading, precision }
  }
  const key = await findKey(
    { tables: scores, taken: said(scores[0], options.score, '--score') },
    { tables: labels, taken: said(labels[0], options.label, '--label') },
    options,
  )
  const reading = detectReading(scores[0], labels[0], options, key)
  const joined = key === null ? labels : [joinTables(scores, labels, key)]
  return { name, scores: asRead(scores, reading, options.skips ?? false), labels: joined, reading, precision }
}

/** The tables with their scores as logits or probabilities of the classes, which they may not be in the file. */
function asRead(tables: readonly Table[], reading: Reading, skips: boolean): readonly Table[] {
  const { form, task, predicted, codes, scores } = reading
  if (form === null) refuseOtherScale(tables, reading)
  if (form !== null) return tables.map((table) => changeColumns(table, scores, formOf(form, task), skips))
  if (predicted === null) return tables
  const classOf = (cell: string) => codes.classOf(codes.numeric ? parseNumber(cell) : cell)
  return tables.map((table) => ofPositive(table, scores[0], predicted, classOf, skips))
}

/** The columns that a flag names. */
function said(table: Table, text: string | undefined, flag: string): ReadonlySet<number> {
  return new Set(text === undefined ? [] : findColumns(table, text, flag))
}

async function openShards(name: string): Promise<readonly Table[]> {
  const paths = await expandPath(name)
  if (paths.length > MAX_SHARDS)
    throw new InputError(name, `holds ${paths.length} files`, `at most ${MAX_SHARDS} can be read`)
  await refuseTwice(paths)
  const tables: Table[] = []
  for (const path of paths) {
    const table = await openTable(path)
    if (tables.length > 0) checkSameColumns(tables[0], table)
    // What columns hold is told from the first shard; all samples of thousands would fill the memory.
    const kept = paths.length > MAX_LOOKED_AT ? 0 : ROWS_LOOKED_AT
    tables.push(tables.length > 0 ? { ...table, sample: table.sample.slice(0, kept) } : table)
  }
  return tables
}

function checkSameColumns(first: Table, other: Table): void {
  if (
    first.columns.length === other.columns.length &&
    first.columns.every((name, i) => name === other.columns[i])
  )
    return
  throw new InputError(
    other.path,
    `has other columns than ${first.path}`,
    'shards of one data set have the same columns',
  )
}
