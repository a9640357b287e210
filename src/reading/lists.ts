/** Cells that hold a list of numbers each, as `[0, 1, 0]` or `0.1 0.9`: a column of its own for every place of the list. */
import { parseNumber } from '../formats/csv/dialect.ts'
import type { RowBlock, Selection, Table } from '../formats/table.ts'
import type { Precision } from '../losses/task.ts'

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|[+-]?(?:nan|inf(?:inity)?)`
const PARTED = String.raw`(?:${NUMBER})(?:\s*[,;]\s*|\s+)`

/** In brackets, as Python, NumPy and PyTorch print them; or numbers with blanks between. */
const BRACKETS = new RegExp(
  String.raw`^(?:np\.)?(?:array|tensor)?\(?[\[(]\s*(?:${PARTED})*(?:${NUMBER})\s*,?\s*[\])]`,
  'i',
)
const BLANKS = new RegExp(String.raw`^(?:(?:${NUMBER})\s+)+(?:${NUMBER})$`, 'i')

/** What PyTorch prints behind the numbers: `, device='cuda:0')`, `, grad_fn=<SoftmaxBackward0>)`. */
const WHERE = /,\s{0,9}(?:device|dtype|grad_fn|requires_grad)=.{0,200}\)$/

/** Rows after which a column without a list is passed over, and the share of rows that have lists of one length. */
const LOOKED_AT = 4
const MOST_ROWS = 0.95

/** Longest cell that is looked at as a list. */
const MAX_CELL = 100_000

/** The numbers of a list as they are written; null where a cell is none. */
function listOf(cell: string): readonly string[] | null {
  if (cell.length > MAX_CELL || !/[\s[(]/.test(cell)) return null
  const text = cell.trim().replace(WHERE, ')')
  if (BLANKS.test(text)) return text.split(/\s+/)
  if (!BRACKETS.test(text)) return null
  const inner = text.slice(text.search(/[[(]\s*[^[(\s]/) + 1, text.search(/[\])]/))
  return inner.split(/[\s,;]+/).filter((part) => part !== '')
}

/** A column of the table that is made, and where it comes from: a place of a list, or the column as it is. */
interface Place {
  readonly name: string
  readonly column: number
  readonly at: number | null
}

/** The table with a column for each place of its lists: `probs[0]`, `probs[1]`. Itself where it has no lists of one length. */
export function expandLists(table: Table): Table {
  if (!table.named) return table
  const places = table.columns.flatMap((name, column): Place[] => {
    const length = commonLength(table, column)
    if (length === 0) return [{ name, column, at: null }]
    if (length === 1) return [{ name, column, at: 0 }]
    return Array.from({ length }, (_, at) => ({ name: `${name}[${at}]`, column, at }))
  })
  if (places.every(({ at }) => at === null)) return table
  return {
    ...table,
    columns: places.map(({ name }) => name),
    ...(table.holderOf && { holderOf: (index) => table.holderOf!(places[index].column) }),
    ...(table.precisionOf && { precisionOf: precisionsOf(places, table.precisionOf) }),
    sample: table.sample.map((row) => places.map((place) => cellAt(row[place.column], place))),
    last:
      table.last &&
      (async () =>
        (await table.last!()).map((row) => places.map((place) => cellAt(row[place.column] ?? '', place)))),
    raw: null,
    async *read(selection) {
      const { wanted, make } = planReading(places, selection)
      for await (const block of table.read(wanted)) yield make(block)
    },
    locate: (row, column) => table.locate(row, places[column].column),
  }
}

/** What is written in a list is text, whatever the numbers of other columns are. */
function precisionsOf(places: readonly Place[], ofColumn: (column: number) => Precision) {
  return (index: number): Precision => {
    const { at, column } = places[index]
    return at === null ? ofColumn(column) : 'float64'
  }
}

/** Numbers in each list of a column, 0 where it holds others or lists of several lengths. A few rows may be bad ones. */
function commonLength({ sample, columns }: Table, column: number): number {
  // A first row of lists is no header.
  if (listOf(columns[column]) !== null) return 0
  const lengths = new Map<number, number>()
  for (const [row, cells] of sample.entries()) {
    const length = listOf(cells[column])?.length ?? 0
    lengths.set(length, (lengths.get(length) ?? 0) + 1)
    // Most columns hold no list at all.
    if (row === LOOKED_AT && lengths.get(0) === row + 1) return 0
  }
  const [[length, rows] = [0, 0]] = [...lengths].toSorted(([, a], [, b]) => b - a)
  return rows >= MOST_ROWS * sample.length ? length : 0
}

function cellAt(cell: string, { at }: Place): string {
  return at === null ? cell : (listOf(cell)?.[at] ?? '')
}

/** What to read of the table behind, and how its blocks become those of the one in front. */
function planReading(places: readonly Place[], { numbers, texts }: Selection) {
  const lists = [
    ...new Set([...numbers, ...texts].map((index) => places[index]).filter(({ at }) => at !== null)),
  ]
  const columns = [...new Set(lists.map(({ column }) => column))]
  const plain = (indices: readonly number[]) => [
    ...new Set(
      indices.map((index) => places[index]).flatMap(({ at, column }) => (at === null ? [column] : [])),
    ),
  ]
  const wanted = { numbers: plain(numbers), texts: [...plain(texts), ...columns] }
  const make = (block: RowBlock): RowBlock => {
    const parts = columns.map((column) => Array.from(block.texts[wanted.texts.lastIndexOf(column)], listOf))
    const lengths = columns.map((column) => places.filter((place) => place.column === column).length)
    const textAt = ({ column, at }: Place, row: number) => {
      const list = columns.indexOf(column)
      const found = parts[list][row]
      // A list of another length is none of the places.
      return found?.length === lengths[list] ? found[at!] : ''
    }
    const width = wanted.numbers.length
    const numberAt = (place: Place, row: number) =>
      place.at === null
        ? block.numbers[row * width + wanted.numbers.indexOf(place.column)]
        : parseNumber(textAt(place, row))
    const out = new Float64Array(block.length * numbers.length)
    for (let row = 0; row < block.length; row++)
      for (const [c, index] of numbers.entries()) out[row * numbers.length + c] = numberAt(places[index], row)
    return {
      length: block.length,
      numbers: out,
      texts: texts.map((index) => {
        const place = places[index]
        if (place.at === null) return block.texts[wanted.texts.indexOf(place.column)]
        return Array.from({ length: block.length }, (_, row) => textAt(place, row))
      }),
      ragged: block.ragged,
    }
  }
  return { wanted, make }
}
