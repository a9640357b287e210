/** Cells that name several classes: the labels of a row, or those of its scores. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import { listFamily, listName, scoreFamily } from '../column-names.ts'
import { saysTruth } from '../name-words.ts'
import { groupFamilies, sampleOf } from '../named-columns.ts'

/** Most characters of a cell that a message shows. */
const MAX_SHOWN = 40

/**
 * Throws an InputError for lists in brackets, and for names with a sign between them that are called as columns are.
 * @param cells of the one column of labels
 */
export function refuseNameLists(table: Table, column: number, cells: readonly string[], scores: Table): void {
  if (!scores.named) return
  const names = new Set(scores.columns.flatMap((name) => [name, scoreFamily(name)?.member ?? name]))
  const isNamed = (part: string) => names.has(part)
  // `rain snow` may be a class beside rain and snow.
  const distinct = [...new Set(cells)].filter((cell) => !isNamed(cell))
  const several = distinct.find((cell) => {
    const listed = inBrackets(cell)
    return listed ? listed.length > 1 : partsOf(cell).length > 1 && partsOf(cell).every(isNamed)
  })
  if (several === undefined) return
  const first = (inBrackets(several) ?? partsOf(several))[0]
  throw new InputError(
    table.path,
    `"${table.columns[column]}" names several classes of a row (${several.slice(0, MAX_SHOWN)}), which is multi-label data`,
    `write a column of 0 and 1 for each class in its place, such as label_${first} beside score_${first}`,
  )
}

/** Throws an InputError for the classes of a list of scores, in another order in each row: labels beside scores, as zero-shot pipelines write them. */
export function refuseRankedNames(table: Table, free: readonly number[]): void {
  const lists = groupFamilies(table, [...table.columns.keys()], listFamily).map(([, places]) => places)
  if (lists.length === 0) return
  for (const column of free) {
    const rows = sampleOf(table, column).map((cell) => inBrackets(cell.trim()))
    const [first] = rows
    const ranked = first && lists.find((places) => places.length === first.length)
    if (!ranked || new Set(first).size < 2 || new Set(rows.map((row) => row?.join())).size < 2) continue
    const known = first.toSorted().join()
    if (!rows.every((row) => row?.toSorted().join() === known)) continue
    const scores = listName(table.columns[ranked[0]])
    throw new InputError(
      table.path,
      `"${table.columns[column]}" names the classes of "${scores}" in an order of its own in each row, as zero-shot pipelines do`,
      `write the score of each class under one name in all rows, such as ${scores}_${first[0]}, and leave both lists out`,
    )
  }
}

/** Throws an InputError for lists under a name for truth, of which some have more than one member: no class of a row. */
export function refuseListsOfTruth(table: Table, free: readonly number[]): void {
  for (const column of free) {
    if (!saysTruth(table.columns[column])) continue
    const cells = sampleOf(table, column).map((cell) => cell.trim())
    const several = cells.find((cell) => (inBrackets(cell)?.length ?? 0) > 1)
    if (several === undefined || !cells.every((cell) => cell === '' || inBrackets(cell) !== null)) continue
    throw new InputError(
      table.path,
      `has no labels: "${table.columns[column]}", which is named for the truth, holds lists such as ${several.slice(0, MAX_SHOWN)}, and no class of a row`,
      'say --labels FILE if they stand elsewhere, or write one class for each row',
    )
  }
}

/** `["joy", "sad"]` and what Python prints of it. */
function inBrackets(cell: string): readonly string[] | null {
  const [, inside] = /^[[({](.*)[\])}]$/s.exec(cell) ?? []
  if (inside === undefined) return null
  return inside
    .split(',')
    .map((part) => part.trim().replace(/^(["'])(.*)\1$/, '$2'))
    .filter((part) => part !== '')
}

function partsOf(cell: string): readonly string[] {
  return cell
    .split(/[|;,]|\s+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
