/** Weights and slices that are files of their own: one per row, in the order of the scores. */
import { basename } from 'node:path'
import { InputError } from '../errors.ts'
import { TABLE_EXTENSIONS } from '../formats/index.ts'
import type { Table } from '../formats/table.ts'
import { splitMember } from '../sources/member.ts'
import { lookAt } from '../sources/stat.ts'
import { isStandardInput } from '../words/standard-input.ts'
import { refuseUnread } from './arrays/settle.ts'
import { expandPath } from './expand-path.ts'
import { type FileSet, openShards } from './file-set.ts'
import type { ReadingOptions } from './reading.ts'

/** A file of one column, or the shards of one. */
export interface OwnFile {
  /** What reports call the column: as the file, without its folders. */
  readonly name: string
  readonly tables: readonly Table[]
}

export interface Beside {
  readonly weight: OwnFile | null
  readonly by: OwnFile | null
  readonly reasons: readonly string[]
}

export const NOTHING_BESIDE: Beside = { weight: null, by: null, reasons: [] }

/** Opens what `--weight` and `--by` name, where that is no column and there is such a file. */
export async function openBeside(files: FileSet, { weight, by, model }: ReadingOptions): Promise<Beside> {
  const reasons: string[] = []
  const found = {
    weight: await openOwn(files, weight === 'none' ? undefined : weight, '--weight', reasons),
    by: await openOwn(files, by, '--by', reasons),
  }
  const own = found.weight ?? found.by
  if (own !== null && model !== undefined)
    throw new InputError(
      own.tables[0].path,
      `has a value for every row of ${files.scores[0].path}, and --model takes some of them`,
      'write them as a column beside the scores',
    )
  return { ...found, reasons }
}

async function openOwn(
  files: FileSet,
  name: string | undefined,
  flag: Flag,
  reasons: string[],
): Promise<OwnFile | null> {
  if (name === undefined || !(await isThere(name))) return null
  const isColumn = [files.scores, files.labels].some((tables) => tables?.[0].columns.includes(name))
  if (isColumn) {
    reasons.push(`${flag} is the column "${name}", not the file of that name`)
    return null
  }
  const shards = await openShards(name)
  for (const shard of shards) refuseTwin(shard, files, flag)
  const tables = await Promise.all(shards.map((shard) => oneColumn(shard, files)))
  reasons.push(`${WHAT[flag]} are those of ${name}, row by row`)
  return { name: basename(name), tables }
}

type Flag = '--weight' | '--by'

const WHAT: Readonly<Record<Flag, string>> = { '--weight': 'weights', '--by': 'slices' }

async function isThere(name: string): Promise<boolean> {
  try {
    const [path] = await expandPath(name)
    return lookAt((await splitMember(path)).file) !== null
  } catch {
    return false
  }
}

/** Scores or labels that are weights too are a slip of whoever typed the names. */
function refuseTwin(shard: Table, { scores, labels }: FileSet, flag: Flag): void {
  // Arrays of one file are no twins.
  const isTwin = ({ path, state }: Table) =>
    state.inode === shard.state.inode &&
    state.device === shard.state.device &&
    (shard.at === undefined || path === shard.path)
  const other = scores.some(isTwin) ? 'predictions' : labels?.some(isTwin) ? 'labels' : null
  if (other !== null)
    throw new InputError(
      shard.path,
      `is given twice: as ${other} and with ${flag}`,
      'name a column of it, or another file',
    )
}

/** The order of many axes is only known where labels have them too. */
function oneColumn(table: Table, { labels }: FileSet): Table | Promise<Table> {
  refuseUnread(table)
  const shape = table.array?.shape
  const isFlat = shape?.filter((length) => length > 1).length === 1 || shape?.every((length) => length === 1)
  if (isFlat || (shape && `${shape}` === `${labels?.[0].array?.shape}`))
    return table.array!.along(null, false)
  if (!shape && table.columns.length === 1) return table
  throw new InputError(
    table.path,
    shape ? `has shape (${shape.join(', ')})` : `has ${table.columns.length} columns`,
    'a file of its own has one value per row: shape (N,), or that of the labels',
  )
}

const LOOKS_LIKE_A_FILE = new RegExp(String.raw`[/\\]|\.(?:${TABLE_EXTENSIONS.join('|')})$`, 'i')

/** Throws an InputError for what can only be meant as the name of a file, or as standard input. */
export function refuseNoFile(name: string, flag: string, table: Table): void {
  if (isStandardInput(name))
    throw new InputError(
      table.path,
      `has no column "-" for ${flag}, which reads no standard input`,
      `write it to a file, and say ${flag} FILE`,
    )
  if (LOOKS_LIKE_A_FILE.test(name))
    throw new InputError(name, `is no file, and no column of ${table.path} for ${flag}`, 'check the path')
}
