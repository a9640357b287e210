/** A block of rows that is put together row by row. */
import type { RowBlock, Selection, Table } from '../../formats/table.ts'

export interface OpenBlock extends RowBlock {
  readonly texts: readonly string[][]
  readonly ragged: number[]
}

/** Numbers are NaN and texts empty until a row is put there. */
export function openBlock(length: number, { numbers, texts }: Selection): OpenBlock {
  return {
    length,
    numbers: new Float64Array(length * numbers.length).fill(Number.NaN),
    texts: texts.map(() => new Array<string>(length).fill('')),
    ragged: [],
  }
}

/** Rows go in in ascending order. Further texts of the source are left out. */
export function putRow(block: OpenBlock, i: number, { source, ragged }: ReadBlock, row: number): void {
  const width = block.numbers.length / block.length
  block.numbers.set(source.numbers.subarray(row * width, (row + 1) * width), i * width)
  for (const [c, cells] of block.texts.entries()) cells[i] = source.texts[c].at(row)!
  if (ragged.has(row)) block.ragged.push(i)
}

/** A block to take rows from. */
export interface ReadBlock {
  readonly source: RowBlock
  readonly ragged: ReadonlySet<number>
}

/** The blocks of all shards. */
export async function* readAll(tables: readonly Table[], selection: Selection): AsyncGenerator<ReadBlock> {
  for (const table of tables)
    for await (const source of table.read(selection)) yield { source, ragged: new Set(source.ragged) }
}
