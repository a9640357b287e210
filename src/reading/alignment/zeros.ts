/** Ids that are the same numbers, with zeros before them in one file and without in the other: 0003 and 3. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import { sampleOf } from '../named-columns.ts'

/** What names the rows of a table, and the column. */
interface Names {
  readonly table: Table
  readonly column: number
  readonly names: Iterable<string>
}

const ZEROS = /^0+(?=\d)/

/** Whether one of two columns has zeros before its numbers, by the first rows. */
export function haveZeros(one: Omit<Names, 'names'>, other: Omit<Names, 'names'>): boolean {
  return [one, other].some(({ table, column }) => sampleOf(table, column).some(isPadded))
}

function isPadded(name: string): boolean {
  return /^0\d{1,40}$/.test(name.trim())
}

/** The error for names that are the same but for such zeros; null where they differ in more. */
export function otherZeros(left: Names, right: Names): InputError | null {
  const [one, other] = [left, right].map(({ names }) => withoutZeros(names))
  if (one === null || other?.size !== one.size || ![...one.keys()].every((name) => other.has(name)))
    return null
  const [name] = [...one].find(([name, full]) => full !== other.get(name)) ?? []
  if (name === undefined) return null
  const column = right.table.columns[right.column]
  return new InputError(
    right.table.path,
    `names a row "${other.get(name)}" in "${column}" that ${left.table.path} names "${one.get(name)}": the zeros before ids are lost in one of them`,
    `write them alike in both, as pd.read_csv(path, dtype={${JSON.stringify(column)}: str}) keeps them; or say --by-row if both are in the same order`,
  )
}

/** Each name by what it is without them; null where two are the same then, or nothing is a number. */
function withoutZeros(names: Iterable<string>): ReadonlyMap<string, string> | null {
  const found = new Map<string, string>()
  for (const name of names) {
    const bare = name.replace(ZEROS, '')
    if (!/^\d{1,40}$/.test(bare) || found.has(bare)) return null
    found.set(bare, name)
  }
  return found
}
