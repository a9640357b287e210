/** Rows in memory, found by their names. */
import { InputError } from '../../errors.ts'
import type { RowBlock, Selection, Table } from '../../formats/table.ts'
import { nameSome } from '../../words/names.ts'
import { type OpenBlock, putRow, type ReadBlock, readAll } from './block.ts'
import type { Key } from './key.ts'
import { cleanKey, MAX_KEYS, tooMany } from './keys.ts'
import { otherZeros } from './zeros.ts'

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
  const { block, rows } = await readRows(right, key, wanted)
  const taken = new Uint8Array(block.source.length).fill(1, 0, passed)
  const [twice, lacking]: string[][] = [[], []]
  return {
    take(name, out, i, isRagged) {
      const row = rows.get(name)
      if (row !== undefined) {
        if (taken[row] === 1) twice.push(name)
        taken[row] = 1
        putRow(out, i, block, row)
      } else if (!isRagged) lacking.push(name)
    },
    lacks: () => lacking.length > 0,
    finish() {
      if (twice.length > 0) throw notUnique(left, key.left, twice)
      const rest = [...rows].flatMap(([name, row]) => (taken[row] === 1 ? [] : [name]))
      if (lacking.length + rest.length > 0) throw strangers(left, right[0], key, lacking, rest)
    },
  }
}

/** All rows as one block, without their names, and in which row of it each name stands. */
async function readRows(
  tables: readonly Table[],
  key: Key,
  wanted: Selection,
): Promise<{ readonly block: ReadBlock; readonly rows: ReadonlyMap<string, number> }> {
  const rows = new Map<string, number>()
  const ragged = new Set<number>()
  const numbers: Float64Array[] = []
  const texts = wanted.texts.slice(1).map((): string[] => [])
  const twice: string[] = []
  let length = 0
  for await (const read of readAll(tables, wanted)) {
    for (const [row, name] of Array.from(read.source.texts.at(-1)!, cleanKey).entries()) {
      if (rows.has(name)) twice.push(name)
      rows.set(name, length + row)
      if (read.ragged.has(row)) ragged.add(length + row)
    }
    numbers.push(read.source.numbers)
    for (const [c, cells] of texts.entries()) for (const cell of read.source.texts[c]) cells.push(cell)
    length += read.source.length
    if (length > MAX_KEYS) throw tooMany(tables[0])
  }
  if (twice.length > 0) throw notUnique(tables[0], key.right, twice)
  const source: RowBlock = { length, numbers: joined(numbers), texts, ragged: [...ragged] }
  return { block: { source, ragged }, rows }
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
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
  key: Key,
  lacking: readonly string[],
  rest: readonly string[],
): InputError {
  const padded = otherZeros(
    { table: left, column: key.left, names: lacking },
    { table: right, column: key.right, names: rest },
  )
  if (padded) return padded
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
