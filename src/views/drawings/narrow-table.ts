/** A table that is wider than the screen: long names above their rows, words wrapped, or its columns one part below the other. */
import { cutTo, widthOf } from '../../words/width.ts'
import { wrap } from '../../words/wrap.ts'
import type { Column, Row, TableBlock, TextCell } from '../document.ts'

/** Between two columns. */
const GAP = 2

/** Words are wrapped where so many characters are left for them. */
const LEAST_WORDS = 16

/** A name that leaves less room beside it than this share stands above its row. */
const MOST_OF_NAME = 1 / 2

/**
 * Tables that fit, as far as what says what a row is and one more column do. The former stands in each part.
 *
 * @param widths of the columns as they are drawn
 * @param room for all of them
 */
export function narrowTable(block: TableBlock, widths: readonly number[], room: number): TableBlock[] {
  const wrapped = wrapWidest(block, widths, room)
  if (wrapped || block.columns.length < 2) return [wrapped ?? block]
  if (widths[0] > room * MOST_OF_NAME && isOfFile(block)) {
    const title = widthOf(block.columns[0].title)
    const below = [title, ...widths.slice(1)]
    return widthOfAll(below) > room
      ? narrowTable(namesAbove(block, room), below, room)
      : [namesAbove(block, room)]
  }
  return balanced(block.columns, widths, room, GAP).map((group) => {
    const part = {
      ...block,
      columns: group.map((index) => block.columns[index]),
      rows: rowsWithWords(block, group),
    }
    return (
      wrapWidest(
        part,
        group.map((index) => widths[index]),
        room,
      ) ?? part
    )
  })
}

/** The rows of a part: without those that say nothing there, and without headings of none but these. */
function rowsWithWords({ columns, rows }: TableBlock, group: readonly number[]): readonly Row[] {
  const names = namesOf(columns)
  const kept = rows.map(
    (row) =>
      'cells' in row &&
      group.some((index) => !names[index] && (row.cells[index].text !== '' || row.cells[index].stack)),
  )
  const isHeading = (row: Row) => !('cells' in row)
  return rows.flatMap((row, at): Row[] => {
    if ('cells' in row) return kept[at] ? [{ cells: group.map((index) => row.cells[index]) }] : []
    const next = rows.findIndex((other, i) => i > at && isHeading(other))
    const own = kept.slice(at + 1, next < 0 ? rows.length : next)
    return own.length === 0 || own.some(Boolean) ? [row] : []
  })
}

const widthOfAll = (widths: readonly number[]): number =>
  widths.reduce((sum, width) => sum + width + GAP, -GAP)

/** The table with its widest column of words wrapped to what room the others leave; null where it fits or that is too little. */
function wrapWidest(block: TableBlock, widths: readonly number[], room: number): TableBlock | null {
  const excess = widthOfAll(widths) - room
  if (excess <= 0) return null
  const words = block.columns.flatMap(({ align }, index) => {
    const left = widths[index] - excess
    return align === 'left' && index > 0 && left >= LEAST_WORDS && isBreakable(block, index, left)
      ? [index]
      : []
  })
  if (words.length === 0) return null
  const widest = words.reduce((most, index) => (widths[index] > widths[most] ? index : most))
  return { ...block, rows: block.rows.flatMap((row) => wrapCell(row, widest, widths[widest] - excess)) }
}

/** Whether its rows are named by words of a file, such as ids, and have no headings yet. */
function isOfFile({ rows }: TableBlock): boolean {
  return rows.every((row) => 'cells' in row && row.cells[0].isGiven === true)
}

/** Each name in a line of its own, above its row. */
function namesAbove({ rows, ...block }: TableBlock, room: number): TableBlock {
  return {
    ...block,
    rows: rows.flatMap((row): Row[] =>
      'cells' in row
        ? [
            { heading: cutTo(row.cells[0].text, room), isLong: true },
            { cells: [EMPTY, ...row.cells.slice(1)] },
          ]
        : [row],
    ),
  }
}

/** Whether its cells have no word that is longer. */
function isBreakable({ rows }: TableBlock, column: number, room: number): boolean {
  return rows
    .flatMap((row) => wrapCell(row, column, room))
    .every((row) => !('cells' in row) || widthOf(row.cells[column].text) <= room)
}

/** Columns in as few parts as may be, none much wider than another, each with those that say what a row is. */
export function balanced(
  columns: readonly Column[],
  widths: readonly number[],
  room: number,
  gap: number,
): number[][] {
  const isName = namesOf(columns)
  const ofNames = widths.reduce((sum, width, index) => sum + (isName[index] ? width + gap : 0), 0)
  // What is too wide for a part is parted all the same.
  const runs = runsOf(columns, isName).flatMap((run) =>
    run.reduce((sum, index) => sum + widths[index] + gap, -gap) > room - ofNames
      ? run.map((index) => [index])
      : [run],
  )
  let groups = groupsOf(widths, isName, runs, room, gap)
  for (let less = room - 1; less > 0; less--) {
    const others = groupsOf(widths, isName, runs, less, gap)
    if (others.length > groups.length) break
    groups = others
  }
  return groups.map((group) => group.toSorted((a, b) => a - b))
}

const namesOf = (columns: readonly Column[]): boolean[] =>
  columns.map((column, index) => column.isName ?? (index === 0 && !columns.some(hasName)))

/** Columns that stay side by side, and all others alone. */
function runsOf(columns: readonly Column[], isName: readonly boolean[]): number[][] {
  const runs: number[][] = []
  columns.forEach(({ together }, index) => {
    if (isName[index]) return
    if (together && columns[index - 1]?.together) runs.at(-1)!.push(index)
    else runs.push([index])
  })
  return runs
}

const hasName = ({ isName }: Column): boolean => isName === true

/** As many columns beside the names as there is room for, and one at least. */
function groupsOf(
  widths: readonly number[],
  isName: readonly boolean[],
  runs: readonly (readonly number[])[],
  room: number,
  gap: number,
): number[][] {
  const names = widths.flatMap((_, index) => (isName[index] ? [index] : []))
  const ofNames = names.reduce((sum, index) => sum + widths[index] + gap, -gap)
  const groups: number[][] = []
  const all = room - ofNames
  const widthOfRun = (run: readonly number[]) => run.reduce((sum, index) => sum + widths[index] + gap, 0)
  let left = 0
  for (const run of runs) {
    left -= widthOfRun(run)
    if (left < 0) {
      groups.push([...names])
      left = all - widthOfRun(run)
    }
    for (const index of run) groups.at(-1)!.push(index)
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
