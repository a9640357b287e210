/** Columns by their names, and how messages speak of them. */
import { InputError } from '../errors.ts'
import type { Table } from '../formats/table.ts'
import { joinNames, quoteName, splitNames } from '../words/names.ts'
import { nearest } from '../words/nearest.ts'
import { writeFlag } from '../words/shell.ts'
import { type FamilyName, listFamily, listName } from './column-names.ts'

/** The first cells of a column. */
export function sampleOf(table: Table, column: number): string[] {
  return table.sample.map((row) => row[column])
}

/** What holds a column, for messages: its file, or its array. */
export function holderOf(table: Table, column: number): string {
  return table.holderOf?.(column) ?? table.path
}

/** The column of that name, or of that number where columns have no names. */
export function findColumn(table: Table, name: string, flag: string): number {
  const index = table.columns.indexOf(name)
  const fault = table.unread?.get(name)
  if (fault !== undefined)
    throw new InputError(table.path, `column "${name}" ${fault}`, 'name another column')
  if (index >= 0) {
    if (table.columns.indexOf(name, index + 1) < 0) return index
    throw new InputError(table.path, `has two columns named "${name}"`, 'rename one')
  }
  const guess = nearest(name, table.columns)
  throw new InputError(
    table.path,
    `has no column "${name}" for ${flag}`,
    guess ? `did you mean ${guess}?` : `its columns are ${listColumns(table)}`,
  )
}

/**
 * `a,b,c`, or `prob_*` for all that begin so.
 * @param sort puts those of one pattern in order
 */
export function findColumns(
  table: Table,
  text: string,
  flag: string,
  sort: (columns: readonly number[]) => readonly number[] = (columns) => columns,
): number[] {
  // A name may itself hold a comma.
  if (table.columns.includes(text)) return [findColumn(table, text, flag)]
  const places = placesOfLists(table)
  const all = splitNames(text).flatMap(({ name, isPattern }) => {
    const list = places.get(`${name}[`)
    if (list !== undefined && !table.columns.includes(name)) return list
    if (!isPattern) return [findColumn(table, name, flag)]
    const found = table.columns.flatMap((column, index) =>
      column.startsWith(name.slice(0, -1)) ? [index] : [],
    )
    if (found.length > 0) return sort(found)
    throw new InputError(
      table.path,
      `has no column that begins with "${name.slice(0, -1)}" for ${flag}`,
      `its columns are ${listColumns(table)}`,
    )
  })
  if (new Set(all).size === all.length) return all
  const twice = all.find((column, at) => all.indexOf(column) !== at)!
  throw new InputError(table.path, `${flag} names the column "${table.columns[twice]}" twice`, 'name it once')
}

/** A column of lists is a column for each of their places: these, by what their names have in common. */
function placesOfLists(table: Table): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>()
  for (const [index, column] of table.columns.entries()) {
    const family = listFamily(column)?.family
    if (family === undefined) continue
    const list = places.get(family)
    if (list) list.push(index)
    else places.set(family, [index])
  }
  return places
}

/** Two or more columns that `familyOf` puts in one family, such as prob_0 and prob_1, by family. */
export function groupFamilies(
  table: Table,
  columns: readonly number[],
  familyOf: (name: string) => FamilyName | undefined,
): readonly (readonly [family: string, members: readonly number[]])[] {
  const families = new Map<string, number[]>()
  for (const index of columns) {
    const family = familyOf(table.columns[index])?.family
    if (family === undefined) continue
    const members = families.get(family)
    if (members) members.push(index)
    else families.set(family, [index])
  }
  return [...families].filter(([, members]) => members.length > 1)
}

/** Names that advice spells out. */
export const MAX_ADVISED = 12

/** The text by which `findColumns` finds these columns. */
export function writeColumns(table: Table, columns: readonly number[]): string {
  const names = columns.map((index) => table.columns[index])
  const text = joinNames(names)
  // The whole list may be the name of another column.
  return names.length > 1 && table.columns.includes(text) ? names.map(quoteName).join(',') : text
}

export function listNames(names: readonly string[]): string {
  return names.length > 12 ? `${names.slice(0, 10).join(', ')}, … (${names.length})` : names.join(', ')
}

/** Lists are named once for all of their places. */
export function listColumns(table: Table): string {
  return `${listNames([...new Set(table.columns.map(listName))])}${table.named ? '' : ' (no header, so numbered)'}`
}

/** The error for columns that could all be meant. */
export function unclear(table: Table, columns: readonly number[], what: string, flag: string): InputError {
  const names = columns.map((index) => table.columns[index])
  if (new Set(names).size === 1) {
    return new InputError(
      table.path,
      `has ${names.length} columns named "${names[0]}"`,
      'rename all but the one meant',
    )
  }
  return new InputError(
    table.path,
    `several columns may hold the ${what}: ${listNames(names)}`,
    `say ${writeFlag(flag, writeColumns(table, [columns[0]]))} or whichever it is`,
  )
}

/** Whether columns are all places of one list, in their order: these are numbers of its classes as those of an array are, and no names. */
export function areOneList({ columns }: Table, indices: readonly number[]): boolean {
  const [name] = indices.map((index) => listName(columns[index]))
  return indices.length > 1 && indices.every((index, place) => columns[index] === `${name}[${place}]`)
}
