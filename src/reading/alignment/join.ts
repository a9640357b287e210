/**
 * The rows of one file in the order of another, by a column that names them in both.
 *
 * As long as both are in the same order they are read in lock-step, and nothing is kept. At the first name that differs
 * all rows of the second are put into memory, and found by their names from there on.
 */
import type { Cell, RowBlock, Selection, Table } from '../../formats/table.ts'
import { type OpenBlock, openBlock, putRow, type ReadBlock, readAll } from './block.ts'
import type { Key } from './key.ts'
import { cleanKey } from './keys.ts'
import { type RowIndex, readIndex } from './row-index.ts'

/** The rows of `right` in the order of those of `left`. Reading throws an InputError when they do not name the same rows. */
export function joinTables(left: readonly Table[], right: readonly Table[], key: Key): Table {
  const sum = (of: (table: Table) => number) => right.reduce((total, table) => total + of(table), 0)
  return {
    ...right[0],
    raw: null,
    expectedRows: sum(({ expectedRows }) => expectedRows),
    bytes: sum(({ bytes }) => bytes),
    read: (selection) => readJoined(left, right, key, selection),
    locate: (row, column) => locateJoined(left, right, key, row, column),
  }
}

async function* readJoined(
  left: readonly Table[],
  right: readonly Table[],
  key: Key,
  selection: Selection,
): AsyncGenerator<RowBlock> {
  // The names come behind what is asked for.
  const wanted = { ...selection, texts: [...selection.texts, key.right] }
  const beside = createWalk(readAll(right, wanted))
  let index: RowIndex | null = null
  try {
    for await (const { source, ragged } of readAll(left, { numbers: [], texts: [key.left] })) {
      const names = Array.from(source.texts[0], cleanKey)
      const out = openBlock(names.length, selection)
      let i = index ? 0 : await beside.walk(names, out)
      if (i < names.length) index ??= await readIndex(left[0], right, key, wanted, beside.passed())
      for (; i < names.length; i++) index!.take(names[i], out, i, ragged.has(i))
      // Of names without a row all are counted, and nothing else is said of them.
      if (!index?.lacks()) yield out
    }
    if (index === null && (await beside.goesOn()))
      index = await readIndex(left[0], right, key, wanted, beside.passed())
    index?.finish()
  } finally {
    await beside.close()
  }
}

/** Rows in their order, as long as they have the names that are asked for. */
function createWalk(stream: AsyncGenerator<ReadBlock>) {
  let block: ReadBlock | null = null
  let [at, passed] = [0, 0]
  const goesOn = async () => {
    if (block && at < block.source.length) return true
    const { value, done } = await stream.next()
    block = done ? null : value
    at = 0
    return block !== null
  }
  return {
    goesOn,
    passed: () => passed,
    close: () => stream.return(undefined),
    /** Puts rows into `out` up to the first name that is not theirs, and returns where that is. */
    async walk(names: readonly string[], out: OpenBlock): Promise<number> {
      let i = 0
      while (i < names.length && (await goesOn())) {
        const own = block!.source.texts.at(-1)!
        while (i < names.length && at < block!.source.length) {
          if (cleanKey(own.at(at)!) !== names[i]) return i
          putRow(out, i++, block!, at++)
          passed++
        }
      }
      return i
    },
  }
}

/** Where a cell stands that was read as of a row of the left file. */
async function locateJoined(
  left: readonly Table[],
  right: readonly Table[],
  key: Key,
  row: number,
  column: number,
): Promise<Cell> {
  const name = await nameAt(left, key.left, row)
  for (const table of right) {
    let before = 0
    for await (const { texts, length } of table.read({ numbers: [], texts: [key.right] })) {
      const found = [...texts[0]].findIndex((cell) => cleanKey(cell) === name)
      if (found >= 0) return table.locate(before + found, column)
      before += length
    }
  }
  return { place: right[0].path, text: '', width: 0 }
}

async function nameAt(tables: readonly Table[], column: number, row: number): Promise<string | undefined> {
  let before = 0
  for await (const { source } of readAll(tables, { numbers: [], texts: [column] })) {
    if (row < before + source.length) return cleanKey(source.texts[0].at(row - before)!)
    before += source.length
  }
  return undefined
}
