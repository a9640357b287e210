/** The files of a data set, opened: it is not known yet what is in them. */
import { InputError } from '../errors.ts'
import { openTable } from '../formats/index.ts'
import { refuseSketchTable } from '../formats/sketch-table.ts'
import type { Table } from '../formats/table.ts'
import { refuseTwice } from '../sources/same-file.ts'
import { adviseCommand, writeCommand } from '../words/shell.ts'
import { sayPath } from '../words/standard-input.ts'
import { expandPath } from './expand-path.ts'
import { expandLists } from './lists.ts'

export interface FileSet {
  /** As the user named them. */
  readonly name: string
  readonly scores: readonly Table[]
  /** Null when labels stand beside the scores. */
  readonly labels: readonly Table[] | null
  /** The model whose rows these are; absent where they are not parted. */
  readonly model?: string
}

/** Most shards whose first rows are looked at besides the first one's, and how many rows. */
const MAX_LOOKED_AT = 1000
const ROWS_LOOKED_AT = 16

/** Most shards of one data set. */
const MAX_SHARDS = 100_000

export async function openFileSet(name: string, labels: string | undefined): Promise<FileSet> {
  return {
    name: sayPath(name),
    scores: await openShards(name),
    labels: labels === undefined ? null : await openShards(labels),
  }
}

export async function openShards(name: string): Promise<readonly Table[]> {
  const paths = await expandPath(name)
  if (paths.length > MAX_SHARDS)
    throw new InputError(name, `holds ${paths.length} files`, `at most ${MAX_SHARDS} can be read`)
  await refuseTwice(paths)
  const tables: Table[] = []
  for (const path of paths) {
    const table = await openRows(path, name)
    if (tables.length > 0) checkSameColumns(tables[0], table)
    // What columns hold is told from the first shard; all samples of thousands would fill the memory.
    const kept = paths.length > MAX_LOOKED_AT ? 0 : ROWS_LOOKED_AT
    tables.push(tables.length > 0 ? { ...table, sample: table.sample.slice(0, kept) } : table)
  }
  return tables
}

/** Throws an InputError for a sketch, which has no rows; of several files it says how they are added up. */
async function openRows(path: string, name: string): Promise<Table> {
  try {
    const table = await openTable(path)
    refuseSketchTable(table)
    return expandLists(table)
  } catch (error) {
    if (path === name || !(error instanceof InputError) || error.code !== 'rowless') throw error
    const command = writeCommand('merge', [name], ['-o', 'all.sketch.json'])
    throw new InputError(
      path,
      error.problem,
      adviseCommand(
        'for what needs none, add such files up:',
        command,
        'for what needs none, add such files up with lossctl merge',
      ),
    )
  }
}

export function checkSameColumns(first: Table, other: Table): void {
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
