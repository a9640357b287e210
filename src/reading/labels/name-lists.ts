/** Labels that name several classes of a row in one cell. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import { scoreFamily } from '../column-names.ts'

/** Most characters of a cell that a message shows. */
const MAX_SHOWN = 40

/**
 * Throws an InputError for lists in brackets, and for names with a sign between them that are called as columns are.
 * @param cells of the one column of labels
 */
export function refuseNameLists(table: Table, column: number, cells: readonly string[], scores: Table): void {
  const distinct = [...new Set(cells)]
  const names = new Set(scores.columns.flatMap((name) => [name, scoreFamily(name)?.member ?? name]))
  const isNamed = (part: string) => names.has(part)
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
