/** Rows in memory, found by their names. */
import { InputError } from '../../errors.ts'
import type { Selection, Table } from '../../formats/table.ts'
import { nameSome } from '../../words/names.ts'
import { type OpenBlock, putRow, type ReadBlock, readAll } from './block.ts'
import type { Key } from './key.ts'
import { cleanKey, MAX_KEYS, tooMany } from './keys.ts'

export interface RowIndex {
  /** Puts the row of that name into a block. A row with too few cells may have lost its name. */
  take(name: string, block: OpenBlock, i: number, isRagged: boolean): void
  /** Whether a name was without a row. */
  lacks(): boolean
  /** Throws an InputError when a name was without a row, or a row without a name. */
  finish(): void
}

/** Names that a message shows. */
const MAX_NAMED = 3

interface Place {
  readonly block: ReadBlock
  readonly row: number
}

/**
 * @param left whose rows ask for those of `right`
 * @param wanted of `right`, its names last
 * @param passed rows of either that were found to be the same before, in their order
 * @throws InputError where a name stands in `right` twice
 */
export async function readIndex(
  left: Table,
  right: readonly Table[],
  key: Key,
  wanted: Selection,
  passed: number,
): Promise<RowIndex> {
  const places = new Map<string, Place>()
  const open = new Set<string>()
  const twice: string[] = []
  const lacking: string[] = []
  let rows = 0
  for await (const block of readAll(right, wanted)) {
    for (const [row, cell] of block.source.texts.at(-1)!.entries()) {
      const name = cleanKey(cell)
      if (places.has(name)) twice.push(name)
      places.set(name, { block, row })
      if (rows++ >= passed) open.add(name)
    }
    if (rows > MAX_KEYS) throw tooMany(right[0])
  }
  if (twice.length > 0) throw notUnique(right[0], key.right, twice)
  const asked: string[] = []
  return {
    take(name, block, i, isRagged) {
      const place = places.get(name)
      if (!place) {
        if (!isRagged) lacking.push(name)
      } else {
        if (!open.delete(name)) asked.push(name)
        putRow(block, i, place.block, place.row)
      }
    },
    lacks: () => lacking.length > 0,
    finish() {
      if (asked.length > 0) throw notUnique(left, key.left, asked)
      if (lacking.length + open.size > 0) throw strangers(left, right[0], lacking, [...open])
    },
  }
}

function notUnique({ path, columns }: Table, column: number, names: readonly string[]): InputError {
  const some = nameSome(names.slice(0, MAX_NAMED), names.length)
  return new InputError(
    path,
    `"${columns[column]}" names several rows alike, and the two files are in different orders: ${some}`,
    'name a column of unique ids with --id; if both are in the same order after all, say --by-row',
  )
}

function strangers(
  left: Table,
  right: Table,
  lacking: readonly string[],
  rest: readonly string[],
): InputError {
  const some = (names: readonly string[]) => nameSome(names.slice(0, MAX_NAMED), names.length)
  const parts = [
    lacking.length > 0 && `lacks ${lacking.length} of the ids of ${left.path}: ${some(lacking)}`,
    rest.length > 0 && `has ${rest.length} that ${left.path} lacks: ${some(rest)}`,
  ]
  return new InputError(
    right.path,
    parts.filter(Boolean).join(', and '),
    'both must hold the same samples; cut them to those they share',
  )
}
