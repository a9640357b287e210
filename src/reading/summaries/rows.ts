/** Rows below or above a table that sum it up: `mean,0,0.49` below rows 1 to 400 would be taken for one more sample. */
import { InputError } from '../../errors.ts'
import type { Table } from '../../formats/table.ts'
import { nameSome } from '../../words/names.ts'
import { endsOf, isNone, summariesIn } from './evidence.ts'

/** Where rows say that they are none of the samples. */
interface Summary {
  readonly table: Table
  readonly column: number
  readonly cells: ReadonlySet<string>
}

/**
 * The tables as they are where no row sums them up. Throws an InputError at one that does, or leaves it out as a bad row.
 * @param used columns that hold scores or labels
 * @param scores those among them that hold scores
 */
export async function withoutSummaries(
  tables: readonly Table[],
  used: readonly number[],
  scores: readonly number[],
  skips: boolean,
): Promise<readonly Table[]> {
  const found: Table[] = []
  for (const table of tables) {
    const summary = await findSummary(table, used, scores)
    if (summary && !skips) throw await describe(summary)
    found.push(summary ? leaveOut(summary) : table)
  }
  return found.some((table, i) => table !== tables[i]) ? found : tables
}

async function findSummary(
  table: Table,
  used: readonly number[],
  scores: readonly number[],
): Promise<Summary | null> {
  const ends = await endsOf(table)
  for (const column of table.columns.keys()) {
    const cells = used.includes(column) ? [] : summariesIn({ table, column, ends, scores })
    if (cells.length > 0) return { table, column, cells: new Set(cells) }
  }
  return null
}

async function describe({ table, column, cells }: Summary): Promise<InputError> {
  let [before, at] = [0, -1]
  for await (const { texts, length } of table.read({ numbers: [], texts: [column] })) {
    at = [...texts[0]].findIndex((cell) => cells.has(cell))
    if (at >= 0) break
    before += length
  }
  const { place, text } = await table.locate(before + Math.max(at, 0), column)
  const name = text.trim()
  return new InputError(
    place,
    isNone(name)
      ? 'the row has no name where others have one, and its scores are what those of the others sum up to'
      : `${nameSome([name], 1)} stands where other rows have the names of samples, as a row that sums up the others does`,
    'leave such rows out with --on-bad-row skip; give it another name if it is a sample',
  )
}

/** Such rows are bad ones. */
function leaveOut({ table, column, cells }: Summary): Table {
  return {
    ...table,
    raw: null,
    async *read(selection) {
      for await (const block of table.read({ ...selection, texts: [...selection.texts, column] })) {
        const names = [...block.texts.at(-1)!]
        const bad = new Set(block.ragged)
        for (const [row, name] of names.entries()) if (cells.has(name)) bad.add(row)
        yield { ...block, texts: block.texts.slice(0, -1), ragged: [...bad].sort((a, b) => a - b) }
      }
    },
  }
}
