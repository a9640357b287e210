/** Those rows of a table that have one word in a column, as a table of their own. */
import type { RowBlock, Table } from '../../formats/table.ts'
import { pickTexts, type Texts } from '../../formats/texts.ts'

/** The first of them as text, and how many there are. */
export interface Head {
  readonly sample: readonly (readonly string[])[]
  readonly rows: number
}

export function rowsOf(table: Table, column: number, word: string, { sample, rows }: Head): Table {
  return {
    ...table,
    raw: null,
    sample,
    last: table.last && (async () => (await table.last!()).filter((row) => row[column] === word)),
    expectedRows: rows,
    async *read(selection) {
      for await (const block of table.read({ ...selection, texts: [...selection.texts, column] })) {
        const kept = placesOf(block.texts.at(-1)!, word)
        if (kept.length > 0) yield pick(block, kept)
      }
    },
    locate: async (row, at) => table.locate(await findRow(table, column, word, row), at),
  }
}

function placesOf(cells: Texts, word: string): number[] {
  return [...cells].flatMap((cell, i) => (cell === word ? [i] : []))
}

/** These rows of a block, without the last of its texts. */
function pick({ numbers, texts, ragged, length }: RowBlock, kept: readonly number[]): RowBlock {
  const width = numbers.length / length
  const picked = new Float64Array(kept.length * width)
  for (const [i, row] of kept.entries())
    picked.set(numbers.subarray(row * width, (row + 1) * width), i * width)
  const areRagged = new Set(ragged)
  return {
    length: kept.length,
    numbers: picked,
    texts: texts.slice(0, -1).map((cells) => pickTexts(cells, Int32Array.from(kept))),
    ragged: kept.flatMap((row, i) => (areRagged.has(row) ? [i] : [])),
  }
}

/** The row of the table that is row `row` of those with the word. */
async function findRow(table: Table, column: number, word: string, row: number): Promise<number> {
  let [before, seen] = [0, 0]
  for await (const { texts, length } of table.read({ numbers: [], texts: [column] })) {
    const places = placesOf(texts[0], word)
    if (row < seen + places.length) return before + places[row - seen]
    seen += places.length
    before += length
  }
  return before
}
