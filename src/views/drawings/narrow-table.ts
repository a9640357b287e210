/** A table that is wider than the screen: its longest column of words wrapped, or its columns one part below the other. */
import { widthOf, wrap } from '../../words/wrap.ts'
import type { Row, TableBlock, TextCell } from '../document.ts'

/** Between two columns. */
const GAP = 2

/** Words are wrapped where so many characters are left for them. */
const LEAST_WORDS = 16

/**
 * Tables that fit, as far as two columns side by side do. Each part has the first column, which says what a row is.
 *
 * @param widths of the columns as they are drawn
 * @param room for all of them
 */
export function narrowTable(block: TableBlock, widths: readonly number[], room: number): TableBlock[] {
  const excess = widths.reduce((sum, width) => sum + width + GAP, -GAP) - room
  const words = block.columns.flatMap(({ align }, index) => {
    const left = widths[index] - excess
    return align === 'left' && index > 0 && left >= LEAST_WORDS && isBreakable(block, index, left)
      ? [index]
      : []
  })
  if (words.length > 0) {
    const widest = words.reduce((most, index) => (widths[index] > widths[most] ? index : most))
    return [{ ...block, rows: block.rows.flatMap((row) => wrapCell(row, widest, widths[widest] - excess)) }]
  }
  if (block.columns.length < 2) return [block]
  return balanced(widths, room).map((group) => ({
    ...block,
    columns: group.map((index) => block.columns[index]),
    rows: block.rows.map((row) => ('cells' in row ? { cells: group.map((index) => row.cells[index]) } : row)),
  }))
}

/** Whether its cells have no word that is longer. */
function isBreakable({ rows }: TableBlock, column: number, room: number): boolean {
  return rows
    .flatMap((row) => wrapCell(row, column, room))
    .every((row) => !('cells' in row) || widthOf(row.cells[column].text) <= room)
}

/** As few parts as may be, and none much wider than another. */
function balanced(widths: readonly number[], room: number): number[][] {
  let groups = groupsOf(widths, room)
  for (let less = room - 1; less > 0; less--) {
    const others = groupsOf(widths, less)
    if (others.length > groups.length) break
    groups = others
  }
  return groups
}

/** As many columns behind the first as there is room for, and one at least. */
function groupsOf([first, ...widths]: readonly number[], room: number): number[][] {
  const groups: number[][] = []
  let left = 0
  for (const [at, width] of widths.entries()) {
    left -= width + GAP
    if (left < 0) {
      groups.push([0])
      left = room - first - width - GAP
    }
    groups.at(-1)!.push(at + 1)
  }
  return groups
}

const EMPTY: TextCell = { text: '' }

/** Of words that go on in another line. */
const INDENT = '  '

/** The rows that come of one: what is wrapped stands below, and nothing beside it. */
function wrapCell(row: Row, column: number, room: number): readonly Row[] {
  if (!('cells' in row)) return [row]
  const { text } = row.cells[column]
  if (widthOf(text) <= room) return [row]
  const [first, ...more] = wrap(text, room - INDENT.length).split('\n')
  const withText = (cells: readonly TextCell[], text: string) =>
    cells.with(column, { ...row.cells[column], text })
  const empty = row.cells.map(() => EMPTY)
  return [
    { cells: withText(row.cells, first) },
    ...more.map((line) => ({ cells: withText(empty, `${INDENT}${line}`) })),
  ]
}
