/** Which columns a table has of stored ones. */

import type { Column } from './blocks.ts'
import { orDamaged } from './damage.ts'
import type { RowGroup } from './footer.ts'
import type { Leaf } from './leaves.ts'
import { firstLengths } from './lists.ts'
import { openPages, type PageReading } from './pages.ts'
import { withoutVectorParts } from './vectors.ts'

/** Rows whose lists are measured, and the share of them that have one length where places are columns. */
const MEASURED = 1000
const MOST_ROWS = 0.95

/** A column for each place of lists of one length; other lists are text, and what cannot be read is there by its name. */
export function columnsOf(
  reading: PageReading,
  groups: readonly RowGroup[],
  leaves: readonly Leaf[],
): readonly Column[] {
  const [group] = groups
  const rows = Math.min(group.rows, MEASURED)
  const columns = withoutVectorParts(reading, group, leaves, rows).flatMap((leaf): Column[] => {
    const { name, isList, fault } = leaf
    const length = isList && fault === null ? commonLength(reading, group, leaf, rows) : 0
    if (length < 2) return [{ name, leaf, place: length === 1 ? 0 : null, length }]
    return Array.from({ length }, (_, place) => ({ name: `${name}[${place}]`, leaf, place, length }))
  })
  // Keys and values of a map are one column.
  return columns.filter(
    ({ name, leaf }, index) => leaf.fault === null || columns.findIndex((one) => one.name === name) === index,
  )
}

/** Of the lists of the first rows; 0 where they have several, or none. */
function commonLength(reading: PageReading, { chunks }: RowGroup, leaf: Leaf, rows: number): number {
  const next = openPages(reading, leaf, chunks[leaf.index])
  const lengths = orDamaged(reading.file.path, `column "${leaf.name}" cannot be decoded`, () =>
    firstLengths(leaf, next, rows),
  )
  const counts = new Map<number, number>()
  for (const length of lengths) counts.set(length, (counts.get(length) ?? 0) + 1)
  const [[length, count]] = [...counts].toSorted(([, a], [, b]) => b - a)
  return count >= MOST_ROWS * lengths.length ? Math.max(0, length) : 0
}
