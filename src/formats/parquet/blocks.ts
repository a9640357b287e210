/** Blocks of rows, of the columns that are asked for and no others. */

import { InputError } from '../../errors.ts'
import type { RowBlock, Selection } from '../table.ts'
import type { Cells, Cursor, Wanted } from './cursor.ts'
import { damagedParquet, orDamaged } from './damage.ts'
import { openRows } from './flat.ts'
import type { RowGroup } from './footer.ts'
import type { Leaf } from './leaves.ts'
import { openLists } from './lists.ts'
import { openPages, type PageReading } from './pages.ts'

/** A column of the table: a stored one, or a place in its lists. */
export interface Column {
  readonly name: string
  readonly leaf: Leaf
  readonly place: number | null
  /** Of the lists; 0 where it is no place in one. */
  readonly length: number
}

/** Cells of a block, which stay in the cache while column after column is written among them, and most rows. */
const BLOCK_CELLS = 1 << 16
const BLOCK_ROWS = 1 << 14

/**
 * Rows of a block are of one group.
 * @param from the first group
 */
export async function* readBlocks(
  reading: PageReading,
  groups: readonly RowGroup[],
  columns: readonly Column[],
  selection: Selection,
  most = BLOCK_ROWS,
): AsyncGenerator<RowBlock> {
  const { path } = reading.file
  const { numbers, texts } = selection
  const wide = Math.floor(BLOCK_CELLS / Math.max(1, numbers.length + texts.length))
  const step = Math.max(1, Math.min(most, wide))
  for (const group of groups) {
    const cursors = openCursors(reading, group, columns, selection)
    for (let row = 0; row < group.rows; row += step) {
      const length = Math.min(step, group.rows - row)
      yield orDamaged(path, 'its pages have other rows than it says', () =>
        takeBlock(cursors, selection, length),
      )
      // Lets an interrupt in: all reading is done at once.
      await new Promise(setImmediate)
    }
    orDamaged(path, 'its pages have more rows than it says', () => {
      for (const cursor of cursors) cursor.end()
    })
  }
}

function takeBlock(cursors: readonly Cursor[], { numbers, texts }: Selection, length: number): RowBlock {
  const cells: Cells = {
    numbers: new Float64Array(length * numbers.length),
    width: numbers.length,
    texts: texts.map(() => []),
  }
  for (const cursor of cursors) cursor.take(length, cells)
  return { length, numbers: cells.numbers, texts: cells.texts, ragged: [] }
}

/** One for each stored column of which something is wanted. */
function openCursors(
  reading: PageReading,
  { rows, chunks }: RowGroup,
  columns: readonly Column[],
  { numbers, texts }: Selection,
): readonly Cursor[] {
  const wants = new Map<Leaf, { numbers: Wanted[]; texts: Wanted[]; length: number }>()
  const add = (kind: 'numbers' | 'texts') => (index: number, to: number) => {
    const { leaf, place, length } = columns[index]
    const of = wants.get(leaf) ?? { numbers: [], texts: [], length: 0 }
    wants.set(leaf, { ...of, length: Math.max(of.length, length) })
    wants.get(leaf)![kind].push({ place, to })
  }
  numbers.forEach(add('numbers'))
  texts.forEach(add('texts'))
  return [...wants].map(([leaf, { length, ...wanted }]) => {
    const { path } = reading.file
    if (leaf.fault) throw new InputError(path, `column "${leaf.name}" ${leaf.fault}`, 'name another column')
    const chunk = chunks[leaf.index]
    if (!leaf.isList && chunk.values !== rows)
      throw damagedParquet(path, `column "${leaf.name}" has ${chunk.values} values in ${rows} rows`)
    const next = openPages({ ...reading, width: wants.size }, leaf, chunk)
    return leaf.isList ? openLists(leaf, next, wanted, length) : openRows(leaf, next, wanted)
  })
}
