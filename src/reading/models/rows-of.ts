/** Those rows of a table that are of one model by their cells in one column or several, as a table of their own. */
import { type RowBlock, SAMPLE_CELLS, SAMPLE_ROWS, type Table } from '../../formats/table.ts'
import { pickTexts, type Texts } from '../../formats/texts.ts'

/** Most models that are looked for or read side by side. */
export const MAX_MODELS = 100

/** The first of them as text, and how many there are. */
export interface Head {
  readonly sample: readonly (readonly string[])[]
  readonly rows: number
}

/** Whether there may be more rows than the first ones: how many there are is a guess. */
export function goesOn({ sample, expectedRows, columns }: Table): boolean {
  const most = Math.min(SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / columns.length))
  return expectedRows > sample.length && sample.length >= most
}

/** What a model is called: its cell, or all of them with a sign between them. */
export function nameModel(cells: readonly string[]): string {
  return cells.join('/')
}

/** The model of each row of a block, of the columns that name it. */
export function modelsIn([first, ...others]: readonly Texts[], length: number): readonly string[] {
  if (others.length === 0) return [...first]
  return Array.from({ length }, (_, i) => nameModel([first, ...others].map((cells) => cells.at(i)!)))
}

export function rowsOf(
  table: Table,
  columns: readonly number[],
  model: string,
  { sample, rows }: Head,
): Table {
  const isOf = (row: readonly string[]) => nameModel(columns.map((column) => row[column])) === model
  return {
    ...table,
    raw: null,
    sample,
    last: table.last && (async () => (await table.last!()).filter(isOf)),
    expectedRows: rows,
    async *read(selection) {
      for await (const block of table.read({ ...selection, texts: [...selection.texts, ...columns] })) {
        const kept = placesOf(block.texts.slice(-columns.length), block.length, model)
        if (kept.length > 0) yield pick(block, kept, columns.length)
      }
    },
    locate: async (row, at) => table.locate(await findRow(table, columns, model, row), at),
  }
}

function placesOf(cells: readonly Texts[], length: number, model: string): number[] {
  return modelsIn(cells, length).flatMap((name, i) => (name === model ? [i] : []))
}

/** These rows of a block, without the last of its texts. */
function pick(
  { numbers, texts, ragged, length }: RowBlock,
  kept: readonly number[],
  without: number,
): RowBlock {
  const width = numbers.length / length
  const picked = new Float64Array(kept.length * width)
  for (const [i, row] of kept.entries())
    picked.set(numbers.subarray(row * width, (row + 1) * width), i * width)
  const areRagged = new Set(ragged)
  return {
    length: kept.length,
    numbers: picked,
    texts: texts.slice(0, -without).map((cells) => pickTexts(cells, Int32Array.from(kept))),
    ragged: kept.flatMap((row, i) => (areRagged.has(row) ? [i] : [])),
  }
}

/** The row of the table that is row `row` of those of the model. */
async function findRow(
  table: Table,
  columns: readonly number[],
  model: string,
  row: number,
): Promise<number> {
  let [before, seen] = [0, 0]
  for await (const { texts, length } of table.read({ numbers: [], texts: columns })) {
    const places = placesOf(texts, length, model)
    if (row < seen + places.length) return before + places[row - seen]
    seen += places.length
    before += length
  }
  return before
}
