/** The words of the last rows, from the last pages of the columns that hold text. */
import type { Column } from './blocks.ts'
import { openRows } from './flat.ts'
import type { RowGroup } from './footer.ts'
import type { Leaf } from './leaves.ts'
import { openPages, type PageReading, pagesFrom } from './pages.ts'

/** Rows, and columns of text, of which more are hardly names. */
const ROWS = 16
const MAX_COLUMNS = 64

/** Cells of other columns are empty. No rows where pages are damaged, of which whoever reads them all is told. */
export function readLastRows(
  reading: PageReading,
  groups: readonly RowGroup[],
  columns: readonly Column[],
): readonly (readonly string[])[] {
  const group = groups.findLast(({ rows }) => rows > 0)
  if (!group) return []
  const rows = Math.min(ROWS, group.rows)
  const texts = columns.flatMap(({ leaf }, column) => (isText(leaf) ? [column] : [])).slice(0, MAX_COLUMNS)
  try {
    const cells = new Map(
      texts.map((column) => [column, lastTexts(reading, group, columns[column].leaf, rows)]),
    )
    return Array.from({ length: rows }, (_, row) =>
      columns.map((_, column) => cells.get(column)?.[row] ?? ''),
    )
  } catch {
    return []
  }
}

function isText({ fault, isList, element }: Leaf): boolean {
  return fault === null && !isList && element.type === 'BYTE_ARRAY'
}

function lastTexts(
  reading: PageReading,
  { rows, chunks }: RowGroup,
  leaf: Leaf,
  most: number,
): readonly string[] {
  const pages = pagesFrom(reading, chunks[leaf.index], rows - most)
  const texts: string[] = []
  const cursor = openRows(leaf, openPages(reading, leaf, pages), {
    numbers: [],
    texts: [{ place: null, to: 0 }],
  })
  cursor.take(pages.values, { numbers: new Float64Array(0), width: 0, texts: [texts] })
  return texts.slice(-most)
}
